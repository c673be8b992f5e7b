import {chmod, mkdir, readFile} from 'node:fs/promises'
import {userInfo} from 'node:os'
import {join} from 'node:path'
import type {World} from '../repository.ts'
import {findCommand, missingOf} from './command.ts'
import {type Server, host, listen} from './process.ts'

/** Says what ssh lacks on this machine. */
export function missingSsh(): string | undefined {
  const {username, shell} = userInfo()
  // The server runs commands by the shell of whom it lets in.
  if (/\/(?:nologin|false)$/u.test(shell ?? '')) return `${username} may not log in`
  const names = ['sshd', 'ssh', 'ssh-keygen', 'git-shell']
  return missingOf(Object.fromEntries(names.map((name) => [name, findCommand(name)])))
}

/** Serves a folder by OpenSSH, to one key, which may run nothing but git's own commands. */
export async function startSsh(world: World, folder: string): Promise<Server> {
  await makePrivilegeFolder()
  const {port, own, stop} = await listen(world, 'ssh', async (port, own) => {
    const file = await prepare(world, own, port)
    // It starts itself anew for each connection, and wants its full path for that.
    return [findCommand('sshd') ?? 'sshd', '-D', '-e', '-f', file]
  })
  const url = (name: string) => `ssh://${userInfo().username}@${host}:${port}${join(folder, name)}`
  const command = clientCommand(own)
  return {
    kind: 'ssh',
    port,
    env: {GIT_SSH_COMMAND: command},
    cloneOptions: ['-c', `core.sshCommand=${command}`],
    url,
    stop
  }
}

/** Makes the empty folder that sshd, as root, locks the part of itself into that faces strangers. */
async function makePrivilegeFolder(): Promise<void> {
  if (userInfo().uid === 0) await mkdir('/run/sshd', {recursive: true, mode: 0o755})
}

/** Writes keys and settings; returns the settings' file. */
async function prepare(world: World, own: string, port: number): Promise<string> {
  for (const name of ['host', 'client']) {
    const args = ['-q', '-t', 'ed25519', '-N', '', '-C', name, '-f', join(own, name)]
    const {code, stderr} = await world.launch('ssh-keygen', own, args).finished
    if (code !== 0) throw new Error(`ssh-keygen: ${stderr}`)
  }

  const [hostKey, clientKey] = await Promise.all(
    ['host.pub', 'client.pub'].map(async (name) => readFile(join(own, name), 'utf8'))
  )
  await world.write(join(own, 'known'), `served ${hostKey}`)
  const gate = 'command="git-shell -c \\"$SSH_ORIGINAL_COMMAND\\"",restrict'
  const keys = await world.write(join(own, 'authorized'), `${gate} ${clientKey}`)
  await chmod(keys, 0o600)
  return world.write(join(own, 'sshd_config'), settings(world, own, port))
}

function settings(world: World, own: string, port: number): string {
  const variables = Object.entries(world.env).map(([name, value]) => `"${name}=${value}"`)
  return [
    `ListenAddress ${host}`,
    `Port ${port}`,
    `HostKey "${join(own, 'host')}"`,
    `AuthorizedKeysFile "${join(own, 'authorized')}"`,
    `SetEnv ${variables.join(' ')}`,
    'AuthenticationMethods publickey',
    'PasswordAuthentication no',
    'KbdInteractiveAuthentication no',
    'PermitRootLogin prohibit-password',
    'StrictModes no',
    'UsePAM no',
    'UseDNS no',
    'PidFile none',
    'PrintMotd no',
    'LogLevel ERROR',
    'MaxStartups 100',
    ''
  ].join('\n')
}

/** A client that knows this server and this key, and nothing of the user who runs it. */
function clientCommand(own: string): string {
  const options = [
    // By way of a proxy it has another port.
    'HostKeyAlias=served',
    'IdentitiesOnly=yes',
    'IdentityAgent=none',
    'BatchMode=yes',
    'StrictHostKeyChecking=yes',
    `UserKnownHostsFile='${join(own, 'known')}'`
  ]
  return `ssh -F /dev/null -i '${join(own, 'client')}' ${options.map((option) => `-o ${option}`).join(' ')}`
}

import assert from 'node:assert/strict'
import {execFileSync} from 'node:child_process'
import {readFile} from 'node:fs/promises'
import {join} from 'node:path'
import {test} from 'node:test'
import {checkTidy} from '../helpers/race.ts'
import {
  type Answered,
  type World,
  branchesOf,
  claimArgs,
  makeLocal,
  makeOrigin,
  makeWorld,
  stateOf,
  tipOf,
  until
} from '../helpers/repository.ts'

/** Stands for ssh: notes how it was called, and runs here what was to run there. */
async function fakeSsh(world: World, name: string): Promise<string> {
  return world.script(
    world.path(name),
    `printf '%s\\n' "$*" >> '${world.path(`${name}.log`)}'`,
    'for last; do :; done',
    'exec sh -c "$last"'
  )
}

async function overSsh(world: World) {
  const {remote, clone} = await makeOrigin(world)
  await world.git(clone, 'remote', 'set-url', 'origin', `ssh://host.invalid${remote}`)
  return {remote, clone}
}

async function logOf(world: World, name: string): Promise<string> {
  return readFile(world.path(`${name}.log`), 'utf8').catch(() => '')
}

async function checkLanded(world: World, remote: string, answer: Answered): Promise<void> {
  assert.equal(answer.code, 0, JSON.stringify(answer.json))
  assert.equal(answer.json.data['commit'], await tipOf(world, remote, 'registry'))
}

test('GIT_SSH_COMMAND reaches git as it is, and comes before core.sshCommand', async (t) => {
  const world = await makeWorld(t)
  const {remote, clone} = await overSsh(world)
  const own = await fakeSsh(world, 'own-ssh')
  await world.git(clone, 'config', 'core.sshCommand', await fakeSsh(world, 'other-ssh'))
  const env = {GIT_SSH_COMMAND: `'${own}' -i 'my key'`, GIT_SSH_VARIANT: 'ssh'}
  await checkLanded(world, remote, await world.ask(clone, claimArgs('s1', 1), {env}))
  const log = await logOf(world, 'own-ssh')
  assert.match(log, /^-i my key .*host\.invalid git-upload-pack/mu)
  assert.match(log, /^-i my key .*host\.invalid git-receive-pack/mu)
  assert.doesNotMatch(log, /BatchMode/u)
  assert.equal(await logOf(world, 'other-ssh'), '')
})

test('GIT_SSH reaches git', async (t) => {
  const world = await makeWorld(t)
  const {remote, clone} = await overSsh(world)
  const env = {GIT_SSH: await fakeSsh(world, 'own-ssh'), GIT_SSH_VARIANT: 'ssh'}
  await checkLanded(world, remote, await world.ask(clone, claimArgs('s1', 1), {env}))
  assert.match(await logOf(world, 'own-ssh'), /host\.invalid git-receive-pack/u)
})

test('core.sshCommand is used', async (t) => {
  const world = await makeWorld(t)
  const {remote, clone} = await overSsh(world)
  await world.git(clone, 'config', 'core.sshCommand', await fakeSsh(world, 'own-ssh'))
  await world.git(clone, 'config', 'ssh.variant', 'ssh')
  await checkLanded(world, remote, await world.ask(clone, claimArgs('s1', 1)))
  const log = await logOf(world, 'own-ssh')
  assert.match(log, /host\.invalid git-receive-pack/u)
  assert.doesNotMatch(log, /BatchMode/u)
})

test('an ssh of which nothing is said may not ask', async (t) => {
  const world = await makeWorld(t)
  const {remote, clone} = await overSsh(world)
  await fakeSsh(world, 'bin/ssh')
  const env = {PATH: `${world.path('bin')}:${world.env['PATH']}`}
  await checkLanded(world, remote, await world.ask(clone, claimArgs('s1', 1), {env}))
  assert.match(await logOf(world, 'bin/ssh'), /^-oBatchMode=yes .*git-receive-pack/mu)
})

test('an ssh that is refused: unavailable, with its words', async (t) => {
  const world = await makeWorld(t)
  const {clone} = await overSsh(world)
  const ssh = await world.script(
    world.path('ssh'),
    'echo "Permission denied (publickey)" >&2; exit 255'
  )
  const before = await stateOf(world, clone)
  const env = {GIT_SSH_COMMAND: ssh}
  const {code, json} = await world.ask(clone, claimArgs('s1', 1), {env})
  assert.deepEqual([code, json.error.code], [7, 'REMOTE_UNAVAILABLE'])
  assert.match(String(json.error.details['git']), /Permission denied \(publickey\)/u)
  assert.deepEqual(await stateOf(world, clone), before)
})

/** A web server that wants a password, and has no repository. */
const server = `
import {createServer} from 'node:http'
createServer((request, response) => {
  const given = request.headers.authorization ?? 'nothing'
  const told = given.startsWith('Basic ') ? Buffer.from(given.slice(6), 'base64').toString() : given
  console.log(told)
  const code = told === 'somebody:secret' ? 404 : 401
  response.writeHead(code, {'www-authenticate': 'Basic realm="test"'})
  response.end()
}).listen(0, '127.0.0.1', function () {
  console.log(this.address().port)
})
`

test('GIT_ASKPASS is asked for a password, and no terminal is', async (t) => {
  const world = await makeWorld(t)
  const {clone} = await makeOrigin(world)
  const file = await world.write(world.path('server.mjs'), server)
  const log = world.path('server.log')
  world.launch('sh', world.root, ['-c', `exec '${process.execPath}' '${file}' >'${log}'`])
  await until('the server listens', async () => /^\d+\n/u.test(await logOf(world, 'server')))
  const [port] = (await logOf(world, 'server')).split('\n')

  await world.git(clone, 'remote', 'set-url', 'origin', `http://somebody@127.0.0.1:${port}/r.git`)
  const GIT_ASKPASS = await world.script(world.path('askpass'), 'echo "$1" >&2; echo secret')
  const asked = await world.ask(clone, claimArgs('s1', 1), {env: {GIT_ASKPASS}})
  assert.deepEqual([asked.code, asked.json.error.code], [7, 'REMOTE_UNAVAILABLE'])
  assert.match(await readFile(log, 'utf8'), /^somebody:secret$/mu)

  const refused = await world.ask(clone, claimArgs('s1', 1))
  assert.deepEqual([refused.code, refused.json.error.code], [7, 'REMOTE_UNAVAILABLE'])
  assert.match(
    String(refused.json.error.details['git']),
    /terminal prompts disabled|could not read/u
  )
  for (const {stdout, stderr} of [asked, refused]) {
    assert.doesNotMatch(`${stdout.toString()}${stderr}`, /secret|somebody@/u)
  }
})

function hasKeygen(): boolean {
  try {
    execFileSync('ssh-keygen', ['-?'], {stdio: 'ignore'})
  } catch (error) {
    return !(error instanceof Error && 'code' in error && error.code === 'ENOENT')
  }
  return true
}

const noKeygen = hasKeygen() ? false : 'there is no ssh-keygen'

/** Makes commits of a repository to be signed with a key of its own. */
async function signWith(world: World, folder: string): Promise<string> {
  const key = world.path('key')
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', 'test', '-f', key])
  await world.git(folder, 'config', 'gpg.format', 'ssh')
  await world.git(folder, 'config', 'user.signingkey', `${key}.pub`)
  await world.git(folder, 'config', 'commit.gpgSign', 'true')
  return key
}

for (const isLocal of [false, true]) {
  const where = isLocal ? 'here' : 'on a remote'
  test(`commit.gpgsign makes signed commits ${where}`, {skip: noKeygen}, async (t) => {
    const world = await makeWorld(t)
    const {remote, clone} = isLocal
      ? {remote: await makeLocal(world), clone: world.path('local')}
      : await makeOrigin(world)
    const key = await signWith(world, clone)
    const {code, json} = await world.ask(clone, claimArgs('s1', 1))
    assert.equal(code, 0, JSON.stringify(json))
    const commit = String(json.data['commit'])
    assert.equal(commit, await tipOf(world, remote, isLocal ? 'main' : 'registry'))

    assert.match(await world.git(remote, 'cat-file', 'commit', commit), /^gpgsig -----BEGIN SSH/mu)
    const person = `person@example.invalid ${await readFile(`${key}.pub`, 'utf8')}`
    const signers = await world.write(world.path('signers'), person)
    const verify = ['-c', 'gpg.format=ssh', '-c', `gpg.ssh.allowedSignersFile=${signers}`]
    await world.git(remote, ...verify, 'verify-commit', commit)
    const format = '--format=%an <%ae> %cn <%ce>%n%s%n%(trailers:key=Registry-Number)'
    assert.equal(
      await world.git(remote, 'show', '--no-patch', format, commit),
      'Test Person <person@example.invalid> Test Person <person@example.invalid>\n' +
        'registry: session 1 claims its number\nRegistry-Number: 1\n'
    )
    await checkTidy(world, remote, clone)
  })
}

for (const [value, isSigned] of [
  ['yes', true],
  ['1', true],
  ['on', true],
  ['TRUE', true],
  ['off', false],
  ['0', false]
] as const) {
  const what = isSigned ? 'signs' : 'does not sign'
  test(`commit.gpgsign of \`${value}\` ${what}`, {skip: noKeygen}, async (t) => {
    const world = await makeWorld(t)
    const folder = await makeLocal(world)
    await signWith(world, folder)
    await world.git(folder, 'config', 'commit.gpgSign', value)
    assert.equal((await world.run(folder, claimArgs('s1', 1))).code, 0)
    const commit = await world.git(folder, 'cat-file', 'commit', 'main')
    assert.equal(/^gpgsig /mu.test(commit), isSigned)
  })
}

test('a key that is broken: nothing is changed', {skip: noKeygen}, async (t) => {
  const world = await makeWorld(t)
  const {remote, clone} = await makeOrigin(world)
  const key = await signWith(world, clone)
  await world.write(key, 'broken\n')
  const look = async () => [
    await stateOf(world, clone),
    await branchesOf(world, clone),
    await branchesOf(world, remote)
  ]
  const before = await look()
  const {code, json} = await world.ask(clone, claimArgs('s1', 1))
  assert.deepEqual([code, json.error.code], [7, 'IDENTITY_MISSING'])
  assert.deepEqual(await look(), before)
  await checkTidy(world, remote, clone)
})

for (const isLocal of [false, true]) {
  const where = isLocal ? 'here' : 'on a remote'
  test(`without an identity nothing is changed ${where}`, async (t) => {
    const world = await makeWorld(t)
    const {remote, clone} = isLocal
      ? {remote: await makeLocal(world), clone: world.path('local')}
      : await makeOrigin(world)
    for (const key of ['user.name', 'user.email']) await world.git(clone, 'config', '--unset', key)
    await world.git(clone, 'config', 'user.useConfigOnly', 'true')
    const before = [await stateOf(world, clone), await branchesOf(world, remote)]
    const {code, json} = await world.ask(clone, claimArgs('s1', 1))
    assert.deepEqual([code, json.error.code], [7, 'IDENTITY_MISSING'])
    assert.match(json.error.hint, /git config user\.name/u)
    assert.deepEqual([await stateOf(world, clone), await branchesOf(world, remote)], before)
    await checkTidy(world, remote, clone)
  })
}

test('author and committer are who the environment says', async (t) => {
  const world = await makeWorld(t)
  const folder = await makeLocal(world)
  const env = {
    GIT_AUTHOR_NAME: 'Ünal Öz',
    GIT_AUTHOR_EMAIL: 'u@example.invalid',
    GIT_AUTHOR_DATE: '1700000000 +0200',
    GIT_COMMITTER_NAME: 'A Robot',
    GIT_COMMITTER_EMAIL: 'r@example.invalid'
  }
  assert.equal((await world.run(folder, claimArgs('s1', 1), {env})).code, 0)
  const format = '--format=%an <%ae> %ad|%cn <%ce>'
  assert.equal(
    await world.git(folder, 'log', '-1', '--date=raw', format, 'main'),
    'Ünal Öz <u@example.invalid> 1700000000 +0200|A Robot <r@example.invalid>'
  )
})

test('an identity of one worktree is that worktree’s', async (t) => {
  const world = await makeWorld(t)
  const folder = await makeLocal(world)
  const linked = world.path('linked')
  await world.git(folder, 'worktree', 'add', '--quiet', '-b', 'linked', linked)
  await world.git(folder, 'config', 'extensions.worktreeConfig', 'true')
  await world.git(linked, 'config', '--worktree', 'user.name', 'Linked')
  await world.git(linked, 'config', '--worktree', 'author.email', 'author@example.invalid')
  assert.equal((await world.run(join(linked, 'registry'), claimArgs('s1', 1))).code, 0)
  const format = '--format=%an <%ae>|%cn <%ce>'
  assert.equal(
    await world.git(folder, 'log', '-1', format, 'main'),
    'Linked <author@example.invalid>|Linked <person@example.invalid>'
  )
})

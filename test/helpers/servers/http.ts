import {join} from 'node:path'
import type {World} from '../repository.ts'
import {findCommand, findPartOfGit, missingOf} from './command.ts'
import {type Server, host, listen} from './process.ts'

/** Says what smart HTTP lacks on this machine. */
export function missingHttp(): string | undefined {
  return missingOf({
    lighttpd: findCommand('lighttpd'),
    'git http-backend': findPartOfGit('git-http-backend')
  })
}

/** Serves a folder by `git http-backend` behind lighttpd, which lets anybody push. */
export async function startHttp(world: World, folder: string): Promise<Server> {
  const {port, stop} = await listen(world, 'http', async (port, own) => {
    const file = await world.write(join(own, 'lighttpd.conf'), settings(world, folder, {port, own}))
    return [findCommand('lighttpd') ?? 'lighttpd', '-D', '-f', file]
  })
  const url = (name: string) => `http://${host}:${port}/${name}`
  return {kind: 'http', port, env: {}, cloneOptions: [], url, stop}
}

/** Every request goes to git, which sees the world's environment and a user who may push. */
function settings(
  world: World,
  folder: string,
  {port, own}: {readonly port: number; readonly own: string}
): string {
  const environment = {
    ...world.env,
    GIT_PROJECT_ROOT: folder,
    GIT_HTTP_EXPORT_ALL: '1',
    REMOTE_USER: 'somebody'
  }
  const variables = Object.entries(environment).map((pair) => pair.map(quote).join(' => '))
  return [
    'server.modules = ("mod_alias", "mod_setenv", "mod_cgi")',
    `server.bind = ${quote(host)}`,
    `server.port = ${port}`,
    `server.document-root = ${quote(own)}`,
    `server.upload-dirs = (${quote(world.tmp)})`,
    `alias.url = ("/" => ${quote(`${findPartOfGit('git-http-backend') ?? ''}/`)})`,
    'cgi.assign = ("" => "")',
    `setenv.set-environment = (${variables.join(', ')})`,
    ''
  ].join('\n')
}

function quote(text: string): string {
  return JSON.stringify(text)
}

import {cp} from 'node:fs/promises'
import {fileURLToPath} from 'node:url'
import type {World} from '../helpers/world.ts'
import {cloneOf, initRepository} from '../helpers/world.ts'

/** Path of the registry in the repositories of benches. */
export const registryPath = 'registry/sessions.md'

/** The seed's document, with its twelve blocks. */
export const seedDocument = fileURLToPath(new URL('../fixtures/seed/decoded.md', import.meta.url))

/** A bare repository, and a clone of it. */
export interface Pair {
  readonly remote: string
  readonly clone: string
}

/** Makes a remote whose `main` holds a registry, and a clone of it. */
export async function makePair(world: World, name: string, document: string): Promise<Pair> {
  const [remote, clone] = [world.path(`${name}.git`), world.path(name)]
  await initRepository(world, remote, '--bare')
  const first = await initRepository(world, world.path(`${name}-first`))
  await world.write(`${first}/${registryPath}`, '')
  await cp(document, `${first}/${registryPath}`)
  await world.git(first, 'add', '--all')
  await world.git(first, 'commit', '--quiet', '-m', 'Set up the session registry')
  await world.git(first, 'push', '--quiet', remote, 'main')
  await cloneOf(world, remote, clone)
  return {remote, clone}
}

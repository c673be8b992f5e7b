import {setTimeout as wait} from 'node:timers/promises'
import type {Operation} from '../../src/core/trial/operation.ts'
import {readReflog} from './reflog.ts'
import {type World, tipOf} from './repository.ts'
import type {Place} from './trial.ts'

/** Somebody who may move the branch of a bare repository as they like, and what they did. */
export interface Administrator {
  readonly operations: Operation[]
  /** Reflogs as they were before each deletion. */
  readonly earlier: string[]
  /** Moves the branch back, in one of three ways; whether it did. */
  readonly rewind: (way: Way) => Promise<boolean>
}

/** Ways to move a branch back. */
export const ways = ['update', 'force-push', 'delete'] as const

/** One of them. */
export type Way = (typeof ways)[number]

/**
 * Makes an administrator, who looks before each deed and does nothing if the branch has moved
 * meanwhile.
 *
 * @param clone - a clone of the repository, for pushes.
 */
export async function makeAdministrator(
  world: World,
  {repository, branch, start}: Place,
  clone: string
): Promise<Administrator> {
  const [operations, earlier]: [Operation[], string[]] = [[], []]
  const ref = `refs/heads/${branch}`
  await world.git(repository, 'config', 'core.logAllRefUpdates', 'always')
  // A deletion is refused by default, and a force-push is not.
  await world.git(repository, 'config', 'receive.denyDeletes', 'false')

  /** Whether the branch was moved from its tip, and from nothing else. */
  const move = async (way: Way, tip: string): Promise<boolean> => {
    const parent = await world.git(repository, 'rev-parse', `${tip}~1`)
    if (way === 'update') {
      const args = ['update-ref', '-m', 'rewind', ref, parent, tip]
      return (await world.tryGit(repository, args)).code === 0
    }
    if (way === 'delete') {
      earlier.push(await readReflog(repository, branch))
      const {code} = await world.tryGit(repository, ['update-ref', '-d', ref, tip])
      if (code !== 0) earlier.pop()
      return code === 0
    }
    await world.git(clone, 'fetch', '--quiet', 'origin', ref)
    const lease = `--force-with-lease=${ref}:${tip}`
    const {code} = await world.tryGit(clone, ['push', lease, 'origin', `+${parent}:${ref}`])
    return code === 0
  }

  return {
    operations,
    earlier,
    async rewind(way) {
      const startMs = performance.now()
      const tip = await tipOf(world, repository, branch)
      if (tip === '' || tip === start || !(await move(way, tip))) {
        await wait(50)
        return false
      }
      operations.push({
        id: `rewind-${operations.length + 1}`,
        action: 'rewind',
        session: 'administrator',
        number: undefined,
        startMs,
        endMs: performance.now(),
        outcome: {kind: 'done', number: 0, isRepeated: false}
      })
      return true
    }
  }
}

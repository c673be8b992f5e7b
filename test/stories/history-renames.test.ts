import assert from 'node:assert/strict'
import {mkdir} from 'node:fs/promises'
import {dirname, join} from 'node:path'
import {describe, test} from 'node:test'
import {
  commitFiles,
  git,
  heldBy,
  makeRepository,
  registryPath,
  registryText
} from '../helpers/cli.ts'
import {
  actIn,
  approve,
  breachesOf,
  claimsIn,
  copyTeam,
  historyOf,
  idOf,
  makeTeam,
  textAt
} from '../helpers/history.ts'

/** Renames the registry in a commit of its own; gives its new path. */
async function move(
  repository: string,
  from: string,
  to: string,
  edit: (text: string) => string = (text) => text
): Promise<string> {
  const text = edit(await textAt(repository, 'HEAD', from))
  await mkdir(dirname(join(repository, to)), {recursive: true})
  await git(repository, 'mv', from, to)
  await commitFiles(repository, {[to]: text}, `Move to ${to}`)
  return to
}

describe('renames', {concurrency: 2}, () => {
  /** What is done between two claims. */
  const moves: readonly (readonly [string, (repository: string) => Promise<string>])[] = [
    ['renamed', async (repository) => move(repository, registryPath, 'registry/team.md')],
    [
      'renamed and edited a little',
      async (repository) =>
        move(repository, registryPath, 'registry/team.md', (text) =>
          text.replace('# Registry', '# Team')
        )
    ],
    [
      'renamed twice',
      async (repository) => {
        await move(repository, registryPath, 'registry/one.md')
        await actIn(repository, 'between', ['claim', '4'])
        return move(repository, 'registry/one.md', 'registry/two.md')
      }
    ],
    [
      'renamed and back',
      async (repository) => {
        await move(repository, registryPath, 'registry/one.md')
        return move(repository, 'registry/one.md', registryPath)
      }
    ],
    [
      'moved to another folder',
      async (repository) => move(repository, registryPath, 'docs/a b/[x]*.md')
    ],
    [
      'renamed on a side branch that is merged',
      async (repository) => {
        await git(repository, 'switch', '--quiet', '-c', 'side')
        await move(repository, registryPath, 'registry/team.md')
        await git(repository, 'switch', '--quiet', 'main')
        await actIn(repository, 'meanwhile', ['claim', '4'])
        await git(repository, 'merge', '--quiet', '--no-ff', '-m', 'Side', 'side')
        return 'registry/team.md'
      }
    ],
    [
      'renamed in a merge',
      async (repository) => {
        await git(repository, 'switch', '--quiet', '-c', 'side')
        await commitFiles(repository, {'other.md': 'Other\n'})
        await git(repository, 'switch', '--quiet', 'main')
        await git(repository, 'merge', '--quiet', '--no-ff', '--no-commit', 'side')
        return move(repository, registryPath, 'registry/team.md')
      }
    ],
    [
      'copied first, taken out later',
      async (repository) => {
        const text = await textAt(repository, 'HEAD')
        await commitFiles(repository, {'registry/team.md': text}, 'Copy')
        await git(repository, 'rm', '--quiet', registryPath)
        await git(repository, 'commit', '--quiet', '-m', 'Take out')
        return 'registry/team.md'
      }
    ]
  ]
  for (const [name, rename] of moves) {
    test(name, async () => {
      const repository = await makeRepository({[registryPath]: registryText({sessions: 6})})
      await actIn(repository, 'a', ['claim', '1'])
      await actIn(repository, 'b', ['claim', '2'])
      await actIn(repository, 'b', ['release', '2', '--reason', 'moved on'])
      const path = await rename(repository)
      await actIn(repository, 'c', ['claim', '2', '--registry', path])
      const {entries} = await historyOf(repository, '--registry', path)
      const told = claimsIn(entries).filter((one) => !one.includes(' 4 '))
      assert.deepEqual(told, ['claim 1 a', 'claim 2 b', 'release 2 b', 'claim 2 c'])
      assert.deepEqual(await breachesOf(repository, '--registry', path), [])
      const {proof} = await historyOf(repository, '2', '--registry', path)
      assert.deepEqual([proof.first?.session, proof.current?.session], ['b', 'c'])
    })
  }

  test('on the registry branch, then approved', async () => {
    const team = await makeTeam(registryText({sessions: 6}), ['Ada'])
    await team.act('a', 'claim', '1')
    await git(team.human, 'fetch', '--quiet')
    await git(team.human, 'switch', '--quiet', 'registry')
    await move(team.human, registryPath, 'registry/team.md')
    await git(team.human, 'push', '--quiet', 'origin', 'registry')
    await team.act('b', 'claim', '2')
    await git(team.human, 'switch', '--quiet', 'main')
    for (const way of ['squashOwnWords', 'rebase'] as const) {
      const {human} = await copyTeam(team, [])
      await approve(human, way)
      const {entries} = await historyOf(human)
      assert.deepEqual(claimsIn(entries), team.done, way)
      const approvals = entries.filter(({action}) => action === 'approval')
      assert.deepEqual(
        approvals.flatMap(({numbers}) => numbers),
        [1, 2],
        way
      )
      assert.deepEqual(await breachesOf(human), [], way)
    }
  })

  test('removed and brought back', async () => {
    const repository = await makeRepository({[registryPath]: registryText({sessions: 6})})
    await actIn(repository, 'a', ['claim', '1'])
    await git(repository, 'rm', '--quiet', registryPath)
    await git(repository, 'commit', '--quiet', '-m', 'Remove')
    const removed = await idOf(repository)
    await git(repository, 'revert', '--no-edit', 'HEAD')
    await actIn(repository, 'b', ['claim', '2'])
    assert.deepEqual(await breachesOf(repository), [['removal', removed, null]])
    assert.deepEqual(claimsIn((await historyOf(repository)).entries), ['claim 1 a', 'claim 2 b'])
  })

  test('removed and brought back under another name, with another holder', async () => {
    const repository = await makeRepository({[registryPath]: registryText({sessions: 6})})
    await actIn(repository, 'a', ['claim', '1'])
    const text = await textAt(repository, 'HEAD')
    await git(repository, 'rm', '--quiet', registryPath)
    await git(repository, 'commit', '--quiet', '-m', 'Remove')
    await commitFiles(repository, {'registry/new.md': text.replace('ID**: a', 'ID**: intruder')})
    assert.notDeepEqual(await breachesOf(repository), [])
  })

  test('replaced by a document that is too unlike it', async () => {
    const repository = await makeRepository({[registryPath]: registryText({sessions: 6})})
    await actIn(repository, 'a', ['claim', '1'])
    await git(repository, 'rm', '--quiet', registryPath)
    const blocks = {1: heldBy('intruder', 1)}
    const other = registryText({sessions: 2, blocks, rest: 'Lorem ipsum dolor.\n'.repeat(200)})
    await commitFiles(repository, {'registry/new.md': other}, 'Start over')
    assert.notDeepEqual(await breachesOf(repository), [])
  })
})

describe('reverts', {concurrency: 2}, () => {
  test('of a claim, and of that revert', async () => {
    const repository = await makeRepository({[registryPath]: registryText({sessions: 4})})
    await actIn(repository, 'a', ['claim', '1'])
    await actIn(repository, 'b', ['claim', '2'])
    const {proof} = await historyOf(repository, '2')
    await git(repository, 'revert', '--no-edit', 'HEAD')
    const undone = await idOf(repository)
    assert.deepEqual(await breachesOf(repository), [['rollback', undone, 2]])
    assert.equal((await historyOf(repository, '2')).proof.current, null)
    await git(repository, 'revert', '--no-edit', 'HEAD')
    assert.deepEqual((await breachesOf(repository))[0], ['rollback', undone, 2])
    const after = await historyOf(repository, '2')
    assert.deepEqual(after.proof.first, proof.first)
    assert.equal(after.proof.current?.session, 'b')
  })

  test('of the merge that approved, and of that revert', async () => {
    const team = await makeTeam(registryText({sessions: 4}), ['Ada'])
    const {human} = team
    await team.act('a', 'claim', '1')
    await team.act('b', 'claim', '2')
    await approve(human, 'merge')
    const {proof} = await historyOf(human, '2')
    await git(human, 'revert', '--no-edit', '-m', '1', 'HEAD')
    await git(human, 'push', '--quiet', 'origin', 'main')
    const undone = await idOf(human)
    const expected = [
      ['rollback', undone, 1],
      ['rollback', undone, 2]
    ]
    assert.deepEqual(await breachesOf(human), expected)
    await git(human, 'revert', '--no-edit', 'HEAD')
    await git(human, 'push', '--quiet', 'origin', 'main')
    assert.deepEqual(await breachesOf(human), expected)
    const after = await historyOf(human, '2')
    assert.deepEqual(after.proof.first, proof.first)
    assert.equal(after.proof.current?.session, 'b')
    assert.equal(after.entries.at(-1)?.action, 'approval')
  })
})

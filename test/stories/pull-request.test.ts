import assert from 'node:assert/strict'
import {describe, test} from 'node:test'
import {addClone, git, heldBy, makeFolder, makeRepository, regmd} from '../helpers/cli.ts'
import {
  act,
  commit,
  deed,
  judge,
  problemsOf,
  readRegistry,
  registryFiles,
  releasedFor,
  replaced,
  startBranch,
  withBlock,
  withClaim,
  withFields
} from '../helpers/pull-request.ts'

type Edit = (text: string) => string

/** Commits one edit of the registry that is checked out. */
async function edit(cwd: string, change: Edit, message?: string): Promise<string> {
  return commit(cwd, registryFiles(change(await readRegistry(cwd))), message)
}

const isOfChange = ({code}: {readonly code: string}) => code !== 'DERIVED_STALE'

/** What a check finds, but for lines that only regmd keeps true. */
async function changesOf(cwd: string, ...args: readonly string[]): Promise<readonly string[]> {
  return (await judge(cwd, ...args)).filter((code) => !code.startsWith('DERIVED_STALE'))
}

const inBlock =
  (number: number, from: string, to: string): Edit =>
  (text) =>
    withBlock(text, number, (block) => replaced(block, from, to))

describe("the registry branch's pull request", async () => {
  const {remote, clone: first} = await setUp()
  const clones = [
    first,
    await addClone(remote, 'Grace Hopper'),
    await addClone(remote, 'Alan Turing')
  ]
  for (let number = 1; number <= 12; number++) {
    const ready = number % 4 === 0 ? ['--no-ready'] : []
    const about = ['--role', `Role ${number}`, '--goal', `Send ${number * 5} emails daily`]
    const args = ['claim', String(number), ...about, ...ready]
    await act(clones[number % 3]!, `session-${number}`, args)
  }

  await act(clones[0]!, 'session-3', ['release', '--reason', 'Moved on'])
  await act(clones[1]!, 'other-3 (run-1)', ['claim', '3'])
  await act(clones[2]!, 'session-4', ['ready'])
  await act(clones[2]!, 'session-1', ['release', '5', '--reason', 'It hangs'])
  await act(clones[0]!, 'other-5', ['claim', '5', '--no-ready'])
  await act(clones[0]!, 'other-5', ['ready', '5'])
  await act(clones[1]!, 'session-6', ['release', '--reason', 'Too much'])

  const human = await addClone(remote, 'Person')
  const base = 'origin/main'
  const branch = async () => startBranch(human, 'topic', 'origin/registry')

  test('passes: claims, releases, claims by others, readiness later', async () => {
    assert.deepEqual(await judge(human, '--base', base, '--ref', 'origin/registry'), [])
    await git(human, 'fetch', '--quiet')
    for (const id of (await git(human, 'rev-list', '--reverse', 'origin/main..origin/registry'))
      .trim()
      .split('\n')) {
      assert.deepEqual(await judge(human, '--base', base, '--ref', id), [], id)
    }
  })

  const edits: Readonly<
    Record<string, {readonly change: Edit; readonly finds: readonly string[]}>
  > = {
    'the goal of a held block': {
      change: inBlock(7, '35 emails', '3 emails'),
      finds: ['CLAIM_REWRITTEN 7']
    },
    'the goal of a pending block': {
      change: inBlock(6, '30 emails', '3 emails'),
      finds: ['FOREIGN_BLOCK 6']
    },
    'the reason of a release': {
      change: inBlock(6, 'Too much', 'Too little'),
      finds: ['FOREIGN_BLOCK 6']
    },
    'a holder': {change: inBlock(7, 'session-7', 'evil'), finds: ['CLAIM_TAKEN_OVER 7']},
    'a claim by hand': {
      change: (text) => withClaim(text, 6, 'evil'),
      finds: ['FOREIGN_BLOCK 6']
    },
    'a release by hand': {
      change: (text) => withFields(text, 7, releasedFor('x', 7)),
      finds: ['FOREIGN_BLOCK 7']
    },
    'a note': {
      change: inBlock(7, '- **READY**: YES\n', '- **READY**: YES\n- **NOTE**: x\n'),
      finds: ['FOREIGN_BLOCK 7']
    },
    'a block less': {change: (text) => withBlock(text, 6, () => ''), finds: ['BLOCK_REMOVED 6']},
    prose: {change: (text) => replaced(text, '# Session Registry\n', '# Register\n'), finds: []}
  }

  for (const [name, {change, finds}] of Object.entries(edits)) {
    test(`${finds.length === 0 ? 'passes' : 'fails'}: ${name}, edited by hand`, async () => {
      await branch()
      await edit(human, change)
      assert.deepEqual(await changesOf(human, '--base', base, '--ref', 'topic'), finds)
    })
  }

  test('fails: a takeover whose trailers are forged', async () => {
    for (const message of [
      deed('claim', 7, 'evil'),
      deed('ready', 7, 'evil'),
      deed('release', 7, 'session-7'),
      deed('claim', 7, 'session-7'),
      `${deed('claim', 7, 'evil')}\n${deed('claim', 7, 'evil')}`
    ]) {
      await branch()
      const id = await edit(human, inBlock(7, 'session-7', 'evil'), message)
      const found = (await problemsOf(human, '--base', base, '--ref', 'topic')).filter(isOfChange)
      assert.deepEqual(
        found.map(({code, number}) => [code, number]),
        [['CLAIM_TAKEN_OVER', 7]],
        message
      )
      assert.match(found[0]!.message, new RegExp(id.slice(0, 7), 'u'))
      assert.match(found[0]!.message, /`session-7`.*`evil`/u)
    }
  })

  test('fails: a takeover that says it released for who held it, but is someone else', async () => {
    await branch()
    const message = `${deed('release', 7, 'evil')}\n${deed('claim', 7, 'evil')}`
    await edit(human, inBlock(7, 'session-7', 'evil'), message)
    assert.deepEqual(await changesOf(human, '--base', base, '--ref', 'topic'), [
      'CLAIM_TAKEN_OVER 7'
    ])
  })

  test('fails: a claim for another session than it says', async () => {
    await branch()
    await edit(human, (text) => withClaim(text, 6, 'six'), deed('claim', 6, 'evil'))
    assert.deepEqual(await changesOf(human, '--base', base, '--ref', 'topic'), ['FOREIGN_BLOCK 6'])
  })

  test('fails: a release by neither the holder nor the orchestrator', async () => {
    await branch()
    const release = (text: string) => withFields(text, 7, releasedFor('x', 7))
    await edit(human, release, deed('release', 7, 'session-8'))
    assert.deepEqual(await changesOf(human, '--base', base, '--ref', 'topic'), ['FOREIGN_BLOCK 7'])
    await branch()
    await edit(human, release, deed('release', 7, 'session-1'))
    assert.deepEqual(await changesOf(human, '--base', base, '--ref', 'topic'), [])
  })

  test('fails: a commit that says 6 and changes another too', async () => {
    await branch()
    const change = (text: string) => inBlock(7, '35 emails', '3 emails')(withClaim(text, 6, 'six'))
    await edit(human, change, deed('claim', 6, 'six'))
    assert.deepEqual(await changesOf(human, '--base', base, '--ref', 'topic'), [
      'CLAIM_REWRITTEN 7'
    ])
    await branch()
    const note = inBlock(7, '- **READY**: YES\n', '- **READY**: YES\n- **NOTE**: x\n')
    await edit(human, (text) => note(withClaim(text, 6, 'six')), deed('claim', 6, 'six'))
    assert.deepEqual(await changesOf(human, '--base', base, '--ref', 'topic'), ['FOREIGN_BLOCK 7'])
  })

  test('fails: a commit that says 6 and changes another only', async () => {
    await branch()
    const note = inBlock(7, '- **READY**: YES\n', '- **READY**: YES\n- **NOTE**: x\n')
    await edit(human, note, deed('claim', 6, 'six'))
    assert.deepEqual(await changesOf(human, '--base', base, '--ref', 'topic'), ['FOREIGN_BLOCK 7'])
  })

  test('fails: a takeover that a later commit takes back', async () => {
    await branch()
    const id = await edit(human, inBlock(7, 'session-7', 'evil'))
    await git(human, 'revert', '--no-edit', 'HEAD')
    const [problem, ...others] = (await problemsOf(human, '--base', base, '--ref', 'topic')).filter(
      isOfChange
    )
    assert.deepEqual([problem?.code, problem?.number, others], ['CLAIM_TAKEN_OVER', 7, []])
    assert.match(problem!.message, new RegExp(id.slice(0, 7), 'u'))
  })

  test('fails: a merge that takes over, and readiness after it', async () => {
    await startBranch(human, 'aside', 'origin/registry')
    await commit(human, {'other.txt': 'x'})
    await branch()
    await git(human, 'merge', '--no-ff', '--no-commit', '--quiet', 'aside')
    const text = await readRegistry(human)
    const held = heldBy('evil', 7).filter((line) => !line.includes('READY'))
    await commit(human, registryFiles(withFields(text, 7, held)), "Merge branch 'aside'")
    assert.deepEqual(await changesOf(human, '--base', base, '--ref', 'topic'), [
      'CLAIM_TAKEN_OVER 7'
    ])
    await edit(human, (now) => withClaim(now, 7, 'evil'), deed('ready', 7, 'evil'))
    const found = await changesOf(human, '--base', base, '--ref', 'topic')
    assert.equal(found.length, 1, JSON.stringify(found))
  })

  test('fails: the same where the base has the block', async () => {
    await startBranch(human, 'aside', 'origin/registry')
    await commit(human, {'other.txt': 'x'})
    await branch()
    await git(human, 'merge', '--no-ff', '--no-commit', '--quiet', 'aside')
    const held = heldBy('evil', 7).filter((line) => !line.includes('READY'))
    const text = await readRegistry(human)
    await commit(human, registryFiles(withFields(text, 7, held)), "Merge branch 'aside'")
    await edit(human, (now) => withClaim(now, 7, 'evil'), deed('ready', 7, 'evil'))
    const found = await changesOf(human, '--base', 'origin/registry', '--ref', 'topic')
    assert.deepEqual(found, ['CLAIM_TAKEN_OVER 7'])
  })

  test('fails: a hand edit that the registry branch holds, on a branch that does not contain it', async () => {
    // Whoever may push to the registry branch could have its content taken for rightful elsewhere.
    const fork = await addClone(remote, 'Eve')
    await startBranch(fork, 'pushed', 'origin/registry')
    await edit(fork, inBlock(7, 'session-7', 'evil'))
    await git(fork, 'update-ref', 'refs/remotes/origin/registry', 'HEAD')
    await startBranch(fork, 'approved', 'origin/registry~2')
    await git(fork, 'update-ref', 'refs/remotes/origin/main', 'HEAD')
    await edit(fork, inBlock(7, 'session-7', 'evil'))
    const found = await changesOf(fork, '--base', 'origin/main', '--ref', 'approved')
    assert.deepEqual(found, ['CLAIM_TAKEN_OVER 7'])
  })
})

/** A remote with a registry as `init` writes it, and a clone. */
async function setUp() {
  const repository = await makeRepository({'README.md': '# Kitchen\n'})
  const {exitCode, stderr} = await regmd(repository, ['init', '--sessions', '12'])
  assert.equal(exitCode, 0, stderr)
  await commit(repository, {}, 'Set up the session registry')
  const remote = await makeFolder('remote-')
  await git(repository, 'clone', '--quiet', '--bare', '.', remote)
  return {remote, clone: await addClone(remote, 'Ada Lovelace')}
}

import assert from 'node:assert/strict'
import {chmod, readFile} from 'node:fs/promises'
import {join} from 'node:path'
import {test} from 'node:test'
import {
  addClone,
  commitFiles,
  execute,
  git,
  heldBy,
  makeClone,
  makeFolder,
  makeRepository,
  registryPath,
  registryText,
  writeFiles
} from '../helpers/cli.ts'
import {amount, isLong} from '../helpers/fire.ts'
import {type Team, actsOf, approve, breachesOf, idOf, textAt, ways} from '../helpers/history.ts'
import {
  agreeIn,
  approvedIn,
  askAs,
  checkCommit,
  doAs,
  makeAgreed,
  ownStateOf,
  protocolText
} from '../helpers/protocol.ts'

/** A registry whose two sessions have acknowledged everything; each test gets a copy. */
async function ready(frontMatter?: string): Promise<Team> {
  return makeAgreed(document(frontMatter))
}

function document(frontMatter: string | undefined): string {
  return protocolText(frontMatter === undefined ? {} : {frontMatter})
}

/** What `status` says about the approval. */
async function approvalIn(cwd: string): Promise<{
  readonly stage: string
  readonly approved: readonly number[]
  readonly missing: readonly string[]
}> {
  const {stage, approved, consensus} = await doAs(cwd, '', ['status'])
  const {missing, met} = consensus.criteria.at(-1)
  assert.equal(met, missing.length === 0)
  return {stage, approved, missing}
}

const approved = {stage: 'approved', approved: [1, 2], missing: []}

async function assertNotApproved(cwd: string, why: RegExp): Promise<void> {
  const {stage, missing} = await approvalIn(cwd)
  assert.notEqual(stage, 'approved')
  assert.equal(missing.length, 1)
  assert.match(missing[0] ?? '', why)
}

/** Runs `approve` as a person at a terminal. */
async function approveBy(cwd: string, env: Readonly<Record<string, string>> = {}) {
  return askAs(cwd, '', ['approve'], {isInteractive: true, env})
}

/** Tips of the branches of a repository. */
async function tipsOf(folder: string): Promise<string> {
  return git(folder, 'for-each-ref', 'refs/heads', '--format=%(refname) %(objectname)')
}

/** Ways that are gone on after the change of a block: with the registry's commits, and with copies. */
const again = amount<readonly (keyof typeof ways)[]>({
  short: ['merge', 'rebase'],
  long: ['merge', 'squash', 'squashOwnWords', 'rebase']
})

for (const way of ['merge', 'squash', 'squashOwnWords', 'rebase'] as const) {
  test(`a ${way} by a person is an approval, until a block changes`, async () => {
    const {human, clones} = await ready()
    const [clone = ''] = clones
    await assertNotApproved(clone, /main has 1-2 otherwise than the registry/u)
    await approve(human, way)
    assert.deepEqual(await approvalIn(clone), approved)
    assert.deepEqual(await approvedIn(clone), [1, 2])
    if (!again.includes(way)) return

    await doAs(clone, 's2', ['release', '2', '--reason', 'Out of work'])
    await doAs(clone, 's2', ['claim', '2', '--goal', 'Find 30 prospects daily'])
    const fallen = await approvalIn(clone)
    assert.deepEqual([fallen.stage, fallen.approved], ['registered', [1]])
    assert.deepEqual(fallen.missing, ['main has 2 otherwise than the registry'])
    await agreeIn(clone, 2)
    assert.deepEqual((await approvalIn(clone)).stage, 'acknowledged')
    await approve(human, way)
    assert.deepEqual(await approvalIn(clone), approved)
  })
}

test('a merge before the last change approves what it merged, and nothing else', async () => {
  const {human, clones} = await ready()
  const [clone = ''] = clones
  await git(human, 'fetch', '--quiet')
  await doAs(clone, 's1', ['reassign', '2', '--goal', 'Find 5 prospects daily', '--reason', 'Less'])
  await ways.merge(human)
  await git(human, 'push', '--quiet', 'origin', 'main')
  const {approved: numbers, missing} = await approvalIn(clone)
  assert.deepEqual([numbers, missing], [[1], ['main has 2 otherwise than the registry']])
})

test('a session that pushes the registry branch to the base branch approves nothing', async () => {
  const {human, clones} = await ready()
  const [clone = ''] = clones
  await git(clone, 'fetch', '--quiet')
  await git(clone, 'push', '--quiet', 'origin', 'origin/registry:main')
  await assertNotApproved(human, /direct push, which is no approval/u)
  const {approved: numbers} = await approvalIn(human)
  assert.deepEqual(numbers, [])

  // A person's word for it counts all the same.
  const {exitCode} = await approveBy(human)
  assert.equal(exitCode, 0)
  assert.deepEqual(await approvalIn(clone), approved)
})

test('blocks that were edited on the base branch by hand are not approved', async () => {
  const text = registryText({sessions: 2, blocks: {1: heldBy('s1', 1), 2: heldBy('s2', 2)}})
  const {remote, clone} = await makeClone({[registryPath]: registryText({sessions: 2})})
  await commitFiles(clone, {[registryPath]: text}, 'Register everybody')
  await git(clone, 'push', '--quiet', 'origin', 'main')
  const person = await addClone(remote, 'Human')
  await assertNotApproved(person, /direct push|from the start/u)
  await doAs(clone, 's1', ['sync'])
  await assertNotApproved(person, /direct push|from the start/u)
})

test('what `sync` made is no approval, whoever pushes it to the base branch', async () => {
  const {human, clones} = await ready()
  const [clone = ''] = clones
  await commitFiles(human, {'README.md': 'Hello\n'})
  await git(human, 'push', '--quiet', 'origin', 'main')
  const {commit} = await doAs(clone, 's1', ['sync'])
  await git(clone, 'fetch', '--quiet')
  await git(clone, 'push', '--quiet', 'origin', `${commit}:main`)
  await assertNotApproved(human, /direct push, which is no approval/u)
})

test('what `sync` merged is no approval either, where it brings other blocks', async () => {
  const {human, clones} = await ready()
  const [clone = ''] = clones
  await approve(human, 'merge')
  const text = await readFile(join(human, registryPath), 'utf8')
  const edited = text.replace('Find 20 prospects daily', 'Find 21 prospects daily')
  assert.notEqual(edited, text)
  await doAs(clone, 's1', ['reassign', '1', '--goal', 'Find 9 prospects daily', '--reason', 'Less'])
  await commitFiles(human, {[registryPath]: edited})
  await git(human, 'push', '--quiet', 'origin', 'main')
  const {commit, merged} = await doAs(clone, 's1', ['sync'])
  assert.equal(merged, await idOf(human))
  await assertNotApproved(human, /main has 1 otherwise than the registry/u)
  await git(clone, 'fetch', '--quiet')
  await git(clone, 'push', '--quiet', 'origin', `${commit}:main`)
  await assertNotApproved(human, /direct push, which is no approval/u)
})

test('where approvers are named, a merge by somebody else approves nothing', async () => {
  const {human, clones} = await ready('registry:\n  approvers: [Grace@Example.com]')
  const [clone = ''] = clones
  await approve(human, 'merge')
  await assertNotApproved(clone, /human@example\.com is not among those who may approve/u)

  const {clones: others} = await ready('registry:\n  approvers: [Grace@Example.com]')
  const [, grace = ''] = others
  await approve(grace, 'merge')
  assert.deepEqual(await approvalIn(clone).then(({approved: numbers}) => numbers), [])
  assert.deepEqual(await approvalIn(grace), approved)
})

test('`approve` merges on a remote without a forge', async () => {
  const {remote, human, clones} = await ready()
  const [clone = ''] = clones
  await commitFiles(clone, {'README.md': 'Hello\n'})
  await git(clone, 'push', '--quiet', 'origin', 'main')
  const before = await ownStateOf(human)
  const {exitCode, data} = await approveBy(human)
  assert.deepEqual([exitCode, data.changed, data.branch, data.numbers], [0, true, 'main', [1, 2]])
  assert.deepEqual(await ownStateOf(human), before)
  assert.equal(await git(remote, 'log', '-1', '--format=%P %cn', 'main'), await parents(clone))
  assert.equal(await textAt(remote, 'main', 'README.md'), 'Hello\n')
  await git(clone, 'fetch', '--quiet')
  await checkCommit(clone, data.commit, `${data.commit}^1`)
  assert.match(await textAt(remote, 'main'), /- \[x\] Human approves/u)
  assert.deepEqual(await approvalIn(clone), approved)
  assert.deepEqual(await breachesOf(clone), [])
  assert.equal((await actsOf(clone)).at(-1), 'approval 1,2')

  const again = await approveBy(human)
  assert.deepEqual([again.exitCode, again.data.changed], [0, false])
  assert.equal(await idOf(remote, 'main'), data.commit)
})

/** Of the merge that is due: the base branch's tip first. */
async function parents(clone: string): Promise<string> {
  await git(clone, 'fetch', '--quiet')
  const registry = await idOf(clone, 'origin/registry')
  return `${await idOf(clone, 'main')} ${registry} Human\n`
}

test('`approve` merges without a remote, where the front matter names two branches', async () => {
  const folder = await makeRepository({[registryPath]: document('registry:\n  branch: registry')})
  await agreeIn(folder, 2)
  await assertNotApproved(folder, /main has 1-2 otherwise/u)
  const tips = await Promise.all(['main', 'registry'].map(async (name) => idOf(folder, name)))
  const {exitCode, data} = await approveBy(folder)
  assert.deepEqual([exitCode, data.branch, data.remote], [0, 'main', null])
  assert.equal(await git(folder, 'log', '-1', '--format=%P', 'main'), `${tips.join(' ')}\n`)
  assert.deepEqual(await approvalIn(folder), approved)
  assert.equal(await git(folder, 'status', '--porcelain'), '', 'the copy on main follows')
  assert.deepEqual(await breachesOf(folder), [])
})

for (const where of ['without a remote', 'on a remote'] as const) {
  test(`in one branch ${where} a person's commit is the approval`, async () => {
    const text = document(where === 'on a remote' ? 'registry:\n  branch: main' : undefined)
    const files = {[registryPath]: text}
    const folder =
      where === 'on a remote' ? (await makeClone(files)).clone : await makeRepository(files)
    await agreeIn(folder, 2)
    await assertNotApproved(folder, /no human has approved these blocks/u)
    const {exitCode, data} = await approveBy(folder)
    assert.deepEqual([exitCode, data.branch, data.changed], [0, 'main', true])
    assert.deepEqual(await approvalIn(folder), approved)
    assert.equal((await approveBy(folder)).data.changed, false)
    assert.equal((await actsOf(folder)).at(-1), 'approval 1,2')
    if (where === 'without a remote' && !isLong) return

    await doAs(folder, 's2', ['release', '2', '--reason', 'Out of work'])
    await doAs(folder, 's2', ['claim', '2', '--goal', 'Find 30 prospects daily'])
    await assertNotApproved(folder, /no human has approved these blocks/u)
    await agreeIn(folder, 2)
    assert.equal((await approveBy(folder)).exitCode, 0)
    assert.deepEqual(await approvalIn(folder), approved)
    assert.deepEqual(await breachesOf(folder), [])
  })
}

test('`approve` is for people', async () => {
  const {remote, human} = await ready()
  const before = await tipsOf(remote)
  const cases = [
    {env: {CLAUDECODE: '1'}, isInteractive: true},
    {env: {AI_AGENT: 'some'}, isInteractive: true},
    {env: {CI: 'true'}, isInteractive: true},
    {env: {}, isInteractive: false}
  ]
  for (const options of cases) {
    const {exitCode, error} = await askAs(human, '', ['approve'], options)
    assert.deepEqual([exitCode, error.code], [3, 'HUMAN_ONLY'])
    assert.match(error.message, /nothing was changed/u)
    assert.equal(error.hint, 'regmd status')
  }

  assert.equal(await tipsOf(remote), before)
  assert.equal((await approveBy(human, {CI: '', AI_AGENT: ''})).exitCode, 0, 'empty is not set')
})

test('`approve` is for those whom the front matter names, wherever they are', async () => {
  const {remote, human, clones} = await ready('registry:\n  approvers: [HUMAN@Example.com]')
  const [clone = ''] = clones
  const before = await tipsOf(remote)
  const {exitCode, error} = await approveBy(clone)
  assert.deepEqual([exitCode, error.code], [3, 'HUMAN_ONLY'])
  assert.match(error.message, /ada@example\.com is not among them/u)
  assert.equal(await tipsOf(remote), before)

  const author = {GIT_AUTHOR_EMAIL: 'human@example.com'}
  assert.equal(
    (await approveBy(clone, author)).error?.code,
    'HUMAN_ONLY',
    'an author is not enough'
  )
  const env = {CLAUDECODE: '1', AI_AGENT: '1', CI: '1'}
  const {ok} = await askAs(human, '', ['approve'], {env, isInteractive: false})
  assert.equal(ok, true)
  assert.deepEqual(await approvalIn(clone), approved)
})

test('who may approve is not decided by the registry branch', async () => {
  const {human, clones, remote} = await ready('registry:\n  approvers: [grace@example.com]')
  const [clone = ''] = clones
  await git(clone, 'fetch', '--quiet')
  await git(clone, 'switch', '--quiet', '-c', 'registry', 'origin/registry')
  const text = await readFile(join(clone, registryPath), 'utf8')
  await commitFiles(clone, {[registryPath]: text.replace('grace@', 'human@')})
  await git(clone, 'push', '--quiet', 'origin', 'registry')
  const before = await tipsOf(remote)
  assert.equal((await approveBy(human)).error?.code, 'HUMAN_ONLY')
  assert.equal(await tipsOf(remote), before)
})

test('`approve` waits for the acknowledgements', async () => {
  const {human, clones, remote} = await ready()
  const [clone = ''] = clones
  await doAs(clone, 's1', ['reassign', '2', '--goal', 'Find 5 prospects daily', '--reason', 'Less'])
  await doAs(clone, 's1', ['confirm'])
  await doAs(clone, 's1', ['broadcast'])
  await doAs(clone, 's1', ['ack'])
  const before = await tipsOf(remote)
  const {exitCode, error} = await approveBy(human)
  assert.deepEqual([exitCode, error.code, error.hint], [3, 'NOT_READY', 'regmd ack'])
  assert.deepEqual(error.details.missing, ['session 2 has not acknowledged'])
  assert.equal(await tipsOf(remote), before)
})

test('`approve` waits for `sync` where the base branch changed the registry itself', async () => {
  const {human, clones} = await ready()
  const [clone = ''] = clones
  const text = await readFile(join(clone, registryPath), 'utf8')
  await commitFiles(clone, {[registryPath]: text.replace('# Registry', '# Our registry')})
  await git(clone, 'push', '--quiet', 'origin', 'main')
  const {exitCode, error} = await approveBy(human)
  assert.deepEqual([exitCode, error.code, error.hint], [3, 'NOT_READY', 'regmd sync'])
  await doAs(clone, 's1', ['sync'])
  assert.equal((await approveBy(human)).exitCode, 0)
  assert.match(await textAt(await fetched(clone), 'origin/main'), /^# Our registry$/mu)
  assert.deepEqual(await approvalIn(clone), approved)
  assert.deepEqual(await breachesOf(clone), [])
})

async function fetched(clone: string): Promise<string> {
  await git(clone, 'fetch', '--quiet')
  return clone
}

test('`approve` merges nothing but the registry', async () => {
  const {remote, human, clones} = await ready()
  const [clone = ''] = clones
  await git(clone, 'fetch', '--quiet')
  await git(clone, 'switch', '--quiet', '-c', 'registry', 'origin/registry')
  await commitFiles(clone, {'src/evil.js': 'alert(1)\n'})
  await git(clone, 'push', '--quiet', 'origin', 'registry')
  const before = await tipsOf(remote)
  const {exitCode, error} = await approveBy(human)
  assert.deepEqual([exitCode, error.code], [3, 'NOT_READY'])
  assert.match(error.message, /`src\/evil\.js`/u)
  assert.equal(await tipsOf(remote), before)
})

test('`approve` signs its merge where commits are signed', async () => {
  const {remote, human, clones} = await ready()
  const key = join(await makeFolder('key-'), 'key')
  await execute(human, ['ssh-keygen', '-q', '-t', 'ed25519', '-N', '', '-f', key])
  await git(human, 'config', 'gpg.format', 'ssh')
  await git(human, 'config', 'user.signingkey', key)
  await git(human, 'config', 'commit.gpgsign', 'true')
  const due = await parents(clones[0] ?? '')
  const {exitCode, data} = await approveBy(human)
  assert.equal(exitCode, 0)
  assert.equal(await git(remote, 'log', '-1', '--format=%P %cn', 'main'), due)
  assert.match(await git(remote, 'cat-file', '-p', data.commit), /^gpgsig /mu)
  assert.deepEqual(await approvalIn(human), approved)
})

/** Lets a remote run shell commands before a push lands. */
async function addHook(remote: string, ...lines: readonly string[]): Promise<void> {
  const file = join(remote, 'hooks/pre-receive')
  await writeFiles(remote, {'hooks/pre-receive': ['#!/bin/sh', ...lines, ''].join('\n')})
  await chmod(file, 0o755)
}

test('a protected base branch refuses an approval, and nothing is changed', async () => {
  const {remote, human, clones} = await ready()
  await addHook(remote, 'grep -q refs/heads/main && echo protected >&2 && exit 1', 'exit 0')
  const before = await tipsOf(remote)
  const {exitCode, error} = await approveBy(human)
  assert.deepEqual([exitCode, error.code], [8, 'REMOTE_REFUSED'])
  assert.equal(await tipsOf(remote), before)
  assert.equal((await approvalIn(clones[0] ?? '')).stage, 'acknowledged')
})

test('two people who approve at once both succeed, by one merge', async () => {
  const {remote, human, clones} = await ready()
  const base = await idOf(remote, 'main')
  const outcomes = await Promise.all([human, clones[1] ?? ''].map(async (cwd) => approveBy(cwd)))
  assert.deepEqual(
    outcomes.map(({exitCode, error}) => [exitCode, error?.message]),
    [
      [0, undefined],
      [0, undefined]
    ]
  )
  const count = await git(remote, 'rev-list', '--count', '--first-parent', `${base}..main`)
  assert.equal(Number(count), 1)
  assert.deepEqual(await approvalIn(clones[0] ?? ''), approved)
})

test('a change that lands meanwhile is not approved', async () => {
  const {remote, human, clones} = await ready()
  const [clone = ''] = clones
  const read = await idOf(remote, 'registry')
  const {commit} = await doAs(clone, 's2', ['release', '2', '--reason', 'Out of work'])
  await git(clone, 'fetch', '--quiet')
  await git(clone, 'push', '--quiet', 'origin', `${commit}:refs/heads/late`)
  await git(clone, 'push', '--quiet', '--force', 'origin', `${read}:registry`)
  await addHook(
    remote,
    `grep -q refs/heads/main && env -u GIT_QUARANTINE_PATH git update-ref refs/heads/registry ${commit}`,
    'exit 0'
  )
  const {exitCode, data} = await approveBy(human)
  assert.equal(exitCode, 0)
  assert.equal(await idOf(remote, 'registry'), commit, 'the change landed')
  assert.equal(await idOf(remote, `${data.commit}^2`), read)
  assert.equal(await idOf(remote, 'main'), data.commit)
  const {approved: numbers, missing} = await approvalIn(clone)
  assert.deepEqual([numbers, missing], [[1], ['main has 2 otherwise than the registry']])
})

import assert from 'node:assert/strict'
import {readFile} from 'node:fs/promises'
import {join} from 'node:path'
import {test} from 'node:test'
import {
  commitFiles,
  git,
  makeClone,
  makeRepository,
  regmdJson,
  registryPath
} from '../helpers/cli.ts'
import {
  type Team,
  actsOf,
  approve,
  breachesOf,
  idOf,
  makeTeam,
  textAt,
  ways
} from '../helpers/history.ts'
import {
  askAs,
  checkCommit,
  checkVerified,
  doAs,
  makeAgreed,
  ownStateOf,
  processAs,
  protocolText,
  registryAt,
  runAs
} from '../helpers/protocol.ts'

const frontMatter = 'registry:\n  branch: registry'

/** A team of four seats, of which the first is claimed. */
async function makeStarted(): Promise<Team & {readonly clone: string}> {
  const team = await makeTeam(protocolText({sessions: 4, frontMatter}))
  const [clone = ''] = team.clones
  await doAs(clone, 's1', ['claim', '1'])
  return {...team, clone}
}

/** Commits to the base branch what people do there: changes of the document, and other files. */
async function commitToBase(
  human: string,
  edit: (text: string) => string,
  files: Readonly<Record<string, string>> = {}
): Promise<string> {
  const text = await readFile(join(human, registryPath), 'utf8')
  const edited = edit(text)
  assert.notEqual(edited, text, 'something is edited')
  await commitFiles(human, {[registryPath]: edited, ...files})
  await git(human, 'push', '--quiet', 'origin', 'main')
  return idOf(human)
}

async function fetched(clone: string): Promise<string> {
  await git(clone, 'fetch', '--quiet')
  return clone
}

/** Files of a commit other than the registry, with their contents' ids. */
async function othersIn(clone: string, commit: string): Promise<string> {
  const list = await git(clone, 'ls-tree', '-r', commit)
  return list
    .split('\n')
    .filter((line) => !line.endsWith(`\t${registryPath}`))
    .join('\n')
}

const rewordGoal = (text: string) =>
  text.replace('Find 30 prospects daily', 'Find 31 prospects daily')

const edits = {
  prose: (text: string) => text.replace('# Registry\n', '# Registry\n\nAsk Ada first.\n'),
  'a pending block': rewordGoal,
  'a comment in the front matter': (text: string) =>
    text.replace('registry:\n', 'registry: # ours\n'),
  'all of it': (text: string) =>
    rewordGoal(text)
      .replace('# Registry\n', '# Registry\n\nAsk Ada first.\n')
      .replace('registry:\n', 'registry: # ours\n')
} as const

for (const [what, edit] of Object.entries(edits)) {
  test(`${what} comes in from the base branch, beside the claims`, async () => {
    const {clone, human, remote} = await makeStarted()
    const tip = await idOf(remote, 'registry')
    const base = await commitToBase(human, edit, {'src/new.js': 'x\n', 'docs/new.md': 'y\n'})
    const before = await ownStateOf(clone)

    const {commit, merged, changed, branch} = await doAs(clone, 's1', ['sync'])
    assert.deepEqual([merged, changed, branch], [base, true, 'registry'])
    assert.deepEqual(await ownStateOf(clone), before)
    await fetched(clone)
    assert.equal(await idOf(clone, 'origin/registry'), commit)
    assert.equal(await git(clone, 'log', '-1', '--format=%P', commit), `${tip} ${base}\n`)
    assert.equal(await othersIn(clone, commit), await othersIn(clone, base), 'its files are there')

    const text = await textAt(clone, commit)
    assert.equal(edit(await textAt(clone, tip)), text, 'its edit came in, and nothing else changed')
    const {blocks} = await registryAt(clone, commit)
    assert.equal(blocks[0]?.claim.session, 's1')
    await checkCommit(clone, commit, 'origin/main')
    await checkVerified(clone)

    await git(human, 'fetch', '--quiet')
    await ways.merge(human)
    assert.equal(await textAt(human, 'HEAD'), text, 'a pull request merges clean')
    await checkCommit(human, 'HEAD', 'HEAD^1')
  })
}

test('nothing to do is done, without a commit', async () => {
  const {clone, human, remote} = await makeStarted()
  const tip = await idOf(remote, 'registry')
  const none = await askAs(clone, 's1', ['sync'])
  assert.deepEqual(
    [none.exitCode, none.data.changed, none.data.commit, none.data.merged],
    [0, false, null, null]
  )
  assert.equal(await idOf(remote, 'registry'), tip)

  // Whoever does it: no session has to be named.
  await commitToBase(human, edits.prose)
  assert.equal((await regmdJson(clone, ['sync'])).data.changed, true)
  const synced = await idOf(remote, 'registry')
  assert.equal((await regmdJson(human, ['sync'])).data.changed, false)
  assert.equal(await idOf(remote, 'registry'), synced)
})

test('where the base branch only has other files, they come in alone', async () => {
  const {clone, human, remote} = await makeStarted()
  const text = await textAt(remote, 'registry')
  await commitFiles(human, {'src/new.js': 'x\n'})
  await git(human, 'push', '--quiet', 'origin', 'main')
  await doAs(clone, 's1', ['sync'])
  assert.equal(await textAt(remote, 'registry'), text)
  assert.equal(await textAt(remote, 'registry', 'src/new.js'), 'x\n')
  assert.deepEqual(await breachesOf(await fetched(clone)), [])
})

test('what only a person can settle is refused, and nothing is written', async () => {
  const {clone, human, remote} = await makeStarted()
  await doAs(clone, 's3', ['claim', '3', '--goal', 'Find 35 prospects daily'])
  await commitToBase(human, rewordGoal)
  const tip = await idOf(remote, 'registry')
  const {exitCode, error} = await askAs(clone, 's1', ['sync'])
  assert.deepEqual([exitCode, error.code], [6, 'REGISTRY_INVALID'])
  assert.match(error.message, /nothing was written/u)
  assert.equal(error.details.conflicts.length, 1)
  assert.match(error.hint, /git switch registry && git merge/u)
  assert.equal(await idOf(remote, 'registry'), tip)

  // Claims go on meanwhile.
  await doAs(clone, 's2', ['claim', '2'])
  assert.deepEqual(await breachesOf(await fetched(clone)), [])
})

test('a branch that carries other files is left to people', async () => {
  const {clone, human, remote} = await makeStarted()
  await fetched(clone)
  await git(clone, 'switch', '--quiet', '-c', 'registry', 'origin/registry')
  await commitFiles(clone, {'src/evil.js': 'alert(1)\n'})
  await git(clone, 'push', '--quiet', 'origin', 'registry')
  await commitToBase(human, edits.prose)
  const tip = await idOf(remote, 'registry')
  const {exitCode, error} = await askAs(human, 's1', ['sync'])
  assert.deepEqual([exitCode, error.code], [3, 'NOT_READY'])
  assert.match(error.message, /`src\/evil\.js`/u)
  assert.equal(await idOf(remote, 'registry'), tip)
})

test('boxes and counters that people set are made true', async () => {
  const {clone, remote} = await makeStarted()
  await fetched(clone)
  await git(clone, 'switch', '--quiet', '-c', 'registry', 'origin/registry')
  const text = await readFile(join(clone, registryPath), 'utf8')
  const lie = text
    .replace('- [ ] Human approves', '- [x] Human approves')
    .replace('1/4 sessions', '4/4 sessions')
  assert.notEqual(lie, text)
  await commitFiles(clone, {[registryPath]: lie})
  await git(clone, 'push', '--quiet', 'origin', 'registry')
  const {data} = await regmdJson(clone, ['check', '--ref', 'HEAD'])
  assert.deepEqual(
    data.problems.map(({code}: {readonly code: string}) => code),
    ['DERIVED_STALE', 'DERIVED_STALE']
  )
  const done = await doAs(clone, 's1', ['sync'])
  assert.deepEqual([done.changed, done.merged], [true, null])
  assert.equal(await textAt(remote, 'registry'), text)
})

test('it notes an approval that git knows of, and repeats nothing', async () => {
  const team = await makeAgreed()
  const {human, remote} = team
  const [clone = ''] = team.clones
  const main = await approve(human, 'squashOwnWords')
  const time = (await git(human, 'log', '-1', '--format=%ct', main)).trim()
  const {commit} = await doAs(clone, 's2', ['sync'])
  const {records, text} = await registryAt(remote, 'registry')
  const approved = records.find(({kind}) => kind === 'approved')
  assert.equal(Date.parse(approved?.time ?? ''), Number(time) * 1000)
  assert.ok(text.includes('- [x] Human approves'), 'the box is ticked')
  await checkCommit(await fetched(clone), commit, 'origin/main')
  assert.equal((await doAs(clone, 's2', ['sync'])).changed, false)
  const {stage} = await doAs(clone, 's2', ['status'])
  assert.equal(stage, 'approved')
  assert.deepEqual(await breachesOf(clone), [])
})

test('a change of a confirmed block on the base branch takes the confirmation back', async () => {
  const team = await makeAgreed()
  const {human, remote} = team
  const [clone = ''] = team.clones
  await approve(human, 'merge')
  await commitToBase(human, (text) =>
    text.replace('Find 20 prospects daily', 'Find 21 prospects daily')
  )
  const {stdout, exitCode} = await runAs(clone, 's1', ['sync'])
  assert.equal(exitCode, 0)
  const {records, text} = await registryAt(remote, 'registry')
  assert.ok(text.includes('Find 21 prospects daily'), 'the base branch is followed')
  assert.deepEqual(records, [])
  assert.match(stdout, /what was confirmed and broadcast is so no longer/u)
})

test('synchronisations and claims at once all land', async () => {
  const {clones, clone, human, remote} = await makeStarted()
  const base = await commitToBase(human, edits.prose, {'src/new.js': 'x\n'})
  const other = clones[1] ?? ''
  const outcomes = await Promise.all([
    processAs(clone, 's1', ['sync']),
    processAs(other, 's2', ['claim', '2']),
    processAs(human, 's3', ['claim', '3']),
    processAs(other, 's4', ['sync'])
  ])
  assert.deepEqual(
    outcomes.map(({exitCode}) => exitCode),
    [0, 0, 0, 0]
  )
  const {blocks, text} = await registryAt(remote, 'registry')
  assert.deepEqual(
    blocks.map(({claim}) => claim.session),
    ['s1', 's2', 's3', undefined]
  )
  assert.ok(text.includes('Ask Ada first.'), 'the base branch came in')
  await fetched(clone)
  const merges = await git(clone, 'rev-list', '--merges', 'origin/main..origin/registry')
  assert.equal(merges.trim().split('\n').length, 1, 'once')
  await git(clone, 'merge-base', '--is-ancestor', base, 'origin/registry')
  await checkCommit(clone, 'origin/registry', 'origin/main')
  await checkVerified(clone)
})

for (const where of ['without a remote', 'on a remote'] as const) {
  test(`in one branch ${where} it makes the derived lines true`, async () => {
    const isRemote = where === 'on a remote'
    const matter = isRemote ? {frontMatter: 'registry:\n  branch: main'} : {}
    const files = {[registryPath]: protocolText(matter)}
    const folder = isRemote ? (await makeClone(files)).clone : await makeRepository(files)
    await doAs(folder, 's1', ['claim', '1'])
    if (isRemote) await git(folder, 'pull', '--quiet')
    const text = await readFile(join(folder, registryPath), 'utf8')
    await commitFiles(folder, {[registryPath]: text.replace('1/2 sessions', '2/2 sessions')})
    if (isRemote) await git(folder, 'push', '--quiet')
    const done = await doAs(folder, 's1', ['sync'])
    assert.deepEqual([done.changed, done.branch, done.merged], [true, 'main', null])
    const main = isRemote ? 'origin/main' : 'main'
    if (isRemote) await fetched(folder)
    assert.equal(await textAt(folder, main), text)
    assert.equal((await doAs(folder, 's1', ['sync'])).changed, false)
    assert.deepEqual(await breachesOf(folder), [])
    assert.ok(
      (await actsOf(folder)).some((act) => act.startsWith('sync')),
      'history tells it'
    )
  })
}

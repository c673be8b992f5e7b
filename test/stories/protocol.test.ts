import assert from 'node:assert/strict'
import {test} from 'node:test'
import {addClone, git, regmdJson, registryPath, writeFiles} from '../helpers/cli.ts'
import {amount} from '../helpers/fire.ts'
import {
  type Team,
  approve,
  copyTeam,
  idOf,
  makeTeam,
  textAt,
  type ways
} from '../helpers/history.ts'
import {
  approvedIn,
  askAs,
  checkCommits,
  checkVerified,
  doAs,
  ownStateOf,
  processAs,
  readOwnRegistry,
  registryAt,
  runAs,
  sessionsIn,
  stagesOf
} from '../helpers/protocol.ts'
import {progressOf} from '../../src/core/protocol/progress.ts'

const numbers = Array.from({length: 12}, (_, index) => index + 1)

/** A team whose sessions have a clone each. */
interface Play {
  readonly team: Team
  /** Runs regmd as the session of a number; throws where it is refused. */
  readonly as: (number: number, ...args: readonly string[]) => ReturnType<typeof doAs>
  /** Runs regmd as the session of a number, and returns the refusal. */
  readonly refused: (
    number: number,
    ...args: readonly string[]
  ) => Promise<
    {readonly exitCode: number; readonly code: string} & Awaited<ReturnType<typeof askAs>>['error']
  >
  /** Runs regmd as several sessions at once, in processes of their own. */
  readonly race: (
    racers: readonly (readonly [number: number, session: string])[],
    ...args: readonly string[]
  ) => ReturnType<typeof raceIn>
  readonly sessions: Map<number, string>
}

async function raceIn(
  racers: readonly (readonly [folder: string, session: string])[],
  args: readonly string[]
) {
  return Promise.all(racers.map(async ([folder, session]) => processAs(folder, session, args)))
}

function playOf(team: Team, sessions: Map<number, string>): Play {
  const folderOf = (number: number) => team.clones[(number - 1) % team.clones.length] ?? team.human
  const sessionOf = (number: number) => sessions.get(number) ?? ''
  return {
    team,
    sessions,
    as: async (number, ...args) => doAs(folderOf(number), sessionOf(number), args),
    async refused(number, ...args) {
      const {ok, exitCode, error} = await askAs(folderOf(number), sessionOf(number), args)
      assert.equal(ok, false, `${args.join(' ')} is refused`)
      return {exitCode, ...error}
    },
    race: async (racers, ...args) =>
      raceIn(
        racers.map(([number, session]) => [folderOf(number), session]),
        args
      )
  }
}

/** What they approve, and how that is told, `approval.test.ts` looks at each time. */
const otherWays = amount<readonly ('squash' | 'rebase')[]>({short: [], long: ['squash', 'rebase']})

test('from twelve claims to activation', {concurrency: 2}, async (t) => {
  const text = await readOwnRegistry()
  const team = await makeTeam(
    text,
    numbers.map((number) => `Agent ${number}`)
  )
  const play = playOf(team, new Map(sessionsIn(text)))
  const folders = [...team.clones, team.human]
  await makeUntidy(team.clones[0] ?? '')
  const before = await Promise.all(folders.map(ownStateOf))

  const expected = [
    ...(await claimAll(play)),
    ...(await loseRace(play)),
    ...(await consent(play)),
    ...(await quarrel(play)),
    ...(await agree(play))
  ]
  assert.deepEqual(
    await Promise.all(folders.map(ownStateOf)),
    before,
    'what is theirs is as it was'
  )

  const clone = await addClone(team.remote, 'Judge')
  const range = ['origin/main..origin/registry']
  assert.deepEqual(sortRaces(await stagesOf(clone, range)), sortRaces(expected))
  assert.equal((await git(clone, 'rev-list', '--merges', ...range)).trim(), '')
  await checkCommits(clone, range, 'origin/main')
  await checkVerified(clone)

  const others = await Promise.all(
    otherWays.map(async (way) => [way, playOf(await copyTeam(team), play.sessions)] as const)
  )
  await Promise.all([
    t.test('a merge commit is the approval', async () => approveAndGoOn(play, 'merge')),
    ...others.map(async ([way, copy]) =>
      t.test(`a ${way} merge is the approval`, async () => approveAndGoOn(copy, way))
    )
  ])
})

type Expected = readonly (readonly [deed: string, stage: string])[]

/** All at once. */
async function claimAll({team, race, sessions}: Play): Promise<Expected> {
  const outcomes = await race([...sessions], 'claim')
  assert.deepEqual(
    outcomes.map(({exitCode, data}) => [exitCode, data.number]),
    numbers.map((number) => [0, number])
  )
  await git(team.human, 'fetch', '--quiet')
  const count = await git(team.human, 'rev-list', '--count', 'main..origin/registry')
  assert.equal(Number(count), 12, 'one commit each')
  return numbers.map((number) => [`claim ${number}`, number < 12 ? 'registering' : 'registered'])
}

/** One number is given back, two sessions want it, and one of them is told who has it. */
async function loseRace({as, refused, race, sessions}: Play): Promise<Expected> {
  await as(9, 'release', '9', '--reason', 'Another runtime takes over')
  const early = await refused(1, 'confirm')
  assert.deepEqual([early.exitCode, early.code], [3, 'NOT_READY'])
  assert.deepEqual(early.details.missing, ['session 9 is not registered'])

  const wanting = ['first-runner', 'second-runner'] as const
  const outcomes = await race(
    [
      [9, wanting[0]],
      [10, wanting[1]]
    ],
    'claim',
    '9'
  )
  assert.deepEqual(
    outcomes.map(({exitCode}) => exitCode).toSorted((a, b) => a - b),
    [0, 3]
  )
  const winner = outcomes.findIndex(({ok}) => ok)
  const {error} = outcomes[1 - winner] ?? assert.fail()
  assert.equal(error.code, 'NUMBER_TAKEN')
  assert.equal(error.details.holder, wanting[winner])
  assert.equal(error.details.commit, outcomes[winner]?.data.commit)
  assert.match(error.message, new RegExp(wanting[winner] ?? '', 'u'))
  sessions.set(9, wanting[winner] ?? '')
  return [
    ['release 9', 'registering'],
    ['claim 9', 'registered']
  ]
}

/** Each step at its turn, by whoever may. */
async function consent({as, refused, race, sessions}: Play): Promise<Expected> {
  const soon = [await refused(1, 'broadcast'), await refused(2, 'ack')]
  assert.deepEqual(
    soon.map(({exitCode, code, hint}) => [exitCode, code, hint]),
    soon.map(() => [3, 'NOT_READY', 'regmd confirm'])
  )
  const {code} = await refused(2, 'confirm')
  assert.equal(code, 'NOT_ORCHESTRATOR')
  await as(1, 'confirm')
  assert.equal((await refused(2, 'ack')).hint, 'regmd broadcast')
  await as(1, 'broadcast')

  const some = [2, 3, 4, 8]
  const racers = some.map((number) => [number, sessions.get(number) ?? ''] as const)
  const outcomes = await race(racers, 'ack')
  assert.deepEqual(
    outcomes.map(({exitCode, data}) => [exitCode, data?.number]),
    some.map((number) => [0, number])
  )
  return [
    ['confirm 1', 'confirmed'],
    ['broadcast 1', 'broadcast'],
    ...some.map((number) => [`ack ${number}`, 'broadcast'] as const)
  ]
}

const overlapping = [
  ['--responsibility', 'Personalize emails for prospects 18-36'],
  ['--responsibility', 'Send morning batch 10-11 AM']
].flat()

const settled = [
  ['--responsibility', 'Personalize emails for prospects 18-33'],
  ['--responsibility', 'Send morning batch 10-11 AM'],
  ['--goal', 'Send 16 perfectly personalized emails daily, 95%+ delivery rate'],
  ['--reason', 'Prospects 34-36 belong to the afternoon']
].flat()

/** While one session is away, another claims a part of its batch; the orchestrator mediates. */
async function quarrel(play: Play): Promise<Expected> {
  const {team, as, refused, sessions} = play
  const away = ['release', '6', '--reason', 'Moving to another machine']
  const {stdout} = await runAs(team.clones[5] ?? '', sessions.get(6) ?? '', away)
  assert.match(stdout, /what was confirmed and broadcast is so no longer/u)
  await assertFallen(team)

  await as(5, 'release', '5', '--reason', 'More prospects')
  const {warnings} = await as(5, 'claim', '5', ...overlapping)
  const isWarned = warnings.some((warning: string) => warning.includes('34-36'))
  assert.ok(isWarned, 'what overlaps with a block that nobody holds is told')
  const {exitCode, message} = await refused(6, 'claim', '6')
  assert.equal(exitCode, 6)
  assert.match(message, /session 5 has 34-36 of `prospects 18-36` too/u)
  assert.equal((await refused(1, 'confirm')).code, 'NOT_READY')
  assert.equal((await refused(4, 'reassign', '5', ...settled)).code, 'NOT_ORCHESTRATOR')

  const done = await as(1, 'reassign', '5', ...settled)
  assert.deepEqual([done.changed, done.session], [true, sessions.get(5)])
  await as(6, 'claim', '6')
  const told = await regmdJson(team.human, ['history', '5'])
  const {action, message: why} = told.data.entries.at(-1)
  assert.deepEqual([action, /afternoon/u.test(why)], ['reassign', true])
  return [
    ['release 6', 'registering'],
    ['release 5', 'registering'],
    ['claim 5', 'registering'],
    ['reassign 5', 'registering'],
    ['claim 6', 'registered']
  ]
}

/** What was confirmed and broadcast is not in the document any more, and no box says so. */
async function assertFallen(team: Team): Promise<void> {
  const {clones} = team
  await git(clones[0] ?? '', 'fetch', '--quiet')
  const text = await textAt(clones[0] ?? '', 'origin/registry')
  assert.equal(/^\*\*(?:Confirmed|Broadcast|Approved|Activated)\*\*: \d/mu.exec(text), null)
  assert.ok(text.includes('- [ ] Orchestrator confirms no conflicts'), 'the box is open again')
  const {data} = await regmdJson(clones[3] ?? '', ['status'])
  assert.deepEqual(data.steps, {confirmed: null, broadcast: null, approved: null, activated: null})
}

/** All of it once more, and once more, until all have acknowledged the same. */
async function agree(play: Play): Promise<Expected> {
  const {team, as, race, sessions} = play
  await as(1, 'confirm')
  await as(1, 'broadcast')
  const person = await askAs(team.human, '', ['approve'], {isInteractive: true})
  assert.equal(person.error.code, 'NOT_READY')
  assert.deepEqual(
    person.error.details.missing,
    numbers.map((number) => `session ${number} has not acknowledged`)
  )

  await as(2, 'ack')
  const goal = 'Process all standard replies within 3 hours'
  const changed = await as(1, 'reassign', '8', '--goal', goal, '--reason', 'Two hours are too few')
  assert.deepEqual(changed.fallen, ['confirmed', 'broadcast'])
  await assertFallen(team)
  await as(1, 'confirm')
  await as(1, 'broadcast')
  const outcomes = await race([...sessions], 'ack')
  assert.deepEqual(
    outcomes.map(({exitCode, data}) => [exitCode, data?.changed]),
    numbers.map(() => [0, true])
  )
  return [
    ['confirm 1', 'confirmed'],
    ['broadcast 1', 'broadcast'],
    ['ack 2', 'broadcast'],
    ['reassign 8', 'registered'],
    ['confirm 1', 'confirmed'],
    ['broadcast 1', 'broadcast'],
    ...numbers.map(
      (number) => [`ack ${number}`, number < 12 ? 'broadcast' : 'acknowledged'] as const
    )
  ]
}

/** Deeds that raced, in the order of their numbers: which came first is chance. */
function sortRaces(told: Expected): Expected {
  const runs: (readonly [string, string])[][] = []
  for (const one of told) {
    const run = runs.at(-1)
    const last = run?.at(-1)
    if (run && last && last[0].split(' ')[0] === one[0].split(' ')[0]) run.push(one)
    else runs.push([one])
  }

  return runs.flatMap((run) => {
    const deeds = run
      .map(([deed]) => deed)
      .toSorted((a, b) => a.localeCompare(b, 'en', {numeric: true}))
    return run.map(([, stage], index) => [deeds[index] ?? '', stage] as const)
  })
}

/** A person takes the registry over; then it is activated, and claims go on. */
async function approveAndGoOn(play: Play, way: keyof typeof ways): Promise<void> {
  const {team, as} = play
  const judge = await addClone(team.remote, 'Judge')
  const folders = [...team.clones]
  const before = await Promise.all(folders.map(ownStateOf))
  const old = await idOf(judge, 'origin/main')
  const main = await approve(team.human, way)
  await git(judge, 'fetch', '--quiet')
  await checkCommits(judge, [`${old}..${main}`])

  const approved = await as(3, 'status')
  assert.deepEqual([approved.stage, approved.approved], ['approved', numbers])
  assert.match(approved.next, /activate --start/u)
  assert.equal(approved.consensus.reached, true)
  assert.deepEqual(await approvedIn(judge), numbers, 'history tells it')
  const tip = await idOf(judge, 'origin/registry')

  if (way !== 'merge') await syncAfter(play, judge, main)
  await activateIn(play, judge, {main, tip, way})
  await goOn(play, judge)

  await checkCommits(judge, [`${tip}..origin/registry`, `^${main}`], main)
  // What a clone remembers of the branches differs with what was run in it.
  const clones = team.clones.slice(0, amount({short: 2, long: team.clones.length}))
  await checkVerified(await addClone(team.remote, 'Fresh'), judge, team.human, ...clones)
  assert.deepEqual(await Promise.all(folders.map(ownStateOf)), before)
}

/** The registry branch takes in what a squash or a rebase made anew, and notes the approval. */
async function syncAfter({as}: Play, judge: string, main: string): Promise<void> {
  const {merged, commit, changed} = await as(1, 'sync')
  assert.deepEqual([merged, changed], [main, true])
  await git(judge, 'fetch', '--quiet')
  const registry = await registryAt(judge, commit)
  assert.equal(progressOf(registry).stage, 'approved')
  assert.ok(registry.text.includes('- [x] Human approves final registry'), 'the box is ticked')
  assert.equal((await as(1, 'sync')).changed, false)
}

interface Taken {
  readonly main: string
  /** Of the registry branch before. */
  readonly tip: string
  readonly way: keyof typeof ways
}

async function activateIn({as, refused}: Play, judge: string, {main, tip, way}: Taken) {
  const start = ['activate', '--start', '2026-11-23', '--time-zone', 'UTC']
  assert.equal((await refused(2, ...start)).code, 'NOT_ORCHESTRATOR')
  const {commit} = await as(1, ...start)
  await git(judge, 'fetch', '--quiet')
  const text = await textAt(judge, commit)
  for (const part of ['\n**Status**: ACTIVATED\n', '```mermaid\ngantt']) {
    assert.ok(text.includes(part), part)
  }
  const parent = await idOf(judge, `${commit}^1`)
  if (way === 'merge') assert.equal(parent, main, 'it starts from what the person merged')
  else assert.equal(await idOf(judge, `${parent}^1`), tip, 'it starts from what sync made')
  const {stage, approved, next} = await as(2, 'status')
  assert.deepEqual([stage, approved, next], ['activated', numbers, null])
}

/** A late change: it lands on the registry branch, and takes the approval of its block with it. */
async function goOn({as}: Play, judge: string): Promise<void> {
  const activated = await idOf(judge, 'origin/registry')
  const released = await as(12, 'release', '12', '--reason', 'Out of work')
  assert.deepEqual(released.fallen, ['confirmed', 'broadcast', 'approved', 'activated'])
  const claimed = await as(12, 'claim', '12')
  await git(judge, 'fetch', '--quiet')
  assert.equal(await idOf(judge, `${released.commit}^1`), activated)
  assert.equal(await idOf(judge, `${claimed.commit}^1`), released.commit)
  await git(judge, 'merge-base', '--is-ancestor', 'origin/main', 'origin/registry')
  const {stage, approved} = await as(4, 'status')
  assert.deepEqual([stage, approved], ['registered', numbers.slice(0, 11)])
}

/** What is the user's own: a change, one in the index, one in the stash. */
async function makeUntidy(folder: string): Promise<void> {
  await writeFiles(folder, {'stashed.txt': 'stashed'})
  await git(folder, 'add', '--all')
  await git(folder, 'stash', '--quiet')
  await writeFiles(folder, {'staged.txt': 'staged'})
  await git(folder, 'add', '--all')
  await writeFiles(folder, {'loose.txt': 'loose', [registryPath]: '# Mine\n'})
}

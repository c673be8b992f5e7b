import assert from 'node:assert/strict'
import {before, describe, test} from 'node:test'
import fc from 'fast-check'
import {addClone, commitFiles, git, regmdJson, registryPath, registryText} from '../helpers/cli.ts'
import {amount, runs, seed} from '../helpers/fire.ts'
import {type Team, actIn, approve, copyTeam, idOf, makeTeam, textAt} from '../helpers/history.ts'
import {
  type Line,
  brief,
  eventsIn,
  startWatch,
  stop,
  tellSince,
  until,
  watching
} from '../helpers/watch.ts'

/** The second approval is a merge in any case. */
const ways = amount<readonly ('merge' | 'squash' | 'rebase' | 'squashOwnWords')[]>({
  short: ['rebase', 'squashOwnWords'],
  long: ['merge', 'squash', 'rebase', 'squashOwnWords']
})

const ids = (lines: readonly Line[]) => lines.map(({id}) => id)

async function rootOf(cwd: string): Promise<string> {
  return (await git(cwd, 'rev-list', '--max-parents=0', 'origin/main')).trim()
}

/** Each cursor of a history leads to exactly what follows it. */
async function checkCursors(cwd: string, since: string): Promise<readonly Line[]> {
  const all = eventsIn(await tellSince(cwd, since))
  assert.equal(new Set(ids(all)).size, all.length, 'ids are unique')
  for (const [index, {cursor}] of all.entries()) {
    const [start, ...rest] = await tellSince(cwd, cursor)
    assert.equal(start?.cursor, cursor)
    assert.deepEqual(ids(eventsIn(rest)), ids(all.slice(index + 1)), `after ${cursor}`)
  }

  return all
}

/** What a commit builds on is told before it. */
async function checkOrder(cwd: string, events: readonly Line[]): Promise<void> {
  const listed = await git(cwd, 'rev-list', '--parents', '--topo-order', '--reverse', '--all')
  const ancestors = new Map<string, Set<string>>()
  for (const [commit = '', ...parents] of listed.split('\n').map((line) => line.split(' '))) {
    const own = parents.flatMap((parent) => [parent, ...(ancestors.get(parent) ?? [])])
    ancestors.set(commit, new Set(own))
  }

  for (const [index, {commit}] of events.entries()) {
    for (const later of events.slice(index + 1)) {
      assert.ok(!ancestors.get(commit)?.has(later.commit), `${later.commit} before ${commit}`)
    }
  }
}

describe('watching again', {concurrency: 2}, async () => {
  let team: Team

  before(async () => {
    team = await makeTeam(registryText({sessions: 6}), ['Ada', 'Grace'])
    await team.act('s1', 'claim', '1')
    await team.act('s2', 'claim', '2')
  })

  for (const way of ways) {
    test(`at each cursor of a history with an approval by ${way}`, async () => {
      const {human, act} = await copyTeam(team)
      await commitFiles(human, {'README.md': 'Words\n'})
      await git(human, 'push', '--quiet', 'origin', 'main')
      await approve(human, way)
      await act('s3', 'claim', '3')
      await commitFiles(human, {'README.md': 'More words\n'})
      await git(human, 'push', '--quiet', 'origin', 'main')
      await act('s2', 'release', '2', '--reason', 'done')
      await approve(human, 'merge')
      await act('s4', 'claim', '2')
      await git(human, 'fetch', '--quiet')
      const events = await checkCursors(human, await rootOf(human))
      await checkOrder(human, events)
      assert.deepEqual(
        events.map(brief).filter((told) => /claim|release/u.test(told)),
        ['claim 1 s1', 'claim 2 s2', 'claim 3 s3', 'release 2 s2', 'claim 2 s4']
      )
      assert.ok(
        events.some(({action}) => action === 'approval'),
        'the approval is told'
      )
    })
  }

  test('where history tells a commit before one that it builds on', async () => {
    const {human, act} = await copyTeam(team)
    await approve(human, 'squash')
    const text = await textAt(human, 'main')
    await commitFiles(human, {[registryPath]: `${text}\nA word\n`}, 'Add a word')
    await git(human, 'push', '--quiet', 'origin', 'main')
    await act('s3', 'claim', '3')
    await approve(human, 'merge')
    const events = await checkCursors(human, await rootOf(human))
    await checkOrder(human, events)
  })

  test('in the middle of a commit of several events', async () => {
    const {human, remote, act} = await copyTeam(team)
    await act('s3', 'claim', '3')
    await git(human, 'fetch', '--quiet')
    await git(human, 'merge', '--quiet', '--ff-only', 'origin/main')
    const start = await idOf(human)
    await approve(human, 'squash')
    await git(human, 'push', '--quiet', 'origin', ':registry')
    // By way of a transport, which leaves behind what no ref holds.
    const fresh = await addClone(`file://${remote}`, 'Fresh')
    const events = await checkCursors(fresh, start)
    assert.deepEqual(events.map(brief), ['claim 1 s1', 'claim 2 s2', 'claim 3 s3'])
    assert.equal(new Set(events.map(({commit}) => commit)).size, 1)
    assert.match(events[0]!.cursor, /=1$/u)
  })

  test('by a ref, by a part of an id, and by a ref apart from the registry', async () => {
    const {human, act} = await copyTeam(team)
    await act('s3', 'claim', '3')
    await git(human, 'fetch', '--quiet')
    const told = async (since: string) => eventsIn(await tellSince(human, since)).map(brief)
    assert.deepEqual(await told('origin/registry~1'), ['claim 3 s3'])
    const id = await idOf(human, 'origin/registry~2')
    assert.deepEqual(await told(id.slice(0, 10)), ['claim 2 s2', 'claim 3 s3'])
    await git(human, 'checkout', '--quiet', '-b', 'own', 'origin/registry~1')
    await commitFiles(human, {'notes.md': 'Words\n'})
    assert.deepEqual(await told('own'), ['claim 3 s3'])
  })

  test('from a commit that is not there is refused', async () => {
    const {human} = await copyTeam(team)
    for (const since of ['0'.repeat(39) + '1', 'nowhere', `${'1'.repeat(40)}=3`, '-x', 'a:b']) {
      const {exitCode, error} = await regmdJson(human, ['watch', `--since=${since}`])
      assert.deepEqual([exitCode, error.code], [7, 'COMMIT_UNAVAILABLE'], since)
    }
  })
})

describe('each event once', {concurrency: 2}, async () => {
  test('in a race of claims, in the order of git', async () => {
    const {remote, clones, human} = await makeTeam(registryText({sessions: 12}), ['A', 'B', 'C'])
    const count = amount({short: 4, long: 8})
    const watchers = await Promise.all([watching(human), watching(clones[0]!)])
    await Promise.all(
      Array.from({length: count}, async (_, index) =>
        actIn(clones[index % 3]!, `s${index}`, ['claim', '--next', '--timeout', '110'])
      )
    )
    const commits = await git(remote, 'log', '--reverse', '--format=%H', 'main..registry')
    for (const watcher of watchers) {
      await until(() => watcher.events().length >= count, 'all claims')
      assert.deepEqual(
        watcher.events().map(({commit}) => commit),
        commits.trim().split('\n')
      )
      assert.equal(await stop(watcher, 'SIGINT'), 0)
      assert.equal(watcher.events().length, count)
    }
  })

  test('by watchers that are killed at any moment', async () => {
    const sessions = amount({short: 4, long: 10})
    const {clones, human} = await makeTeam(registryText({sessions}), ['A', 'B'])
    const first = await watching(human)
    await stop(first, 'SIGKILL')
    let cursor = (JSON.parse(first.stdout().split('\n')[0]!) as Line).cursor
    const claims = Promise.all(
      clones.map(async (clone, side) => {
        for (let turn = 0; turn < sessions / 2; turn++) {
          await actIn(clone, `s${side}-${turn}`, ['claim', '--next', '--timeout', '110'])
        }
      })
    )
    const told: Line[] = []
    let lives = 0
    for (; lives < 60 && told.length < sessions; lives++) {
      const watcher = startWatch(human, ['--json', '--since', cursor])
      await new Promise((resolve) => setTimeout(resolve, 300 + Math.random() * 900))
      await stop(watcher, 'SIGKILL')
      const events = watcher.events()
      told.push(...events)
      cursor = events.at(-1)?.cursor ?? cursor
    }

    await claims
    told.push(...eventsIn(await tellSince(human, cursor)))
    assert.ok(lives > 1, `${lives} lives`)
    await git(human, 'fetch', '--quiet')
    const commits = await git(human, 'log', '--reverse', '--format=%H', 'main..origin/registry')
    assert.deepEqual(
      told.map(({commit}) => commit),
      commits.trim().split('\n')
    )
  })

  test('property: of any history that is looked at now and then', async (t) => {
    t.diagnostic(`seed ${seed}`)
    const team = await makeTeam(registryText({sessions: 6}), ['Ada'])
    await fc.assert(
      fc.asyncProperty(plays, async (list) => {
        const {human, clones} = await copyTeam(team, ['Ada'])
        const ground = {human, clone: clones[0]!, turn: 0}
        const told: Line[] = []
        let cursor = await idOf(human)
        let open: string[] = []
        const must: string[] = []
        for (const {step, isLooked} of [...list, {step: 'claim' as const, isLooked: true}]) {
          open.push(...(await play(ground, step)))
          // What was not looked at before its branch was deleted may be gone.
          if (step === 'delete') open = []
          if (!isLooked) continue
          const events = eventsIn(await tellSince(human, cursor))
          told.push(...events)
          cursor = events.at(-1)?.cursor ?? cursor
          must.push(...open.splice(0))
        }

        const entries = told.filter(({action}) => action !== 'rewound')
        assert.equal(new Set(ids(entries)).size, entries.length, 'no event twice')
        assert.deepEqual(repeated(entries.filter(({action}) => action === 'claim').map(brief)), [])
        const acts = new Set(entries.flatMap((one) => [brief(one), one.commit]))
        for (const act of must) assert.ok(acts.has(act), `${act} is told`)
        assert.ok(!entries.some(({action}) => action === 'breach'), 'nothing is wrong')
      }),
      {seed, numRuns: runs({short: 1, long: 10})}
    )
  })
})

const kinds = ['claim', 'release', 'word', 'merge', 'squash', 'rebase', 'delete'] as const

const plays = fc.array(
  fc.record({
    step: fc.constantFrom<(typeof kinds)[number]>('claim', 'claim', ...kinds),
    isLooked: fc.boolean()
  }),
  {minLength: 6, maxLength: 10}
)

interface Ground {
  readonly human: string
  readonly clone: string
  turn: number
}

/** Does one thing if it can be done, and returns what must be told of it: in brief, or a commit. */
async function play(ground: Ground, step: (typeof kinds)[number]): Promise<readonly string[]> {
  const {human, clone} = ground
  ground.turn++
  if (step === 'claim' || step === 'release') {
    const {data} = await regmdJson(clone, ['status'])
    const sessions = data.sessions as readonly {number: number; session: string; status: string}[]
    const wanted = sessions.find(({status}) => (status === 'REGISTERED') === (step === 'release'))
    if (!wanted) return []
    const session = step === 'claim' ? `s${ground.turn}` : wanted.session
    const args = step === 'claim' ? [] : ['--reason', 'over']
    await actIn(clone, session, [step, String(wanted.number), ...args])
    return [`${step} ${wanted.number} ${session}`]
  }

  await git(human, 'fetch', '--quiet', '--prune')
  await git(human, 'merge', '--quiet', '--ff-only', 'origin/main')
  if (step === 'word') {
    const text = await textAt(human, 'main')
    await commitFiles(human, {[registryPath]: `${text}\nWord ${ground.turn}\n`}, 'Add a word')
    await git(human, 'push', '--quiet', 'origin', 'main')
    return [await idOf(human)]
  }

  if (!(await git(human, 'branch', '--remotes')).includes('origin/registry')) return []
  await approve(human, step === 'delete' ? 'squash' : step)
  // As a forge does once it has merged a pull request.
  if (step === 'delete') await git(human, 'push', '--quiet', 'origin', ':registry')
  return []
}

function repeated(texts: readonly string[]): readonly string[] {
  return texts.filter((text, index) => texts.indexOf(text) !== index)
}

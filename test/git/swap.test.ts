import assert from 'node:assert/strict'
import {type TestContext, test} from 'node:test'
import {type ErrorCode, RegmdError} from '../../src/core/error.ts'
import type {Limits} from '../../src/git/limits.ts'
import {localPort} from '../../src/git/local-port.ts'
import type {Answer} from '../../src/git/answer.ts'
import type {Port} from '../../src/git/port.ts'
import type {Snapshot} from '../../src/git/snapshot.ts'
import type {Git} from '../../src/git/run.ts'
import type {Decide} from '../../src/git/decision.ts'
import {swap} from '../../src/git/swap.ts'
import {type World, initRepository, makeWorld, tipOf} from '../helpers/repository.ts'

/** What one send does: the real one, or what the test makes of it. */
type Send = (real: () => Promise<Answer>) => Answer | Promise<Answer>

const person = 'Test Person <person@example.invalid> 1700000000 +0000'

const unknown: Answer = {kind: 'unknown', words: ['the connection is gone']}
const rejected: Answer = {kind: 'rejected', words: ['hook declined']}
const unsent: Answer = {kind: 'unsent', words: ['no route']}

const real: Send = async (send) => send()
const silent: Send = () => unknown
const refuse: Send = () => rejected

/** A real repository and a port on its `main`, whose answers may be other ones. */
interface Bench {
  readonly world: World
  readonly folder: string
  readonly port: Port
  readonly limits: Limits
  /** Commits that were sent, in order, again and again. */
  readonly sent: string[]
  /** Snapshots that were decided on, in order. */
  readonly decided: Snapshot[]
  readonly decide: Decide<string>
  /** Somebody else commits to the branch. */
  readonly move: () => Promise<string>
  readonly interrupt: () => void
  /** Makes reads fail, as a remote does that cannot be reached. */
  readonly cut: (code: ErrorCode | undefined) => void
}

/** @param sends - one after the other; the last one counts for all that follow. */
async function makeBench(
  t: TestContext,
  sends: readonly ((bench: Bench) => Send)[],
  patience = 3
): Promise<Bench> {
  const world = await makeWorld(t)
  const folder = await initRepository(world, world.path('repository'))
  await world.git(folder, 'commit', '--quiet', '--allow-empty', '-m', 'Start')
  const git: Git = {directory: folder, environment: world.env, deadline: Date.now() + 60_000}
  const [sent, decided]: [string[], Snapshot[]] = [[], []]
  const interruption = new AbortController()
  let broken: ErrorCode | undefined
  // A clock of the test: it moves when somebody looks or sleeps.
  let now = 1_700_000_000_000

  const own = localPort(
    git,
    {written: 'main', base: 'main'},
    {
      commit: async () => ({identity: {author: person, committer: person}, isSigned: false}),
      pending: 'refs/regmd/pending/test'
    }
  )

  const bench: Bench = {
    world,
    folder,
    sent,
    decided,

    port: {
      ...own,
      patience,
      async read() {
        if (broken === undefined) return own.read()
        throw new RegmdError(broken, 'Cannot read the branch')
      },
      async send(snapshot, commit) {
        const send = sends[Math.min(sent.length, sends.length - 1)] ?? (() => real)
        sent.push(commit)
        return send(bench)(async () => own.send(snapshot, commit))
      }
    },

    limits: {
      deadline: now + 60_000,
      now: () => (now += 10),
      random: () => 0.5,
      sleep: async (ms) => {
        now += ms
      },
      signal: interruption.signal
    },

    async decide(snapshot) {
      decided.push(snapshot)
      const bytes = Buffer.from(`version ${decided.length}\n`)
      const message = `Version ${decided.length}\n`
      const write = {path: 'folder/file.md', mode: '100644', bytes, message}
      return {result: `result ${decided.length}`, write}
    },

    async move() {
      const parent = await tipOf(world, folder, 'main')
      const args = ['commit-tree', '-p', parent, '-m', `Other ${Math.random()}`, `${parent}^{tree}`]
      const commit = await world.git(folder, ...args)
      await world.git(folder, 'update-ref', 'refs/heads/main', commit, parent)
      return commit
    },

    interrupt: () => interruption.abort(),
    cut: (code) => {
      broken = code
    }
  }
  return bench
}

async function swapOn({port, decide, limits}: Bench) {
  return swap(port, decide, limits)
}

async function failsWith(bench: Bench, code: ErrorCode): Promise<RegmdError> {
  const failure = await swapOn(bench).then(
    () => assert.fail(`Expected ${code}, but it landed`),
    (error: unknown) => error
  )
  assert.ok(failure instanceof RegmdError, String(failure))
  assert.equal(failure.code, code)
  return failure
}

/** Somebody moves the branch before this send does what it does. */
function overtaken(then: Send): (bench: Bench) => Send {
  return (bench) => async (send) => {
    await bench.move()
    return then(send)
  }
}

test('what is accepted has landed, in one attempt', async (t) => {
  const bench = await makeBench(t, [() => real])
  const before = await tipOf(bench.world, bench.folder, 'main')
  const {result, commit, tip, attempts} = await swapOn(bench)
  assert.deepEqual([result, attempts, tip], ['result 1', 1, commit])
  assert.equal(await tipOf(bench.world, bench.folder, 'main'), commit)
  assert.equal(await bench.world.git(bench.folder, 'rev-parse', 'main~1'), before)
  assert.equal(await bench.world.git(bench.folder, 'show', 'main:folder/file.md'), 'version 1')
})

test('what needs no write sends nothing', async (t) => {
  const bench = await makeBench(t, [() => real])
  const before = await tipOf(bench.world, bench.folder, 'main')
  const decide = async () => ({result: 'so already'})
  const swapped = await swap(bench.port, decide, bench.limits)
  const expected = {result: 'so already', commit: undefined, tip: before, attempts: 0}
  assert.deepEqual([swapped, bench.sent], [expected, []])
})

test('who is overtaken decides anew, on what the others left', async (t) => {
  const bench = await makeBench(t, [overtaken(real), overtaken(real), () => real])
  const {result, commit, attempts} = await swapOn(bench)
  assert.deepEqual([result, attempts], ['result 3', 3])
  assert.equal(new Set(bench.decided.map(({tip}) => tip)).size, 3)
  assert.equal(new Set(bench.sent).size, 3)
  const [, parent] = (
    await bench.world.git(bench.folder, 'rev-list', '--parents', '-1', 'main')
  ).split(' ')
  assert.equal(await tipOf(bench.world, bench.folder, 'main'), commit)
  assert.equal(parent, bench.decided.at(-1)?.tip)
})

test('who is overtaken may be refused then', async (t) => {
  const bench = await makeBench(t, [overtaken(real)])
  const decide: Decide<string> = async (snapshot) => {
    if (bench.decided.length > 0) throw new RegmdError('NUMBER_TAKEN', 'Taken')
    return bench.decide(snapshot)
  }
  await assert.rejects(swap(bench.port, decide, bench.limits), {code: 'NUMBER_TAKEN'})
  assert.equal(bench.sent.length, 1)
})

test('an answer that is lost: the branch says whether it landed', async (t) => {
  const bench = await makeBench(t, [
    () => async (send) => {
      await send()
      return unknown
    }
  ])
  const {commit, attempts} = await swapOn(bench)
  assert.equal(attempts, 1)
  assert.deepEqual(bench.sent, [commit])
})

test('an answer that is lost, the branch moved on from what was sent: it landed', async (t) => {
  const bench = await makeBench(t, [
    (self) => async (send) => {
      await send()
      await self.move()
      return unknown
    }
  ])
  const {commit, attempts} = await swapOn(bench)
  assert.deepEqual([attempts, bench.sent], [1, [commit]])
})

test('a rejection of what has landed is none', async (t) => {
  const bench = await makeBench(t, [
    () => async (send) => {
      await send()
      return rejected
    }
  ])
  assert.equal((await swapOn(bench)).attempts, 1)
})

test('unknown, and the branch moved without it: decided again', async (t) => {
  const bench = await makeBench(t, [overtaken(silent), () => real])
  const {result, attempts} = await swapOn(bench)
  assert.deepEqual([result, attempts, bench.decided.length], ['result 2', 2, 2])
  assert.equal(new Set(bench.sent).size, 2)
})

test('unknown, and the branch unmoved: the same commit is sent again', async (t) => {
  const bench = await makeBench(t, [() => silent, () => silent, () => real])
  const {commit, attempts} = await swapOn(bench)
  assert.deepEqual([attempts, bench.decided.length], [1, 1])
  assert.deepEqual(bench.sent, [commit, commit, commit])
})

test('unknown, then applied late: the rejection of the second send is no failure', async (t) => {
  let late: (() => Promise<Answer>) | undefined
  const bench = await makeBench(t, [
    () => (send) => {
      late = send
      return unknown
    },
    () => async (send) => {
      await late?.()
      return send()
    }
  ])
  const {commit, attempts} = await swapOn(bench)
  assert.deepEqual([attempts, bench.sent], [1, [commit, commit]])
})

for (const [name, later] of [
  ['rejected', refuse],
  ['unsent', () => unsent],
  ['unknown', silent]
] as const) {
  test(`one unknown, then ${name} for ever: it stays unknown`, async (t) => {
    const bench = await makeBench(t, [() => silent, () => later])
    const {details} = await failsWith(bench, 'OUTCOME_UNKNOWN')
    assert.ok(Array.isArray(details['git']))
    assert.ok(bench.sent.length > 3)
    assert.equal(new Set(bench.sent).size, 1)
  })

  test(`rejected, unknown, then ${name} for ever: it stays unknown`, async (t) => {
    const bench = await makeBench(t, [() => refuse, () => silent, () => later])
    await failsWith(bench, 'OUTCOME_UNKNOWN')
  })
}

test('an unknown that was settled does not make the next attempt uncertain', async (t) => {
  const bench = await makeBench(t, [overtaken(silent), () => refuse])
  await failsWith(bench, 'REMOTE_REFUSED')
  assert.equal(bench.decided.length, 2)
})

test('rejected three times, the branch unmoved: refused by policy', async (t) => {
  const bench = await makeBench(t, [() => refuse])
  const before = await tipOf(bench.world, bench.folder, 'main')
  const {details} = await failsWith(bench, 'REMOTE_REFUSED')
  assert.deepEqual(details['git'], rejected.words)
  assert.equal(bench.sent.length, 3)
  assert.equal(await tipOf(bench.world, bench.folder, 'main'), before)
})

test('rejected twice, then accepted: landed', async (t) => {
  const bench = await makeBench(t, [() => refuse, () => refuse, () => real])
  assert.equal((await swapOn(bench)).attempts, 1)
  assert.equal(new Set(bench.sent).size, 1)
})

test('what never left makes the remote unavailable', async (t) => {
  const bench = await makeBench(t, [() => () => unsent])
  const {details} = await failsWith(bench, 'REMOTE_UNAVAILABLE')
  assert.deepEqual(details['git'], unsent.words)
})

test('rejected until the deadline, with endless patience: contention', async (t) => {
  const bench = await makeBench(t, [() => refuse], Number.POSITIVE_INFINITY)
  await failsWith(bench, 'CONTENTION')
  assert.ok(bench.sent.length > 3)
})

test('overtaken until the deadline: contention, and nothing is pending', async (t) => {
  const bench = await makeBench(t, [overtaken(real)])
  const limits = {...bench.limits, deadline: bench.limits.now() + 800}
  await failsWith({...bench, limits}, 'CONTENTION')
  assert.ok(bench.decided.length > 1)
  const log = await bench.world.git(bench.folder, 'log', '--format=%s', 'main')
  assert.doesNotMatch(log, /^Version/mu)
})

test('overtaken with unknown answers until the deadline: contention all the same', async (t) => {
  const bench = await makeBench(t, [overtaken(silent)])
  const limits = {...bench.limits, deadline: bench.limits.now() + 800}
  await failsWith({...bench, limits}, 'CONTENTION')
})

for (const code of [
  'REMOTE_UNAVAILABLE',
  'NOT_A_REPOSITORY',
  'REGISTRY_NOT_FOUND',
  'REGISTRY_INVALID'
] as const) {
  test(`unknown, and then ${code}: unknown until it can be read again`, async (t) => {
    const lost: (bench: Bench) => Send =
      ({cut}) =>
      () => {
        cut(code)
        return unknown
      }
    const back: (bench: Bench) => Send =
      ({cut}) =>
      async (send) => {
        cut(undefined)
        return send()
      }
    const bench = await makeBench(t, [lost, lost, back])
    const {commit} = await swapOn(bench)
    assert.deepEqual(bench.sent, [commit, commit, commit])

    await failsWith(await makeBench(t, [lost]), 'OUTCOME_UNKNOWN')
  })
}

test('rejected, and then no remote: unknown, since a push that is sent twice is rejected', async (t) => {
  const bench = await makeBench(t, [
    ({cut}) =>
      () => {
        cut('REMOTE_UNAVAILABLE')
        return rejected
      }
  ])
  await failsWith(bench, 'OUTCOME_UNKNOWN')
})

test('no remote at the start: unavailable, nothing is decided', async (t) => {
  const bench = await makeBench(t, [() => real])
  bench.cut('REMOTE_UNAVAILABLE')
  await failsWith(bench, 'REMOTE_UNAVAILABLE')
  assert.deepEqual([bench.decided, bench.sent], [[], []])
})

test('interrupted before the first send: nothing is sent', async (t) => {
  const early = await makeBench(t, [() => real])
  early.interrupt()
  await failsWith(early, 'INTERRUPTED')
  assert.deepEqual([early.decided, early.sent], [[], []])

  const late = await makeBench(t, [() => real])
  const decide: Decide<string> = async (snapshot) => {
    late.interrupt()
    return late.decide(snapshot)
  }
  await assert.rejects(swap(late.port, decide, late.limits), {code: 'INTERRUPTED'})
  assert.deepEqual(late.sent, [])
})

/** Interrupts while something is sent. */
function interrupted(then: Send): (bench: Bench) => Send {
  return (bench) => async (send) => {
    bench.interrupt()
    return then(send)
  }
}

test('interrupted while it is sent: what is known is said', async (t) => {
  assert.equal((await swapOn(await makeBench(t, [interrupted(real)]))).attempts, 1)
  await failsWith(await makeBench(t, [interrupted(silent)]), 'OUTCOME_UNKNOWN')
  await failsWith(await makeBench(t, [interrupted(refuse)]), 'INTERRUPTED')

  const bench = await makeBench(t, [
    interrupted(async (send) => {
      await send()
      return unknown
    })
  ])
  assert.equal((await swapOn(bench)).attempts, 1)
})

test('interrupted while somebody overtakes: nothing is pending, so it is an interruption', async (t) => {
  const bench = await makeBench(t, [
    (self) => async () => {
      await self.move()
      self.interrupt()
      return unknown
    }
  ])
  await failsWith(bench, 'INTERRUPTED')
  assert.equal(bench.sent.length, 1)
})

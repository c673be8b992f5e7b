import {join} from 'node:path'
import type {TestContext} from 'node:test'
import type {Clone} from '../../src/shell/selftest/field.ts'
import type {Recorder} from '../../src/shell/selftest/recorder.ts'
import type {Ordeal} from './program-mutants.ts'
import {onPush, startProxy} from './proxy.ts'
import type {Fault} from './proxy/fault.ts'
import {type Origin, type World, cloneOf, makeOrigin, tipOf} from './repository.ts'
import {startServer} from './servers.ts'
import {type JudgedTrial, judgeTrial, recordIn, settle} from './trial.ts'

/** A world in which a program is put to something. */
interface Stage {
  readonly t: TestContext
  readonly world: World
  readonly origin: Origin
  /** Starts the program; seconds that each process gets. */
  readonly record: (timeout: number) => Recorder
}

/** Processes that meet. */
const sessions = ['s1', 's2', 's3', 's4']

/** Puts a program to something, and judges what it did. */
export async function playOrdeal(
  t: TestContext,
  world: World,
  {ordeal, program}: {readonly ordeal: Ordeal; readonly program: readonly [string, ...string[]]}
): Promise<JudgedTrial> {
  const origin = await makeOrigin(world, {sessions: sessions.length})
  const record = (timeout: number) => recordIn(world, {program, timeout})
  const recorder = await ordeals[ordeal]({t, world, origin, record})
  return judgeTrial(world, recorder, {
    repository: origin.remote,
    branch: 'registry',
    start: await tipOf(world, origin.remote, 'main'),
    isFaulty: !['race', 'queue', 'one clone', 'gc'].includes(ordeal)
  })
}

const ordeals: Readonly<Record<Ordeal, (stage: Stage) => Promise<Recorder>>> = {
  async race(stage) {
    const clones = await makeClones(stage)
    const recorder = stage.record(60)
    await claimAll(recorder, clones, 1)
    await claimAll(recorder, clones, undefined)
    return recorder
  },

  async queue(stage) {
    await stage.world.script(join(stage.origin.remote, 'hooks/pre-receive'), 'sleep 1')
    const recorder = stage.record(60)
    await claimAll(recorder, await makeClones(stage), undefined)
    return recorder
  },

  async 'one clone'({world, origin: {clone}, record}) {
    // Refs stay locked for so long that processes meet at them.
    const hook = join(clone, '.git/hooks/reference-transaction')
    await world.script(hook, 'if [ "$1" = prepared ]; then sleep 0.5; fi')
    const recorder = record(60)
    const clones = sessions.map((session) => ({session, directory: clone}))
    await claimAll(recorder, clones, 1)
    return recorder
  },

  async gc({world, origin: {clone}, record}) {
    await world.script(join(clone, '.git/hooks/pre-push'), 'git gc --quiet --prune=now')
    const recorder = record(60)
    await recorder.perform({session: 's1', directory: clone}, {action: 'claim', number: 1})
    return recorder
  },

  late: async (stage) => {
    let release = (): void => undefined
    const gate = new Promise<void>((resolve) => {
      release = resolve
    })
    return withFault(stage, {kind: 'late', until: async () => gate}, release)
  },
  'lost request': async (stage) => withFault(stage, {kind: 'lost-request', by: 'rst'}),
  'lost answer': async (stage) => withFault(stage, {kind: 'lost-answer', by: 'rst'})
}

async function makeClones({world, origin}: Stage): Promise<readonly Clone[]> {
  return Promise.all(
    sessions.map(async (session) => ({
      session,
      directory: await cloneOf(world, origin.remote, world.path(session))
    }))
  )
}

async function claimAll(
  recorder: Recorder,
  clones: readonly Clone[],
  number: number | undefined
): Promise<void> {
  await Promise.all(clones.map(async (clone) => recorder.perform(clone, {action: 'claim', number})))
}

/** One claim whose first push meets a fault; what it leaves open is settled once the network is well. */
async function withFault(
  {t, world, record}: Stage,
  fault: Fault,
  release: () => void = () => undefined
): Promise<Recorder> {
  const server = await startServer(world, 'git', world.root)
  const proxy = await startProxy(t, server.port ?? 0)
  const directory = await cloneOf(world, proxy.url(server.url('remote.git')), world.path('s1'))
  const clone = {session: 's1', directory}
  const recorder = record(3)
  proxy.arm(onPush(fault))
  const first = await recorder.perform(clone, {action: 'claim', number: 1})
  proxy.disarm()
  release()
  await proxy.idle()
  await settle(recorder, clone, first)
  return recorder
}

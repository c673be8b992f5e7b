import {spawn} from 'node:child_process'
import {readFile} from 'node:fs/promises'
import {join} from 'node:path'
import {missing, startServer} from '../helpers/servers.ts'
import {type World, cloneOf, initRepository} from '../helpers/world.ts'
import {type Bench, type Figure, figureOf} from './figure.ts'
import {binary} from './program.ts'
import {withWorld} from './with-world.ts'

/** Ways to a remote that are measured. */
const kinds = ['file', 'http'] as const

/** How many race: `RACERS=12,50,200`. */
const sizes = (process.env['RACERS'] ?? '12').split(',').map(Number)

/** Seconds that each push takes at the remote, as at a hosted one. */
const latency = 0.3

/** Largest part of a loop's time that is wanted, by the number of racers; `undefined` for few. */
function targetOf(racers: number): number | undefined {
  if (racers >= 200) return 1 / 6
  if (racers >= 50) return 1 / 5
  return racers >= 12 ? 1 / 4 : undefined
}

/** How long it takes until all of many claims are in, and how many pushes. */
export const contention: Bench = {
  name: 'contention',
  about:
    `Clones claim a number each at the same time, and a push takes ${latency * 1000} ms. The loop is the ` +
    'same program at a remote that takes no refs for a queue, so that who loses fetches and pushes ' +
    'again; `RACERS=12,50,200` says how many race.',

  measure: async ({env}) =>
    withWorld(async (world) => {
      const figures: Figure[] = []
      for (const kind of kinds) {
        const lack = missing(kind)
        if (lack !== undefined) console.error(`No race over ${kind}: ${lack}`)
        for (const racers of lack === undefined ? sizes : []) {
          figures.push(...(await compare(world, {kind, racers, env})))
        }
      }

      return figures
    })
}

interface Race {
  readonly kind: (typeof kinds)[number]
  readonly racers: number
  readonly env: Readonly<Record<string, string>>
}

async function compare(world: World, race: Race): Promise<readonly Figure[]> {
  const {kind, racers} = race
  const loop = await run(world, race, {name: `loop-${kind}-${racers}`, isQueued: false})
  const queue = await run(world, race, {name: `queue-${kind}-${racers}`, isQueued: true})
  const of = `${racers} claims, ${kind}`
  const claims = {name: 'claims', values: [racers]}
  return [
    figureOf(
      {name: `${of}: until all are in`, values: [queue.ms]},
      {name: 'loop', values: [loop.ms]},
      {unit: 'ms', target: targetOf(racers)}
    ),
    figureOf({name: `${of}: pushes`, values: [queue.pushes]}, claims, {
      unit: 'pushes',
      target: 1.5
    }),
    figureOf({name: `${of}: pushes of the loop`, values: [loop.pushes]}, claims, {unit: 'pushes'})
  ]
}

interface Run {
  readonly name: string
  readonly isQueued: boolean
}

/** Races in clones of a new remote. */
async function run(
  world: World,
  {kind, racers, env}: Race,
  {name, isQueued}: Run
): Promise<{readonly ms: number; readonly pushes: number}> {
  const remote = await makeRemote(world, name, racers)
  const server = await startServer(world, kind, world.root)
  const clones: string[] = []
  for (let number = 1; number <= racers; number++) {
    clones.push(await cloneOf(world, server.url(`${name}.git`), world.path(`${name}-${number}`)))
  }

  const log = world.path(`${name}.pushes`)
  await world.script(join(remote, 'hooks/pre-receive'), `echo >> '${log}'; sleep ${latency}`)
  if (!isQueued) {
    const refuse = 'case "$1" in refs/heads/*) exit 0;; *) exit 1;; esac'
    await world.script(join(remote, 'hooks/update'), refuse)
  }

  const start = performance.now()
  const environment = {...world.env, ...env, ...server.env}
  await Promise.all(clones.map(async (cwd, at) => claim(cwd, environment, at + 1)))
  const ms = performance.now() - start
  await server.stop()
  return {ms, pushes: (await readFile(log, 'utf8')).split('\n').length - 1}
}

/** A remote that has a number for each racer, and its registry on a branch already. */
async function makeRemote(world: World, name: string, racers: number): Promise<string> {
  const [folder, remote] = [world.path(`${name}-first`), world.path(`${name}.git`)]
  await initRepository(world, folder)
  await world.run(folder, ['init', '--sessions', String(racers)])
  await world.git(folder, 'add', '--all')
  await world.git(folder, 'commit', '--quiet', '-m', 'Set up the session registry')
  await world.git(folder, 'branch', 'registry')
  await world.git(world.root, 'clone', '--quiet', '--bare', folder, remote)
  return remote
}

async function claim(cwd: string, env: NodeJS.ProcessEnv, number: number): Promise<void> {
  const session = `s${number}`
  const what = ['--role', `Role of ${session}`, '--goal', 'Send 25 emails daily']
  const args = [binary, 'claim', String(number), '--session', session, ...what, '--timeout', '900']
  const child = spawn(process.execPath, args, {cwd, env, stdio: ['ignore', 'ignore', 'pipe']})
  let words = ''
  child.stderr.on('data', (chunk: Buffer) => (words += chunk.toString()))
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', resolve)
  })
  if (code !== 0) throw new Error(`Claim of ${session} ended with ${String(code)}: ${words}`)
}

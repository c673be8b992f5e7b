import {largeRegistry, largeSession} from '../helpers/large.ts'
import type {World} from '../helpers/world.ts'
import {type Pair, makePair, registryPath} from './clone.ts'
import {type Bench, type BenchOptions, type Figure, figureOf} from './figure.ts'
import {type Case, interleave} from './interleave.ts'
import {peakMeasure} from './peak.ts'
import {bareNode, binary, packageRoot} from './program.ts'
import {withWorld} from './with-world.ts'

/** Largest ratio of ten thousand blocks to a thousand that still is in proportion. */
const linear = 12

/** Most memory that a claim among ten thousand blocks may take, in MiB. */
const mostMemory = 150

/** Reads a document with remark, all of it at once. */
const whole = `import {readFileSync} from 'node:fs'
import {remark} from 'remark'
remark().parse(readFileSync(process.argv[1], 'utf8'))`

interface Setting {
  readonly world: World
  readonly options: BenchOptions
}

/** What large registries cost. */
export const parsing: Bench = {
  name: 'parsing',
  about:
    'Whole processes on registries of 500 bytes a block, half of them registered, beside the same ' +
    'on fewer blocks, beside Node with nothing to do, and beside remark on the whole document.',

  measure: (options) =>
    withWorld(async (world) => {
      const setting = {world, options}
      const few = await claimCase(setting, 12)
      const many = await claimCase(setting, 10_000)
      return [
        await beside(setting, few, many, 2),
        ...(await peakOf(setting, many)),
        await inProportion(setting, 'status --offline'),
        await inProportion(setting, 'check'),
        await besideRemark(setting)
      ]
    })
}

/** One claim, of a number that nobody has claimed, on a registry branch that it starts. */
async function claimCase(setting: Setting, blocks: number): Promise<Case> {
  const {world} = setting
  const {remote, clone} = await largePair(world, blocks)
  const number = String(blocks / 2 + 1)
  return regmd(setting, blocks, {
    cwd: clone,
    args: ['claim', number, '--session', largeSession(Number(number))],
    before: async () => {
      await world.git(remote, 'update-ref', '-d', 'refs/heads/registry')
      await world.git(clone, 'update-ref', '-d', 'refs/remotes/origin/registry')
    }
  })
}

async function readCase(setting: Setting, line: string, blocks: number): Promise<Case> {
  const {clone} = await largePair(setting.world, blocks)
  return regmd(setting, blocks, {cwd: clone, args: line.split(' ')})
}

interface Command extends Pick<Case, 'cwd' | 'before'> {
  readonly args: readonly string[]
}

function regmd({world, options}: Setting, blocks: number, {args, ...rest}: Command): Case {
  return {
    name: `regmd ${args.filter((arg) => /^[a-z-]+$/u.test(arg)).join(' ')}, ${blocks} blocks`,
    command: [process.execPath, binary, ...args],
    env: {...world.env, ...options.env},
    ...rest
  }
}

async function inProportion(setting: Setting, line: string): Promise<Figure> {
  const some = await readCase(setting, line, 1000)
  return beside(setting, some, await readCase(setting, line, 10_000), linear)
}

/** A minute a round: one is enough where ten times as fast is wanted. */
async function besideRemark({world, options}: Setting): Promise<Figure> {
  const setting = {world, options: {...options, rounds: 1}}
  const check = await readCase(setting, 'check', 4000)
  const remark: Case = {
    ...check,
    name: 'remark, 4000 blocks',
    command: [
      process.execPath,
      '--input-type=module',
      '--eval',
      whole,
      `${check.cwd}/${registryPath}`
    ],
    cwd: packageRoot
  }
  return beside(setting, remark, check, 0.1)
}

async function peakOf({world, options}: Setting, one: Case): Promise<readonly Figure[]> {
  const measure = await peakMeasure(world)
  const cases = [{...one, ...bareNode, before: async () => {}}, one].map(measure)
  const [floor, most] = await interleave(cases, Math.min(options.rounds, 5))
  if (!floor || !most) throw new Error('Expected two measures')
  const figure = figureOf(most, floor, {unit: 'MB'})
  return [{...figure, target: mostMemory / figure.floor.value}]
}

async function beside({options}: Setting, floor: Case, one: Case, target: number): Promise<Figure> {
  const [least, measured] = await interleave([floor, one], options.rounds)
  if (!least || !measured) throw new Error('Expected two measures')
  return figureOf(measured, least, {unit: 'ms', target})
}

/** Clones by number of blocks, as the benches of one run share them. */
const pairs = new WeakMap<World, Map<number, Promise<Pair>>>()

async function largePair(world: World, blocks: number): Promise<Pair> {
  const known = pairs.get(world) ?? new Map<number, Promise<Pair>>()
  pairs.set(world, known)
  const pair = known.get(blocks) ?? makeLarge(world, blocks)
  known.set(blocks, pair)
  return pair
}

async function makeLarge(world: World, blocks: number): Promise<Pair> {
  const text = largeRegistry({blocks, registered: blocks / 2})
  const document = await world.write(world.path(`large-${blocks}.md`), text)
  return makePair(world, `large-${blocks}`, document)
}

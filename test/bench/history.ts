import {importHistory} from '../helpers/large-history.ts'
import {type World, initRepository} from '../helpers/world.ts'
import {registryPath} from './clone.ts'
import {type Bench, type BenchOptions, type Figure, figureOf} from './figure.ts'
import {type Case, interleave} from './interleave.ts'
import {binary} from './program.ts'
import {withWorld} from './with-world.ts'

/** Histories that are compared: the longer one has four times the commits of the shorter one. */
const histories = [
  {blocks: 1000, claims: 200},
  {blocks: 10_000, claims: 25}
] as const

/** How many times more commits the longer history has, and what of that still is in proportion. */
const times = 4
const linear = 4.8

/** What it costs to tell and to prove a history of registrations. */
export const history: Bench = {
  name: 'history',
  about:
    'Histories of one registration a commit, read by what each version holds: four times the ' +
    'commits beside one time, and beside the ids of the commits alone.',

  measure: (options) =>
    withWorld(async (world) => {
      const figures: Figure[] = []
      for (const {blocks, claims} of histories) {
        const few = await makeHistory(world, blocks, claims)
        const many = await makeHistory(world, blocks, times * claims)
        for (const args of [['history'], ['history', '--verify']]) {
          const caseOf = (cwd: string, commits: number): Case => ({
            name: `regmd ${args.join(' ')}, ${commits} claims of ${blocks} blocks`,
            command: [process.execPath, binary, ...args, '--timeout', '600'],
            cwd,
            env: {...world.env, ...options.env}
          })
          figures.push(
            ...(await compare(caseOf(few, claims), caseOf(many, times * claims), options))
          )
        }
      }

      return figures
    })
}

async function compare(few: Case, many: Case, {rounds}: BenchOptions): Promise<readonly Figure[]> {
  const list: Case = {
    ...many,
    name: 'git log --first-parent',
    command: ['git', 'log', '--first-parent', '--format=%H', 'registry', '--', registryPath]
  }
  const [log, less, more] = await interleave([list, few, many], Math.min(rounds, 5))
  if (!log || !less || !more) throw new Error('Expected three measures')
  return [figureOf(more, less, {unit: 'ms', target: linear}), figureOf(more, log, {unit: 'ms'})]
}

/** Makes a repository whose registry branch has a number of claims. */
async function makeHistory(world: World, blocks: number, claims: number): Promise<string> {
  const directory = await initRepository(world, world.path(`history-${blocks}-${claims}`))
  await importHistory(directory, {blocks, claims, ref: 'refs/heads/registry'})
  await world.git(directory, 'branch', '--force', 'main', `registry~${claims}`)
  await world.git(directory, 'reset', '--quiet', '--hard')
  return directory
}

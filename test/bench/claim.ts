import {type Kind, missing, startServer} from '../helpers/servers.ts'
import {type Pair, makePair, registryPath, seedDocument} from './clone.ts'
import {type Bench, type BenchOptions, type Figure, type Samples, figureOf} from './figure.ts'
import {interleave} from './interleave.ts'
import {binary} from './program.ts'
import {withWorld} from './with-world.ts'
import type {World} from '../helpers/world.ts'

/** Ways to a remote that are measured. */
const kinds: readonly Kind[] = ['file', 'git', 'http']

/** How many times what git does in a shell a claim may take, its start aside. */
const target = 1.5

/** One claim by hand, with the tip as the only thing that it takes for granted. */
const plumbing = `set -eu
base=refs/bench/base
git fetch --quiet --no-tags --no-write-fetch-head origin "+refs/heads/registry:$base"
tip=$(git rev-parse "$base")
blob=$(git cat-file blob "$tip:${registryPath}" | sed '/NUMBER.*: 2/,/STATUS/s/PENDING.*/REGISTERED/' | git hash-object -w --stdin)
export GIT_INDEX_FILE="$TMPDIR/index"
git read-tree "$tip"
git update-index --cacheinfo "100644,$blob,${registryPath}"
tree=$(git write-tree)
commit=$(echo 'registry: session 2 claims its number' | git commit-tree "$tree" -p "$tip")
git push --quiet --porcelain "--force-with-lease=registry:$tip" origin "$commit:refs/heads/registry"
`

/** How long it takes to claim a number that nobody else wants. */
export const claim: Bench = {
  name: 'claim',
  about:
    'One claim that nobody disputes, beside the same by plain git plumbing in a shell together with ' +
    'the start-up of `regmd status --offline`; the target is 1.5 times the former plus the latter.',

  measure: (options) =>
    withWorld(async (world) => {
      const figures: Figure[] = []
      for (const kind of kinds) {
        const lack = missing(kind)
        if (lack === undefined) figures.push(await overTransport(world, kind, options))
        else console.error(`No claim over ${kind}: ${lack}`)
      }

      return figures
    })
}

async function overTransport(
  world: World,
  kind: Kind,
  {rounds, env}: BenchOptions
): Promise<Figure> {
  const pair = await makePair(world, kind, seedDocument)
  const server = await startServer(world, kind, world.root)
  await world.git(pair.clone, 'remote', 'set-url', 'origin', server.url(`${kind}.git`))
  const setting = {cwd: pair.clone, env: {...world.env, ...env, ...server.env}}
  const regmd = (...args: readonly string[]) => [process.execPath, binary, ...args] as const
  await world.run(pair.clone, ['claim', '1', '--session', 'marketing-orchestrator'])
  const before = await resetter(world, pair)
  const name = `regmd claim, ${kind}`
  const [shell, start, whole] = await interleave(
    [
      {name: 'plumbing + start-up', command: ['sh', '-c', plumbing], before, ...setting},
      {name: 'start-up', command: regmd('status', '--offline'), ...setting},
      {name, command: regmd('claim', '2', '--session', 'marketing-research-1'), before, ...setting}
    ],
    rounds
  )
  await server.stop()
  if (!shell || !start || !whole) throw new Error('Expected three measures')
  return figureOf(whole, sumOf(shell, start, 1), {
    unit: 'ms',
    target: figureOf(sumOf(shell, start, target), sumOf(shell, start, 1), {unit: 'ms'}).ratio
  })
}

/** What the plumbing takes, a number of times, and the start-up. */
function sumOf(shell: Samples, start: Samples, times: number): Samples {
  const values = shell.values.map((ms, round) => ms * times + (start.values[round] ?? Number.NaN))
  return {name: shell.name, values}
}

/** Puts the branch back where it was before a claim, in the remote and in the clone. */
async function resetter(world: World, {remote, clone}: Pair): Promise<() => Promise<void>> {
  const tip = await world.git(remote, 'rev-parse', 'refs/heads/registry')
  return async () => {
    await world.git(remote, 'update-ref', 'refs/heads/registry', tip)
    await world.git(clone, 'update-ref', 'refs/remotes/origin/registry', tip)
  }
}

import {readFile} from 'node:fs/promises'
import {makePair, seedDocument} from './clone.ts'
import {type Bench, figureOf} from './figure.ts'
import {type Case, interleave} from './interleave.ts'
import {bareNode, binary} from './program.ts'
import {withWorld} from './with-world.ts'

/** Writes, when a process ends, the most memory that it had; git's processes do not count. */
const probe = `process.on('exit', () => {
  const {maxRSS} = process.resourceUsage()
  require('node:fs').writeFileSync(process.env.PEAK_FILE, String(maxRSS))
})
`

/** How much memory a command needs at most. */
export const memory: Bench = {
  name: 'memory',
  about: 'Most resident memory of the process on the twelve blocks of the seed, without git’s own.',

  measure: ({rounds, env}) =>
    withWorld(async (world) => {
      const {clone} = await makePair(world, 'clone', seedDocument)
      const hook = await world.write(world.path('probe.cjs'), probe)
      const peak = world.path('peak')
      const probed = (name: string, args: readonly string[]): Case => ({
        name,
        command: [process.execPath, '--require', hook, ...args],
        cwd: clone,
        env: {...world.env, ...env, PEAK_FILE: peak},
        // Node counts in kibibytes.
        instead: async () => Number(await readFile(peak, 'utf8')) / 1024
      })
      const [floor, status] = await interleave(
        [
          probed(bareNode.name, bareNode.command.slice(1)),
          probed('regmd status', [binary, 'status'])
        ],
        rounds
      )
      if (!floor || !status) throw new Error('Expected two measures')
      return [figureOf(status, floor, {unit: 'MB', target: 1.7})]
    })
}

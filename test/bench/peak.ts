import {readFile} from 'node:fs/promises'
import type {World} from '../helpers/world.ts'
import type {Case} from './interleave.ts'

/** Writes, when a process ends, the most memory that it had; git's processes do not count. */
const probe = `process.on('exit', () => {
  const {maxRSS} = process.resourceUsage()
  require('node:fs').writeFileSync(process.env.PEAK_FILE, String(maxRSS))
})
`

/** Makes of cases of Node the same whose measure is their most resident memory, in MiB. */
export async function peakMeasure(world: World): Promise<(one: Case) => Case> {
  const hook = await world.write(world.path('probe.cjs'), probe)
  const peak = world.path('peak')
  return ({command: [node, ...args], env, ...rest}) => ({
    ...rest,
    command: [node, '--require', hook, ...args],
    env: {...env, PEAK_FILE: peak},
    // Node counts in kibibytes.
    instead: async () => Number(await readFile(peak, 'utf8')) / 1024
  })
}

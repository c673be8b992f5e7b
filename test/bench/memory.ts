import {makePair, seedDocument} from './clone.ts'
import {type Bench, figureOf} from './figure.ts'
import {interleave} from './interleave.ts'
import {peakMeasure} from './peak.ts'
import {bareNode, binary} from './program.ts'
import {withWorld} from './with-world.ts'

/** How much memory a command needs at most. */
export const memory: Bench = {
  name: 'memory',
  about: 'Most resident memory of the process on the twelve blocks of the seed, without git’s own.',

  measure: ({rounds, env}) =>
    withWorld(async (world) => {
      const {clone} = await makePair(world, 'clone', seedDocument)
      const measure = await peakMeasure(world)
      const setting = {cwd: clone, env: {...world.env, ...env}}
      const [floor, status] = await interleave(
        [
          measure({...bareNode, ...setting}),
          measure({
            name: 'regmd status',
            command: [process.execPath, binary, 'status'],
            ...setting
          })
        ],
        rounds
      )
      if (!floor || !status) throw new Error('Expected two measures')
      return [figureOf(status, floor, {unit: 'MB', target: 1.7})]
    })
}

import {binary, bareNode} from './program.ts'
import {makePair, seedDocument} from './clone.ts'
import {type Bench, figureOf} from './figure.ts'
import {interleave} from './interleave.ts'
import {withWorld} from './with-world.ts'

/**
 * Command lines, with the ratio that each is to keep and the exit code that it ends with. Where the
 * floor reads certificates, it takes so much longer that a smaller ratio says the same.
 */
const commands = [
  {line: '--version', target: 1.3, withCertificates: 1.3, exitCode: 0},
  {line: '--help', target: 2.5, withCertificates: 1.8, exitCode: 0},
  {line: 'clam', target: 2.5, withCertificates: 1.8, exitCode: 2},
  {line: 'status --offline', target: 4.2, withCertificates: 2.6, exitCode: 0},
  {line: 'check', target: 4.2, withCertificates: 2.6, exitCode: 0}
] as const

/** How long commands take that ask no remote. */
export const startUp: Bench = {
  name: 'start-up',
  about: 'Whole processes on the twelve blocks of the seed, beside Node with nothing to do.',

  measure: ({rounds, env}) =>
    withWorld(async (world) => {
      const {clone} = await makePair(world, 'clone', seedDocument)
      const setting = {cwd: clone, env: {...world.env, ...env}}
      const [floor, ...measured] = await interleave(
        [
          {...bareNode, ...setting},
          ...commands.map(({line, exitCode}) => ({
            name: `regmd ${line}`,
            command: [process.execPath, binary, ...line.split(' ')] as const,
            exitCode,
            ...setting
          }))
        ],
        rounds
      )
      const isKept = 'NODE_EXTRA_CA_CERTS' in env
      const targetOf = (index: number) => commands[index]?.[isKept ? 'withCertificates' : 'target']
      if (!floor) throw new Error('Expected a floor')
      return measured.map((samples, index) =>
        figureOf(samples, floor, {unit: 'ms', target: targetOf(index)})
      )
    })
}

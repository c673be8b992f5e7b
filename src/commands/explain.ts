import {type ProblemCode, severities} from '../core/problem.ts'
import {readAsset} from '../package.ts'
import {usage} from './arguments.ts'
import type {Result} from './command.ts'

/**
 * Shows the page about a problem's code.
 *
 * @throws {RegmdError} `USAGE` if there is no such code.
 */
export function explain(given: string): Result {
  const codes = Object.keys(severities)
  const code = codes.find((known): known is ProblemCode => known === given.toUpperCase())
  if (code === undefined) {
    throw usage(`\`${given}\` is no code of a problem; these are: ${codes.join(', ')}`)
  }

  const page = readAsset(`docs/rules/${code}.md`)
  return {data: {code, severity: severities[code], page}, text: () => page}
}

import type {ClaimRequest} from '../core/actions/claim.ts'
import {type GivenArguments, flagOf, numberOf, textOf, textsOf, usage} from './arguments.ts'

/** What the command line says of a claim. */
export type ClaimOptions = Omit<ClaimRequest, 'session' | 'now'>

/**
 * Reads the options of `claim`.
 *
 * @throws {RegmdError} `USAGE`.
 */
export function readClaimOptions(argv: GivenArguments): ClaimOptions {
  const number = numberOf(argv)
  const next = flagOf(argv, 'next')
  if (number !== undefined && next) throw usage('Name a number or ask for the --next one, not both')
  return {
    number,
    next,
    title: textOf(argv, 'title'),
    role: textOf(argv, 'role'),
    goal: textOf(argv, 'goal'),
    responsibilities: textsOf(argv, 'responsibility'),
    ready: !flagOf(argv, 'no-ready')
  }
}

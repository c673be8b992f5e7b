import type {Context} from '../context.ts'
import type {ClaimRequest} from '../core/actions/claim-request.ts'
import {type GivenArguments, flagOf, numberOf, textOf, textsOf, usage} from './arguments.ts'

/** What the command line says of a claim. */
export type ClaimOptions = Omit<ClaimRequest, 'session' | 'now'>

/**
 * Reads the options of `claim`.
 *
 * @throws {RegmdError} `USAGE`; `CLAIM_INVALID` for a registration message that is none.
 */
export async function readClaimOptions(
  argv: GivenArguments,
  context: Context
): Promise<ClaimOptions> {
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
    ready: !flagOf(argv, 'no-ready'),
    message: await readMessageOf(textOf(argv, 'message'), context)
  }
}

async function readMessageOf(file: string | undefined, context: Context) {
  if (file === undefined) return undefined
  const {readMessage} = await import('../shell/message-file.ts')
  return readMessage(file, context)
}

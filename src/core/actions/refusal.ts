import type {Claim} from '../claim.ts'
import {RegmdError} from '../error.ts'
import type {Problem, ProblemCode} from '../problem.ts'
import type {SchemaFinding} from '../schema.ts'

/** Refusal of an action on a number that nobody, or not this session, has claimed. */
export function notRegistered(number: number | undefined, session: string): RegmdError {
  const [message, hint] =
    number === undefined
      ? [`Session ${session} holds no number`, 'regmd claim']
      : [`Number ${number} is not registered`, `regmd claim ${number}`]
  return new RegmdError('NOT_REGISTERED', message, {hint, details: {number: number ?? null}})
}

/** Refusal of an action on a number that another session holds. */
export function notHolder({number, session}: Claim, asker: string): RegmdError {
  const holder = session === undefined ? 'a session without a name' : session
  const message = `Number ${number} is held by ${holder}, not by ${asker}`
  return new RegmdError('NOT_HOLDER', message, {
    hint: 'regmd whoami',
    details: {number, holder: session ?? null}
  })
}

/**
 * Refuses a claim in which a schema finds something.
 *
 * @throws {RegmdError} `CLAIM_INVALID`, with the findings as `details.problems`.
 */
export function refuseFindings({number}: Claim, problems: readonly SchemaFinding[]): void {
  if (problems.length === 0) return
  const options = [...new Set(problems.flatMap(({field}) => optionOf.get(field) ?? []))]
  const why = problems.map(({message}) => message).join(', ')
  throw new RegmdError(
    'CLAIM_INVALID',
    `Cannot write number ${number}: ${why}; nothing was written`,
    {
      hint: 'regmd status',
      details: {problems, options}
    }
  )
}

/**
 * Refuses a claim that would bring errors into the document.
 *
 * @throws {RegmdError} `CLAIM_INVALID`, with the errors as `details.problems`.
 */
export function refuseProblems({number}: Claim, problems: readonly Problem[]): void {
  const errors = problems.filter(({severity}) => severity === 'error')
  if (errors.length === 0) return
  const why = errors.map(({message}) => uncapitalized(message)).join(', and ')
  throw new RegmdError(
    'CLAIM_INVALID',
    `Cannot claim number ${number}: ${why}; nothing was written`,
    {
      hint: 'regmd check',
      details: {
        problems: errors.map(({code, message}) => ({code, message})),
        options: [...new Set(errors.flatMap(({code}) => remedies[code] ?? []))]
      }
    }
  )
}

/** For the middle of a sentence; a code point such as U+202E stays. */
function uncapitalized(message: string): string {
  return message.replace(/^\p{Lu}(?=[\p{Ll}\s])/u, (letter) => letter.toLowerCase())
}

/** Options that say another way what a problem is about. */
const remedies: Partial<Readonly<Record<ProblemCode, string>>> = {
  ROLE_DUPLICATE: 'role',
  ROLE_OVERLAP: 'responsibility',
  GOAL_NOT_MEASURABLE: 'goal',
  GOAL_BATCH_MISMATCH: 'goal',
  GOAL_CONFLICT: 'goal',
  BATCH_GAP: 'responsibility'
}

/** Options that give what a claim says. */
const optionOf: ReadonlyMap<string, string> = new Map([
  ['role', 'role'],
  ['goal', 'goal'],
  ['title', 'title'],
  ['session', 'session'],
  ['responsibilities', 'responsibility'],
  ['reason', 'reason']
])

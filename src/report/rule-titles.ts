import type {ProblemCode} from '../core/problem.ts'

/** What each kind of problem is, in a few words. */
export const ruleTitles: Readonly<Record<ProblemCode, string>> = {
  FIELD_MISSING: 'A block lacks a field that the schema requires',
  FIELD_INVALID: 'A field is not as the schema wants it',
  FIELD_DUPLICATE: 'A block has a field twice',
  NUMBER_DUPLICATE: 'A number has two blocks',
  NUMBER_OUT_OF_RANGE: 'A number is outside the range of the format section',
  NUMBER_MISMATCH: 'Heading and number field of a block do not agree',
  SESSION_DUPLICATE: 'A session has two numbers',
  STATUS_UNKNOWN: 'A status is none that the protocol knows',
  TIMESTAMP_INVALID: 'A timestamp is no time in UTC',
  ROLE_DUPLICATE: 'Two sessions have the same role',
  ROLE_OVERLAP: 'Two sessions share a part of their work',
  BATCH_GAP: 'Sessions that share out an activity leave a part of it to nobody',
  GOAL_NOT_MEASURABLE: 'A goal does not say how much, how fast or by when',
  GOAL_BATCH_MISMATCH: 'A goal counts something else than its batch holds',
  GOAL_CONFLICT: 'Two goals contradict each other',
  DERIVED_STALE: 'Header, counter or task list do not say what the blocks say',
  FORMAT_DRIFT: 'The format section does not ask for what the schema demands',
  TEXT_UNSAFE: 'The document holds text that a reader does not see',

  CLAIM_TAKEN_OVER: `A change takes over another session's number`,
  CLAIM_REWRITTEN: 'A change rewrites what a session has registered',
  STATUS_ROLLED_BACK: 'A change takes a status back',
  NUMBER_CHANGED: 'A change gives a session another number',
  BLOCK_REMOVED: 'A change removes a block',
  FOREIGN_BLOCK: `A change edits another session's block`,
  RECORD_FORGED: 'A change confirms, broadcasts, approves or activates by hand',
  POLICY_CHANGED: 'A change alters the rules of the registry'
}

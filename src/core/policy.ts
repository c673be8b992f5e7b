/** What a registry's front matter decides. */
export interface Policy {
  /** Branch of live claims, if named; see the shell for the defaults. */
  readonly branch: string | undefined
  /** Branch of what a human approved, if named. */
  readonly base: string | undefined
  /** Path of the claim schema in the repository; `undefined` is the shipped one. */
  readonly schema: string | undefined
  /** `strict`: a block with a session id is for that session only. */
  readonly reservations: 'strict' | 'open'
  /** Number of the session that mediates. */
  readonly orchestrator: number
  /** E-mail addresses of people who may approve without a forge. */
  readonly approvers: readonly string[]
  /** Severity by problem code. */
  readonly rules: Readonly<Record<string, string>>
}

/** Policy of a registry without front matter. */
export const defaultPolicy: Policy = {
  branch: undefined,
  base: undefined,
  schema: undefined,
  reservations: 'strict',
  orchestrator: 1,
  approvers: [],
  rules: {}
}

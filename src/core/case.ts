/** How words are written: `STATUS`, `status`, or `Status` and everything between. */
export type Case = 'upper' | 'lower' | 'title'

/** The case of words; what has no letters counts as upper. */
export function caseOf(words: string): Case {
  if (!/\p{Lower}/u.test(words)) return 'upper'
  return /\p{Upper}/u.test(words) ? 'title' : 'lower'
}

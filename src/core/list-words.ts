/** Lists words in a sentence: `role`, `role and goal`, `title, role and goal`. */
export function listWords(words: readonly string[]): string {
  const [last = '', ...others] = words.toReversed()
  return others.length === 0 ? last : `${others.toReversed().join(', ')} and ${last}`
}

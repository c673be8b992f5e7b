/** Quotes a word for a POSIX shell, where it needs it. */
export function quote(word: string): string {
  return /^[\w./:@%+=,-]+$/u.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`
}

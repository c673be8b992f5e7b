import {wordSet} from './read.ts'

const irregular: ReadonlyMap<string, string> = new Map([
  ['people', 'person'],
  ['men', 'man'],
  ['women', 'woman'],
  ['children', 'child'],
  ['feet', 'foot'],
  ['mice', 'mouse'],
  ['criteria', 'criterion'],
  ['analyses', 'analysis'],
  ['hypotheses', 'hypothesis'],
  ['crises', 'crisis'],
  ['indices', 'index'],
  ['vertices', 'vertex'],
  ['leaves', 'leaf'],
  ['halves', 'half'],
  ['movies', 'movie'],
  ['cookies', 'cookie'],
  ['caches', 'cache'],
  ['axes', 'axis'],
  ['buses', 'bus'],
  ['statuses', 'status'],
  ['campuses', 'campus'],
  ['quizzes', 'quiz']
])

/** Words that end like a plural. */
const unchanged = wordSet(
  'always besides does goes has its kubernetes news perhaps series sometimes species this towards was yes'
)

/** Tells whether an English word, in lower case, has the form of a plural noun. */
export function isPlural(word: string): boolean {
  if (irregular.has(word)) return true
  return (
    /^[a-z][a-z'-]*[a-z]s$/u.test(word) && !/(?:ss|us|is|'s)$/u.test(word) && !unchanged.has(word)
  )
}

/** Returns the singular of a noun in lower case; a word of no plural form as it is. */
export function singular(word: string): string {
  const known = irregular.get(word)
  if (known !== undefined) return known
  if (!isPlural(word)) return word
  if (/[^aeiou]ies$/u.test(word) && word.length > 4) return `${word.slice(0, -3)}y`
  return /(?:s|x|z|ch|sh)es$/u.test(word) && !/[aeiouln](?:s|z)es$/u.test(word)
    ? word.slice(0, -2)
    : word.slice(0, -1)
}

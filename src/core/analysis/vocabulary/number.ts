const small =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'
const tens = 'twenty thirty forty fifty sixty seventy eighty ninety'

/** Words for numbers, `zero` to `ninety`, to their values. */
export const numberWords: ReadonlyMap<string, number> = new Map([
  ...small.split(' ').map((word, value): [string, number] => [word, value]),
  ...tens.split(' ').map((word, index): [string, number] => [word, (index + 2) * 10])
])

/** Words that multiply the number before them, to what they multiply it by. */
export const scaleWords: ReadonlyMap<string, number> = new Map([
  ['dozen', 12],
  ['hundred', 100],
  ['thousand', 1e3],
  ['million', 1e6],
  ['billion', 1e9]
])

/** Letters written to a number (`120k`, `$3m`, `2bn`), to what they multiply it by. */
export const scaleLetters: ReadonlyMap<string, number> = new Map([
  ['k', 1e3],
  ['m', 1e6],
  ['mm', 1e6],
  ['mio', 1e6],
  ['b', 1e9],
  ['bn', 1e9]
])

/** Ends of ordinal numbers in digits. */
export const ordinals: ReadonlySet<string> = new Set(['st', 'nd', 'rd', 'th'])

import {isPlural, singular} from './noun.ts'

/** Ends of stems that lost an `e` before `-ing` and `-ed`: `personaliz`, `manag`, `handl`, `scor`. */
const withoutE = new RegExp(
  `(?:${[
    // Sounds that English never ends a verb with.
    'c|u|v|(?<!z)z|dg|[ae]g|rg|[ae]ng|[^aeiourwl]l|[bp]il|dul',
    '[aeioy]s|(?:^|[^c])us|[nr]s',
    // One vowel and one consonant that was not doubled.
    '[^eo]at|creat|[^o]ut|rout|mot|quot|writ|invit|unit|plet|delet',
    '[^e]ar|(?:sc|st|pl|gn)or|[^aeo]ir|[^o]ur|[^aeo]in|tun',
    '[^aeou]id|[^eo]ad|[^o]ud|[^o]od|[^aeiou][aiou]k|scop|[^e]ap|yp|com|tim|nam|sum'
  ].join('|')})$`,
  'u'
)

/** Ends of stems that doubled a letter: `mapp`, `cancell`; not of `add`. */
const doubled = /..(?:bb|dd|gg|mm|nn|pp|rr|tt)$|[bcv]ell$/u

/**
 * Returns the base form of an English verb in lower case: `queue` for `queues`, `queueing`,
 * `queued`; a word of none of these forms as it is.
 */
export function baseForm(word: string): string {
  if (isPlural(word)) return singular(word)
  const stem = stemOf(word)
  if (stem === undefined) return word
  if (word.endsWith('ied')) return `${word.slice(0, -3)}y`
  if (doubled.test(stem)) return stem.slice(0, -1)
  return withoutE.test(stem) ? `${stem}e` : stem
}

/** Takes `-ing` or `-ed` off; nothing where that is no ending: `need`, `bring`. */
function stemOf(word: string): string | undefined {
  const ending = ['ing', 'ed'].find((end) => word.endsWith(end))
  if (ending === undefined || word.endsWith('eed')) return undefined
  const stem = word.slice(0, -ending.length)
  return stem.length > 1 && /[aeiouy]/u.test(stem) ? stem : undefined
}

import {meaningsOf} from './read.ts'

/** Nouns that the endings below would lead to another verb. */
const known: ReadonlyMap<string, string> = meaningsOf([
  ['adapt', 'adaptation'],
  ['analyze', 'analysis'],
  ['apply', 'application'],
  ['approve', 'approval'],
  ['confirm', 'confirmation'],
  ['consult', 'consultation'],
  ['convert', 'conversion'],
  ['deliver', 'delivery'],
  ['describe', 'description'],
  ['document', 'document, documentation'],
  ['examine', 'examination'],
  ['explore', 'exploration'],
  ['implement', 'implementation'],
  ['install', 'installation'],
  ['interpret', 'interpretation'],
  ['observe', 'observation'],
  ['prepare', 'preparation'],
  ['present', 'presentation'],
  ['produce', 'production'],
  ['publish', 'publication'],
  ['reconcile', 'reconciliation'],
  ['register', 'registration'],
  ['remove', 'removal'],
  ['segment', 'segment'],
  ['submit', 'submission'],
  ['transcribe', 'transcription'],
  ['transform', 'transformation']
])

/** Endings of nouns made of verbs to the endings of the verbs, the longest first. */
const endings: readonly (readonly [noun: string, verb: string])[] = [
  ['ification', 'ify'],
  ['ization', 'ize'],
  ['isation', 'ise'],
  ['ation', 'ate'],
  ['letion', 'lete'],
  ['ution', 'ute'],
  ['ction', 'ct'],
  ['ision', 'ise'],
  ['ment', '']
]

/** Returns the verb that a noun in lower case is made of: `translate` for `translation`. */
export function verbOfNoun(noun: string): string {
  const verb = known.get(noun)
  if (verb !== undefined) return verb
  const ending = endings.find(([end]) => noun.endsWith(end) && noun.length > end.length + 2)
  return ending ? noun.slice(0, -ending[0].length) + ending[1] : noun
}

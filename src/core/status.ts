import {caseOf} from './case.ts'
import type {Status} from './claim.ts'

/** A status value taken apart: `⏳ PENDING REGISTRATION`. */
export interface StatusText {
  readonly status: Status
  /** Symbol and white space before the word; empty without one. */
  readonly symbol: string
  readonly word: string
}

/**
 * Pairs of symbols, pending first. The second row is the first one after its UTF-8 was read as
 * Mac Roman: kept in kind, so that whoever repairs such a document gets both symbols back.
 */
const symbolPairs = [
  ['⏳', '✅'],
  ['‚è≥', '‚úÖ']
] as const

/** Reads a status value; an absent one is pending, text that is not known is `UNKNOWN`. */
export function readStatus(value: string): StatusText {
  if (value === '') return {status: 'PENDING', symbol: '', word: ''}
  // A symbol holds no ASCII letter, so that `NOT REGISTERED` is not taken for one.
  const match = /^([^\sA-Za-z0-9]+\s+)?(PENDING REGISTRATION|PENDING|REGISTERED)$/iu.exec(value)
  if (!match) return {status: 'UNKNOWN', symbol: '', word: value}
  const word = match[2] ?? ''
  const status = word.toUpperCase() === 'REGISTERED' ? 'REGISTERED' : 'PENDING'
  return {status, symbol: match[1] ?? '', word}
}

/**
 * Writes a status in the style of the value that it replaces and of the other blocks' values.
 *
 * @param current - value that is replaced; empty if there is none.
 * @param others - values of other blocks; the first that says the same counts.
 */
export function writeStatus(
  status: 'PENDING' | 'REGISTERED',
  current: string,
  others: Iterable<string>
): string {
  const sample = sampleOf(status, others)
  const {symbol, word} = readStatus(current)
  const isAlike = sample && (word === '' || caseOf(word) === caseOf(sample.word))
  if (isAlike) return sample.symbol + sample.word
  const partner = symbol !== '' && sample?.symbol ? sample.symbol : partnerOf(symbol.trim(), status)
  return partner + inCaseOf(word, sample?.word.toUpperCase() ?? status)
}

function sampleOf(status: Status, others: Iterable<string>): StatusText | undefined {
  for (const value of others) {
    const other = readStatus(value)
    // An absent status is pending too, but shows no words.
    if (other.word !== '' && other.status === status) return other
  }

  return undefined
}

function partnerOf(symbol: string, status: 'PENDING' | 'REGISTERED'): string {
  if (symbol === '') return ''
  const pair = symbolPairs.find((symbols) => symbols.some((known) => known === symbol))
  const [pending, registered] = pair ?? symbolPairs[0]
  return `${status === 'PENDING' ? pending : registered} `
}

function inCaseOf(sample: string, word: string): string {
  switch (caseOf(sample)) {
    case 'upper':
      return word
    case 'lower':
      return word.toLowerCase()
    default:
      return word.slice(0, 1) + word.slice(1).toLowerCase()
  }
}

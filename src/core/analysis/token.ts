import {isAscii} from '../characters.ts'
import type {Span} from '../span.ts'
import {numberWords} from './vocabulary/number.ts'

/** A word, a number or a single mark of a text; a line break is a mark too. */
export interface Token extends Span {
  readonly kind: 'word' | 'number' | 'mark'
  readonly raw: string
  /** Lower case; each hyphen and dash that joins is `-`. */
  readonly text: string
  /** No white space before it. */
  readonly isGlued: boolean
}

/** Classes of characters, as patterns. */
interface Classes {
  readonly letter: string
  /** What goes on a word. */
  readonly inWord: string
  readonly mark: string
  readonly digit: string
  /** Scripts that put no space between words, so that digits in a word would hide a number. */
  readonly unspaced: string
}

const unicode: Classes = {
  letter: String.raw`\p{L}`,
  inWord: String.raw`[\p{L}\p{M}\p{N}_]`,
  mark: String.raw`\p{M}`,
  digit: String.raw`\p{Nd}`,
  unspaced: String.raw`[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]`
}

/** The same where a text has no other characters: V8 compiles it in a tenth of the time. */
const ascii: Classes = {
  letter: '[A-Za-z]',
  inWord: '[A-Za-z0-9_]',
  mark: '(?!)',
  digit: '[0-9]',
  unspaced: '(?!)'
}

function patternOf({letter, inWord, mark, digit, unspaced}: Classes): RegExp {
  const letters = `${letter}(?:(?!${unspaced})${inWord})*`
  const tokens = [
    String.raw`([!-/:-@[-\x60{-~\n])`,
    String.raw`(${digit}{1,3}(?:[ \u00A0\u2009\u202F]${digit}{3})+(?!${digit})|${digit}+(?:[.,]${digit}+)*)`,
    String.raw`(${unspaced}(?:${unspaced}|${mark})*|${letters}(?:['’\u2010\u2011-]${letters})*)`,
    // Without a width: such a character parts nothing.
    String.raw`[\u00AD\u200B-\u200D\u2060\uFEFF]+`,
    String.raw`\S`
  ]
  return new RegExp(tokens.join('|'), 'gu')
}

const asciiPattern = patternOf(ascii)
let unicodePattern: RegExp | undefined
const widthless = /^[\u00AD\u200B-\u200D\u2060\uFEFF]/u

/** Splits a text into tokens, in order; white space and characters without a width belong to none. */
export function tokenize(text: string): readonly Token[] {
  const tokens: Token[] = []
  let end = 0
  for (const {0: raw, 2: digits, 3: word, index} of text.matchAll(patternFor(text))) {
    const isGlued = index === end && index > 0
    const start = index
    end = start + raw.length
    if (digits !== undefined) tokens.push({start, end, kind: 'number', raw, text: raw, isGlued})
    else if (word !== undefined) tokens.push(...wordsOf(raw, start, isGlued))
    else if (!widthless.test(raw)) {
      tokens.push({start, end, kind: 'mark', raw, text: plainMark(raw), isGlued})
    }
  }

  return tokens
}

function patternFor(text: string): RegExp {
  return isAscii(text) ? asciiPattern : (unicodePattern ??= patternOf(unicode))
}

/** Parts `twenty-five` and `two-week`, so that the number in it can be read; keeps `high-value`. */
function wordsOf(raw: string, start: number, isGlued: boolean): readonly Token[] {
  const text = raw
    .toLowerCase()
    .replaceAll(/[\u2010\u2011]/gu, '-')
    .replaceAll('’', "'")
  const whole: Token = {start, end: start + raw.length, kind: 'word', raw, text, isGlued}
  const first = raw.search(/[\u2010\u2011-]/u)
  if (first === -1 || !numberWords.has(raw.slice(0, first).toLowerCase())) return [whole]
  const [lead, hyphen] = [raw.slice(0, first), raw.slice(first, first + 1)]
  return [
    {...whole, end: start + first, raw: lead, text: lead.toLowerCase()},
    {
      start: start + first,
      end: start + first + 1,
      kind: 'mark',
      raw: hyphen,
      text: '-',
      isGlued: true
    },
    {
      ...whole,
      start: start + first + 1,
      raw: raw.slice(first + 1),
      text: raw.slice(first + 1).toLowerCase(),
      isGlued: true
    }
  ]
}

function plainMark(raw: string): string {
  return /[\u2010-\u2015\u2212]/u.test(raw) ? '-' : raw
}

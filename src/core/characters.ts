import type {Span} from './span.ts'

const hidden = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}\p{Cn}]/gu
const joinedEmoji =
  /(?<=\p{Extended_Pictographic}(?:\uFE0F|\p{Emoji_Modifier})?)\u200D(?=\p{Extended_Pictographic})/gu

/** Of the hidden ones, those that no document needs: new scripts and own symbols may be unknown here. */
const unsafe = /(?:(?![\t\n\r])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}])+/gu

/** Whether a text has ASCII characters only, control characters included. */
export function isAscii(text: string): boolean {
  return /^[\0-\x7F]*$/u.test(text)
}

/** Whether all characters of a text are ASCII, and take up a cell each. */
export function isPrintableAscii(text: string): boolean {
  return /^[ -~]*$/u.test(text)
}

/** A character that a reader cannot see, or that changes how others are shown. */
export interface HiddenCharacter {
  /** Offset, in UTF-16 units. */
  readonly offset: number
  /** `U+202E`. */
  readonly codePoint: string
}

/**
 * Finds control, format (bidi, zero-width), separator, surrogate, private and unassigned
 * characters. A zero-width joiner between two pictographs is part of an emoji and passes.
 */
export function findHidden(text: string): readonly HiddenCharacter[] {
  const joiners = new Set([...text.matchAll(joinedEmoji)].map((match) => match.index))
  return [...text.matchAll(hidden)]
    .filter((match) => !joiners.has(match.index))
    .map((match) => ({offset: match.index, codePoint: codePointName(match[0])}))
}

/** A run of characters that do not belong into a document. */
export interface UnsafeCharacters extends Span {
  /** `U+202E`, each once, at most five. */
  readonly codePoints: readonly string[]
}

/**
 * Finds control (but for tabs and line endings), bidi, zero-width, separator and surrogate
 * characters, with the exception of {@link findHidden}. What is merely unassigned or private may be
 * a script or a symbol that is newer than this program.
 */
export function findUnsafe(text: string): readonly UnsafeCharacters[] {
  const joiners = new Set([...text.matchAll(joinedEmoji)].map((match) => match.index))
  return [...text.matchAll(unsafe)]
    .filter((match) => !joiners.has(match.index) || match[0].length > 1)
    .map((match) => ({
      start: match.index,
      end: match.index + match[0].length,
      codePoints: [...new Set(Array.from(match[0], codePointName))].slice(0, 5)
    }))
}

/** Replaces hidden characters by `\u{202e}`, so that foreign text can be shown anywhere. */
export function makePrintable(text: string): string {
  // Most texts, whose characters are not looked up one by one.
  if (isPrintableAscii(text)) return text
  const found = new Set(findHidden(text).map(({offset}) => offset))
  return text.replace(hidden, (character, offset: number) =>
    found.has(offset) ? `\\u{${hexOf(character)}}` : character
  )
}

function codePointName(character: string): string {
  return `U+${hexOf(character).toUpperCase().padStart(4, '0')}`
}

function hexOf(character: string): string {
  return (character.codePointAt(0) ?? 0).toString(16)
}

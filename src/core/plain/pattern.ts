/**
 * The form in which regmd writes blocks, and people who follow it: nothing in it means anything else
 * to markdown than what is read here.
 *
 * ```markdown
 * ### Session #3: Kitchen
 *
 * - **NUMBER**: 3
 * - **RESPONSIBILITIES**:
 *   - Cook for 25 guests daily
 *
 * ---
 *
 * ```
 */

/** A line ending; told apart so that there is one way to read several of them. */
export const ending = String.raw`(?:\r\n|\r(?!\n)|\n)`
const end = String.raw`(?:${ending}|(?![^]))`

/**
 * A character of a text: none that marks emphasis, code, a link, an image, HTML, an entity or an
 * escape, and no control character. Underscores in words and brackets without an address are text.
 */
const character = [
  String.raw`[^\0-\x1F\x7F-\x9F\u2028\u2029\uFEFF*_\x60<&\\\]]`,
  String.raw`(?<=[A-Za-z0-9])_(?=[A-Za-z0-9])`,
  '&(?= )',
  String.raw`\](?!\()`
].join('|')

/** A text on one line, with no white space around it. */
export const value = String.raw`(?!\s)(?:${character})+(?<!\s)`

/** The same at the start of a list item, where some characters start something else. */
const item = String.raw`(?![#>+=~\x2D\[]|\d{1,9}[.)])${value}`

/** Name of a field or a label, of at most 60 units. */
export const name = String.raw`(?=[^*]{1,60}\*\*)[A-Za-z][A-Za-z0-9]*(?:[ _-][A-Za-z0-9]+)*`

const heading = String.raw`#{1,6} Session #(?=\d{1,9}(?!\d))0*[1-9]\d*(?:: (?!\s)(?:(?!#)(?:${character}))+(?<!\s))?`

const field = String.raw`- \*\*${name}\*\*:(?: ${value})?${end}(?: {2}- ${item}${end}){0,100}`

/** How a top-level heading starts, whatever it says. */
export const nextHeading = String.raw`#{1,6}(?![^ \t\r\n])`

/** A whole block, up to the next top-level heading or the end of the document. */
const plainBlock = new RegExp(
  `${heading}${ending}+(?:${field}){1,40}(?:${ending}+(?:---${end}${ending}*)?)?` +
    `(?=${nextHeading}|(?![^]))`,
  'yu'
)

/** End of the plain block at an offset; nothing where there is none. */
export function plainEnd(text: string, start: number): number | undefined {
  return endOf(plainBlock, text, start)
}

/** End of what a sticky pattern finds at an offset; nothing where that is nothing. */
export function endOf(pattern: RegExp, text: string, start: number): number | undefined {
  pattern.lastIndex = start
  try {
    return pattern.test(text) ? pattern.lastIndex : undefined
  } catch (error) {
    // Too long to be matched, as it is for people.
    if (error instanceof RangeError) return undefined
    throw error
  }
}

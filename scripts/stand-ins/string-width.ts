import measure from 'fast-string-truncated-width'

/**
 * Width of text in cells, for yargs and what it lays its help out with. It stands for the package
 * `string-width` in the bundle, which makes an `Intl.Segmenter` when it is loaded: that alone takes
 * as long as all of Node's start.
 */
// oxlint-disable-next-line import/no-default-export -- as the package has it
export default function stringWidth(text: string): number {
  // Nearly all that yargs writes; each character is a cell.
  return /^[ -~]*$/u.test(text) ? text.length : measure(text).width
}

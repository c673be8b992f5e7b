/**
 * Width of text in cells, for yargs, which lays our help out with it: ASCII, as a test sees to. It
 * stands for the package `string-width` in the bundle, which makes an `Intl.Segmenter` when it is
 * loaded: that alone takes as long as all of Node's start.
 */
// oxlint-disable-next-line import/no-default-export -- as the package has it
export default function stringWidth(text: string): number {
  return text.length
}

/** Longest stretch without a blank line that cannot keep a parser busy, in UTF-16 units. */
const shortStretch = 600

/** Longest line that cannot nest deeper than any person writes, in UTF-16 units. */
const shortLine = 32 * 1024

/**
 * Whether a look from afar shows that nothing in a document keeps a parser busy for minutes or
 * exhausts its stack: a document that fails may be fine too, and wants a closer look.
 */
export function isModest(text: string): boolean {
  return (
    // An image is what a parser looks for longest.
    !text.includes('![') &&
    !hasLongLead(text) &&
    isBroken(text, shortLine, text.includes('\r') ? ['\n', '\r'] : ['\n']) &&
    isBroken(text, shortStretch, text.includes('\r') ? blankLines : ['\n\n'])
  )
}

const blankLines = ['\n\n', '\r\n\r\n', '\r\r']

/** Whether one of several breaks stands in every stretch of a length. */
function isBroken(text: string, most: number, breaks: readonly string[]): boolean {
  for (let start = 0; start + most < text.length;) {
    const stretch = text.slice(start, start + most)
    const last = Math.max(...breaks.map((one) => stretch.lastIndexOf(one)))
    if (last === -1) return false
    start += last + 1
  }

  return true
}

/** Fewest marks and blanks at the start of a line that nests or is indented too deeply. */
const longLead = 100

const leading = new Set(Array.from(' \t>+*-0123456789.)', (mark) => mark.charCodeAt(0)))

/** Whether so many of them stand together, anywhere: one is then at a multiple of their number. */
function hasLongLead(text: string): boolean {
  const isLeading = (offset: number) => leading.has(text.charCodeAt(offset))
  for (let middle = 0; middle < text.length; middle += longLead) {
    if (!isLeading(middle)) continue
    let [start, end] = [middle, middle]
    while (isLeading(end) && end < middle + longLead) end++
    while (start > 0 && isLeading(start - 1) && end - start < longLead) start--
    if (end - start >= longLead) return true
  }

  return false
}

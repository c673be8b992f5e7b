import {fenceAfter} from './fence.ts'
import {eachLine} from './lines.ts'

/** Effort that a document may take beyond what grows with its length, in units of about 10 ns. */
const most = 150_000_000

/** Effort below which lines without a blank one between them count for nothing: what people write. */
const least = 1_000_000

/** Weights of what a parser of markdown looks at again and again, by how often that is. */
const weights = {emphasis: 3, images: 60, codes: 3, tags: 1, brackets: 300}

/**
 * Finds marks that keep a parser of markdown busy for minutes: emphasis, images, links, code and tags
 * that are opened thousands of times before a blank line.
 *
 * @returns offset of the lines at which the effort is too much, in UTF-16 units.
 */
export function findTangle(text: string): number | undefined {
  let effort = 0
  for (const {start, end} of stretches(text)) {
    const own = effortOf(text.slice(start, end))
    if (own > least) effort += own
    if (effort > most) return start
  }

  return undefined
}

/** Runs of lines without a blank one, fenced code left out. */
function* stretches(text: string): Generator<{readonly start: number; readonly end: number}> {
  let fence: string | undefined
  let start: number | undefined
  for (const line of eachLine(text)) {
    const source = text.slice(line.start, line.end)
    const isOpen = fence !== undefined
    fence = fenceAfter(fence, source)
    if (!isOpen && fence === undefined && source.trim() !== '') {
      start ??= line.start
      continue
    }

    if (start !== undefined) yield {start, end: line.start}
    start = undefined
  }

  if (start !== undefined) yield {start, end: text.length}
}

function effortOf(source: string): number {
  const {length} = source
  // Fewer marks than units.
  if (weights.images * length * length < least) return 0
  const count = (pattern: RegExp) => source.match(pattern)?.length ?? 0
  return (
    weights.emphasis * count(/[*_]+/gu) ** 2 +
    weights.images * count(/!\[/gu) ** 2 +
    weights.codes * Math.min(count(/`+/gu), Math.sqrt(2 * length)) * length +
    weights.brackets * count(/\[/gu) +
    weights.tags * count(/(?<!^[ \t]*)<[!?]/gmu) * length
  )
}

import {type MarkedLines, isClosed} from './markers.ts'
import type {Part} from './piece.ts'
import type {Strand} from './strand.ts'

/** Merged text in which clashes say what ours says, and where they are. */
export interface Assembled {
  readonly text: string
  readonly clashes: readonly MarkedLines[]
}

/** What is put between pieces that nothing separates. */
export interface Gaps {
  /** Line ending. */
  readonly ending: string
  /** Between two parts, where none before them shows it. */
  readonly separator: string
}

/** Puts strands together to a text. */
export function assemble(
  strands: readonly Strand[],
  parts: ReadonlyMap<string, Part>,
  gaps: Gaps
): Assembled {
  let text = ''
  let {separator} = gaps
  const clashes: MarkedLines[] = []
  for (const [index, strand] of strands.entries()) {
    const next = strands[index + 1]
    if ('key' in strand) {
      const part = parts.get(strand.key)
      text += partText(part, next, {...gaps, separator})
      if (part?.isInner) separator = part.tail
      continue
    }

    const start = text.length
    text += 'line' in strand ? strand.line : strand.ours.join('')
    if (next && text !== '' && !isClosed(text)) text += gaps.ending
    if ('ours' in strand) {
      const other = strand.theirs.join('')
      clashes.push({start, end: text.length, other, isOurs: true})
    }
  }

  return {text, clashes}
}

function partText(part: Part | undefined, next: Strand | undefined, gaps: Gaps): string {
  const {source = '', tail = '', isInner = true} = part ?? {}
  if (!next) return source + tail
  if ('key' in next && !isInner) return source + gaps.separator
  return source + (isClosed(tail) ? tail : tail + gaps.ending)
}

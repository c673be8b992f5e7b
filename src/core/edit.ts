import type {Span} from './span.ts'

/** Replacement of the text at a span; an empty span inserts. */
export interface Edit extends Span {
  readonly replacement: string
}

/**
 * Applies edits that do not overlap, leaving every other unit as it is.
 *
 * Insertions at one place land in the order given.
 *
 * @throws {RangeError} if an edit is out of bounds or overlaps another.
 */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  let position = 0
  let result = ''

  for (const edit of edits.toSorted((a, b) => a.start - b.start)) {
    if (edit.start < position || edit.end < edit.start || edit.end > text.length) {
      throw new RangeError(`Cannot apply edit at ${edit.start}-${edit.end}`)
    }

    result += text.slice(position, edit.start) + edit.replacement
    position = edit.end
  }

  return result + text.slice(position)
}

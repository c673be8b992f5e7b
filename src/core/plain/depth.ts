import type {Heading} from 'mdast'

const depths = [1, 2, 3, 4, 5, 6] as const

/**
 * Depth of the heading at an offset: the number of its marks.
 *
 * @param start - of its first mark; they end at a blank.
 */
export function depthOf(source: string, start = 0): Heading['depth'] {
  return depths[source.indexOf(' ', start) - start - 1] ?? 6
}

import {makeInert} from './inert.ts'
import {type Screen, fit, pad, widthOf} from './screen.ts'

/** Cells between two columns. */
const gap = 2

/** Narrowest that a column is cut to. */
const narrowest = 8

/**
 * Lays out rows of foreign text in aligned columns that fit the screen; the widest columns give way
 * first. The first row is the head.
 *
 * @param kept - indices of columns that are never cut.
 */
export function renderTable(
  screen: Screen,
  rows: readonly (readonly string[])[],
  kept: readonly number[] = []
): string {
  const shown = rows.map((row) => row.map(makeInert))
  const widths = fitWidths(naturalWidths(shown), screen.width, kept)
  const lines = shown.map((row) =>
    row
      .map((cell, column) => pad(fit(cell, widths[column] ?? 0), widths[column] ?? 0))
      .join(' '.repeat(gap))
      .trimEnd()
  )
  return lines
    .map((line) => fit(line, screen.width))
    .map((line, index) => (index === 0 ? screen.style('dim', line) : line))
    .join('\n')
}

function naturalWidths(rows: readonly (readonly string[])[]): readonly number[] {
  const columns = rows[0]?.length ?? 0
  return Array.from({length: columns}, (_, column) =>
    Math.max(...rows.map((row) => widthOf(row[column] ?? '')))
  )
}

function fitWidths(
  natural: readonly number[],
  total: number,
  kept: readonly number[]
): readonly number[] {
  const widths = [...natural]
  const used = () => widths.reduce((sum, width) => sum + width + gap, -gap)
  const flexible = () => widths.map((width, column) => (kept.includes(column) ? 0 : width))
  while (used() > total && Math.max(...flexible()) > narrowest) {
    const widest = flexible().indexOf(Math.max(...flexible()))
    widths[widest] = (widths[widest] ?? 0) - 1
  }

  return widths
}

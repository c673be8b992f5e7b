import {type Bench, type Figure, isMet} from './figure.ts'

/** What a bench came to. */
export interface Benched {
  readonly bench: Bench
  readonly figures: readonly Figure[]
}

/** Renders figures for people, as markdown. */
export function renderTable({bench, figures}: Benched): string {
  const head = ['', 'figure', 'floor', '', 'ratio', 'target', '']
  const rows = figures.map((figure) => [
    figure.name,
    shown(figure.value, figure.unit),
    figure.floor.name,
    shown(figure.floor.value, figure.unit),
    figure.ratio.toFixed(2),
    figure.target === undefined ? '' : `≤ ${figure.target.toFixed(2)}`,
    isMet(figure) ? '' : 'missed'
  ])
  const widths = head.map((_, column) =>
    Math.max(...[head, ...rows].map((row) => row[column]?.length ?? 0), 3)
  )
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`
  const rule = `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`
  return [`## ${bench.name}`, '', bench.about, '', line(head), rule, ...rows.map(line), ''].join(
    '\n'
  )
}

function shown(value: number, unit: Figure['unit']): string {
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ${unit}`
}

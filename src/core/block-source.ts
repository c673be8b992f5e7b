import type {Block} from './registry.ts'

/** A block's source, without the white space and breaks that separate it from the next one. */
export function blockSource(document: string, {lines}: Block): string {
  let {end} = lines
  // By hand: a pattern that is bound to the end tries each place in a long run before it.
  while (end > lines.start && isSeparator(document[end - 1] ?? '')) end--
  return document.slice(lines.start, end)
}

function isSeparator(unit: string): boolean {
  return unit === '\n' || unit === '-' || /[\s*_-]/u.test(unit)
}

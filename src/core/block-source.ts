import type {Block} from './registry.ts'

/** A block's source, without the white space and breaks that separate it from the next one. */
export function blockSource(document: string, {lines}: Block): string {
  return document.slice(lines.start, lines.end).replace(/[\s*_-]*$/u, '')
}

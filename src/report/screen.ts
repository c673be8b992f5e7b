import {styleText} from 'node:util'
import stringWidth from 'string-width'
import type {Output} from '../context.ts'
import {makePrintable} from '../core/characters.ts'

/** Looks that text output uses. */
export type Look = 'bold' | 'dim' | 'green' | 'yellow' | 'red' | 'cyan'

/** A place that shows text: how wide it is, and what it makes of colours. */
export interface Screen {
  /** Cells in a line; a file or pipe is as wide as it takes. */
  readonly width: number
  readonly style: (look: Look, text: string) => string
}

/** Colours by what the environment says of them: `NO_COLOR`, `FORCE_COLOR`, else a terminal's. */
export function screenOf(
  output: Output,
  env: Readonly<Record<string, string | undefined>>
): Screen {
  const isForced = env['FORCE_COLOR'] !== undefined && env['FORCE_COLOR'] !== '0'
  const isPlain = (env['NO_COLOR'] ?? '') !== '' || env['TERM'] === 'dumb'
  const isColoured = isForced || (output.isTTY === true && !isPlain)
  return {
    width: output.columns ?? Number.POSITIVE_INFINITY,
    style: (look, text) => (isColoured ? styleText(look, text, {validateStream: false}) : text)
  }
}

/** Shows foreign text on one line, cut to a number of cells. */
export function fit(text: string, cells: number): string {
  const printable = makePrintable(text)
  if (stringWidth(printable) <= cells) return printable
  let kept = ''
  for (const {segment} of new Intl.Segmenter().segment(printable)) {
    if (stringWidth(kept + segment) > cells - 1) break
    kept += segment
  }

  return `${kept}…`
}

/** Fills text up to a number of cells. */
export function pad(text: string, cells: number): string {
  return text + ' '.repeat(Math.max(0, cells - stringWidth(text)))
}

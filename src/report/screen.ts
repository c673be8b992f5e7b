import {styleText} from 'node:util'
import measure from 'fast-string-truncated-width'
import type {Output} from '../context.ts'
import {isPrintableAscii, makePrintable} from '../core/characters.ts'
import {type GivenOptions, completeHint, programName} from './hint.ts'

/** Looks that text output uses. */
export type Look = 'bold' | 'dim' | 'green' | 'yellow' | 'red' | 'cyan'

/** A place that shows text: how wide it is, and what it makes of colours. */
export interface Screen {
  /** Cells in a line; a file or pipe is as wide as it takes. */
  readonly width: number
  readonly style: (look: Look, text: string) => string
  /** How this program is started from a shell: `regmd` or `npx regmd`. */
  readonly program: string
  /** Options of this run that the next command needs as well. */
  readonly given?: GivenOptions | undefined
}

/** Colours by what the environment says of them: `NO_COLOR`, `FORCE_COLOR`, else a terminal's. */
export function screenOf(
  output: Output,
  env: Readonly<Record<string, string | undefined>>,
  given?: GivenOptions
): Screen {
  const isForced = env['FORCE_COLOR'] !== undefined && env['FORCE_COLOR'] !== '0'
  const isPlain = (env['NO_COLOR'] ?? '') !== '' || env['TERM'] === 'dumb'
  const isColoured = isForced || (output.isTTY === true && !isPlain)
  return {
    program: programName(env),
    given,
    width: output.columns || Number.POSITIVE_INFINITY,
    style: (look, text) => (isColoured ? styleText(look, text, {validateStream: false}) : text)
  }
}

/** A command of regmd as it can be run here next: `status` becomes `npx regmd status --remote hub`. */
export function commandOn({program, given}: Screen, command: string): string {
  const hint = `regmd ${command}`
  const complete = given ? completeHint(hint, given) : hint
  return complete.replace(/^regmd /u, `${program} `)
}

/** Cells that a text takes up. */
export function widthOf(text: string): number {
  return isPrintableAscii(text) ? text.length : measure(text).width
}

/** Shows foreign text on one line, cut to a number of cells. */
export function fit(text: string, cells: number): string {
  const printable = makePrintable(text)
  if (isPrintableAscii(printable) && printable.length <= cells) return printable
  const {index, truncated} = measure(printable, {limit: cells, ellipsis: '…'})
  return truncated ? `${printable.slice(0, index)}…` : printable
}

/** Fills text up to a number of cells. */
export function pad(text: string, cells: number): string {
  return text + ' '.repeat(Math.max(0, cells - widthOf(text)))
}

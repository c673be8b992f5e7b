import type {Cell} from '../core/mdast.ts'
import {makeInert} from './inert.ts'
import {fit} from './screen.ts'

/** Cells on a screen that one foreign value takes at most. */
const longest = 300

/** Foreign text as code, in which nothing has a meaning; nothing where there is nothing to see. */
export function foreign(value: string): Cell {
  const shown = makeInert(fit(value, longest))
  return shown.trim() === '' ? [] : [{type: 'inlineCode', value: shown}]
}

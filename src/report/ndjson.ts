import {stringify} from './json.ts'

/** JSON on one line, inert as that of `--json`. */
export function renderLine(value: object): string {
  return onOneLine(stringify(value))
}

/** Draws indented JSON together to one line; within strings it has no line breaks. */
export function onOneLine(json: string): string {
  return `${json.trimEnd().replaceAll(/,\n */gu, ', ').replaceAll(/\n */gu, '')}\n`
}

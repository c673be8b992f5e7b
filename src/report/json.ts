import {findHidden} from '../core/characters.ts'
import {type RegmdError, exitCodes} from '../core/error.ts'
import {commandBracket} from './inert.ts'

/** Renders a result as the one object that `--json` promises; see `schemas/output.schema.json`. */
export function renderSuccess(command: string, data: object, exitCode: number): string {
  return stringify({schemaVersion: 1, command, ok: true, exitCode, data})
}

/** Renders a failure as the one object that `--json` promises. */
export function renderFailure(command: string, {code, message, hint, details}: RegmdError): string {
  const error = {code, message, ...(hint === undefined ? {} : {hint}), details}
  return stringify({schemaVersion: 1, command, ok: false, exitCode: exitCodes[code], error})
}

/** JSON in which hidden characters are escaped: equal as data, inert on a terminal and in a log. */
export function stringify(value: object): string {
  const json = JSON.stringify(value, null, 2).replace(commandBracket, escape)
  const offsets = new Set(findHidden(json).map(({offset}) => offset))
  return `${json.replace(/[^\n -~]/gu, (character, offset: number) =>
    offsets.has(offset) ? escape(character) : character
  )}\n`
}

function escape(character: string): string {
  return Array.from({length: character.length}, (_, index) => {
    const unit = character.charCodeAt(index).toString(16).padStart(4, '0')
    return `\\u${unit}`
  }).join('')
}

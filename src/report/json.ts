import {findHidden} from '../core/characters.ts'
import {type RegmdError, exitCodes} from '../core/error.ts'
import {commandBracket} from './inert.ts'

/** Renders a result as the one object that `--json` promises; see `schemas/output.schema.json`. */
export function renderSuccess(command: string, data: object, exitCode: number): string {
  return stringify({schemaVersion: 1, command, ok: true, exitCode, data})
}

/** Pointers to details that carry text of the document, of git or of a remote. */
const foreign = [
  '/holder',
  '/reservedFor',
  '/session',
  '/missing/*',
  '/problems/*/message',
  '/conflicts/*',
  '/approvers/*',
  '/paths/*',
  '/path',
  '/git/*'
]

/** Renders a failure as the one object that `--json` promises. */
export function renderFailure(command: string, {code, message, hint, details}: RegmdError): string {
  const untrusted = foreign.filter((pointer) => Object.hasOwn(details, pointer.split('/')[1] ?? ''))
  const shown = untrusted.length === 0 ? details : {...details, untrusted}
  const error = {code, message, ...(hint === undefined ? {} : {hint}), details: shown}
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

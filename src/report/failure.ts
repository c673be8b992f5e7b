import type {RegmdError} from '../core/error.ts'
import {makeInert} from './inert.ts'
import type {Screen} from './screen.ts'

/** Renders a failure for a person: what and why, what git said, and the next command. */
export function renderFailureText(screen: Screen, {message, hint, details}: RegmdError): string {
  const said = Array.isArray(details['git']) ? details['git'].map(String) : []
  return [
    `${screen.style('red', 'regmd:')} ${makeInert(message)}`,
    ...said.map((line) => screen.style('dim', `  | ${makeInert(line)}`)),
    ...(hint === undefined ? [] : [`${screen.style('bold', 'Next:')} ${makeInert(hint)}`]),
    ''
  ].join('\n')
}

/** Renders a bug for a person who may report it. */
export function renderBug(error: unknown): string {
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error)
  const lines = stack.split('\n').map((line) => `  | ${makeInert(line)}`)
  return [
    'regmd: This is a bug in regmd. Nothing more is known about what was changed than git shows',
    ...lines,
    'Next: report it with these lines: https://github.com/regmd/regmd/issues',
    ''
  ].join('\n')
}

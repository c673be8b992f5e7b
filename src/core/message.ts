import {type Claim, isPlaceholder} from './claim.ts'
import {RegmdError} from './error.ts'
import {canonicalKey} from './field.ts'

/** Renders a claim as the registration message of the protocol, in its form of several lines. */
export function renderMessage(claim: Claim): string {
  return [
    'REGISTRATION COMPLETE',
    `NUMBER: ${claim.number}`,
    `ROLE: ${claim.role ?? ''}`,
    `GOAL: ${claim.goal ?? ''}`,
    `SESSION_ID: ${claim.session ?? ''}`,
    `STATUS: ${claim.status}`,
    ...(claim.ready === undefined ? [] : [`READY: ${claim.ready}`])
  ].join('\n')
}

/** What a registration message says; what it leaves open is `undefined`. */
export interface Message {
  readonly number: number | undefined
  readonly role: string | undefined
  readonly goal: string | undefined
  readonly session: string | undefined
  /** Whether it does not hold readiness back. */
  readonly ready: boolean
}

const fields = 'NUMBER|ROLE|GOAL|SESSION_ID|STATUS|READY|TIMESTAMP'

/**
 * Reads a registration message in either form of the protocol: `REGISTRATION COMPLETE` and a line
 * a field, or `REGISTRATION: NUMBER=2 ROLE=… GOAL=…` on one line, brackets around a value or not.
 * Other lines are ignored.
 *
 * @throws {RegmdError} `CLAIM_INVALID` if there is no registration in the text, or not one of a
 *   number that a session can have.
 */
export function parseMessage(text: string): Message {
  const values = valuesOf(text)
  const read = (key: string) => values.get(key)
  const [number, status] = [read('NUMBER'), read('STATUS')]
  if (number !== undefined && !/^[1-9]\d{0,8}$/u.test(number)) {
    throw invalid(`its number is \`${number}\``)
  }
  if (status !== undefined && !/(?:^|\s)REGISTERED$/iu.test(status)) {
    throw invalid(`its status is \`${status}\``)
  }

  return {
    number: number === undefined ? undefined : Number(number),
    role: read('ROLE'),
    goal: read('GOAL'),
    session: read('SESSION_ID'),
    ready: (read('READY') ?? 'YES').toUpperCase() === 'YES'
  }
}

type Pair = readonly [name: string, value: string]

/** The first value of each field; one that is all brackets is left out. */
function valuesOf(text: string): ReadonlyMap<string, string> {
  const values = new Map<string, string>()
  for (const [name, value] of inlinePairs(text) ?? linePairs(text)) {
    const key = canonicalKey(name)
    if (!isPlaceholder(value) && !values.has(key)) values.set(key, value)
  }

  return values
}

function inlinePairs(text: string): readonly Pair[] | undefined {
  // The protocol quotes it for a shell.
  const line = /(["']?)\bREGISTRATION:[ \t]*(.*?)\1[ \t]*$/mu.exec(text)?.[2]
  if (line === undefined) return undefined
  const pair = new RegExp(`\\b(${fields})=(.*?)(?=\\s+(?:${fields})=|$)`, 'gu')
  return [...line.matchAll(pair)].map(([, name = '', value = '']) => [
    name,
    value
      .trim()
      .replace(/^\[(.*)\]$/u, '$1')
      .trim()
  ])
}

function linePairs(text: string): readonly Pair[] {
  if (!/^[ \t]*REGISTRATION COMPLETE\s*$/mu.test(text)) {
    throw invalid('there is no registration in it')
  }

  const pair = /^[ \t]*([A-Za-z][A-Za-z _]*?)[ \t]*:(.*)$/gmu
  return [...text.matchAll(pair)].map(([, name = '', value = '']) => [name, value.trim()])
}

function invalid(why: string): RegmdError {
  return new RegmdError('CLAIM_INVALID', `Cannot use this message: ${why}; nothing was written`, {
    hint: 'regmd claim --help'
  })
}

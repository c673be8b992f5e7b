/** What a commit of regmd says that it does. */
export interface Deed {
  readonly action: DeedAction
  /** Number that it is about, or the orchestrator's; `null` for what is about no session. */
  readonly number: number | null
  /** Session that acts; `null` for a person. */
  readonly session: string | null
  readonly path: string
  /** Makes the commit unlike any other, so that a push cannot take one for its own. */
  readonly attempt: string
}

const subjects = {
  claim: 'claims its number',
  ready: 'is ready',
  release: 'is released',
  reassign: 'is reassigned',
  confirm: 'confirms that there are no conflicts',
  broadcast: 'broadcasts the registry',
  ack: 'acknowledges the broadcast',
  approve: 'a person approves the registry',
  activate: 'activates the registry',
  sync: 'the base branch is taken in'
} as const

/** What a commit of regmd can do. */
export type DeedAction = keyof typeof subjects

/** Writes the commit message: a fixed template, and trailers without anything that a forge acts on. */
export function renderDeed({action, number, session, path, attempt}: Deed): string {
  const who = number === null ? '' : `session ${number} `
  return [
    `registry: ${who}${subjects[action]}`,
    '',
    `Registry-Action: ${action}`,
    ...(number === null ? [] : [`Registry-Number: ${number}`]),
    ...(session === null ? [] : [`Registry-Session: ${inert(session)}`]),
    `Registry-Path: ${inert(path)}`,
    `Registry-Attempt: ${attempt}`,
    ''
  ].join('\n')
}

/**
 * Reads the deeds of a commit message: one in a commit of regmd, several where a forge has squashed
 * such commits into one and kept what they said. Anybody can write them, so they prove nothing.
 */
export function parseDeeds(message: string): readonly Deed[] {
  return message.split(/^(?=Registry-Action:)/mu).flatMap((part) => parseDeed(part) ?? [])
}

function parseDeed(part: string): Deed | undefined {
  const values = new Map(
    [...part.matchAll(/^Registry-(\w+):[ \t]*(.*?)[ \t\r]*$/gmu)].map((match) => [
      match[1] ?? '',
      match[2] ?? ''
    ])
  )
  const action = values.get('Action') ?? ''
  const session = values.get('Session')
  if (!isAction(action)) return undefined
  const number = readNumber(values.get('Number'))
  if (number === undefined || (number === null && !numberless.includes(action))) return undefined
  return {
    action,
    number,
    session: session === undefined ? null : decoded(session),
    path: decoded(values.get('Path') ?? ''),
    attempt: values.get('Attempt') ?? ''
  }
}

/** `null` without one, `undefined` for what is none. */
function readNumber(text: string | undefined): number | null | undefined {
  if (text === undefined) return null
  return /^[1-9]\d{0,8}$/u.test(text) ? Number(text) : undefined
}

/** Actions that are about no session. */
const numberless: readonly DeedAction[] = ['approve', 'sync']

function isAction(text: string): text is DeedAction {
  return Object.hasOwn(subjects, text)
}

/** Percent-encodes what could mention people, close issues or end the line. */
function inert(text: string): string {
  return text.replace(/[^\p{L}\p{N} ._:/+()@-]|(?<![\p{L}\p{N}])@/gu, (character) =>
    encodeURIComponent(character)
  )
}

/** Undoes the percent-encoding; text that is not encoded stays. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch (error) {
    if (error instanceof URIError) return text
    throw error
  }
}

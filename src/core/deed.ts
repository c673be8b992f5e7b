/** What a commit of regmd says that it does. */
export interface Deed {
  readonly action: DeedAction
  readonly number: number
  /** Session that acts. */
  readonly session: string
  readonly path: string
  /** Makes the commit unlike any other, so that a push cannot take one for its own. */
  readonly attempt: string
}

const subjects = {
  claim: 'claims its number',
  ready: 'is ready',
  release: 'is released'
} as const

/** What a session can do to a block. */
export type DeedAction = keyof typeof subjects

const actions: readonly DeedAction[] = ['claim', 'ready', 'release']

/** Writes the commit message: a fixed template, and trailers without anything that a forge acts on. */
export function renderDeed({action, number, session, path, attempt}: Deed): string {
  return [
    `registry: session ${number} ${subjects[action]}`,
    '',
    `Registry-Action: ${action}`,
    `Registry-Number: ${number}`,
    `Registry-Session: ${inert(session)}`,
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
  const read = (name: string) => values.get(name) ?? ''
  const action = actions.find((name) => name === read('Action'))
  if (action === undefined || !/^[1-9]\d{0,8}$/u.test(read('Number'))) return undefined
  return {
    action,
    number: Number(read('Number')),
    session: decoded(read('Session')),
    path: decoded(read('Path')),
    attempt: read('Attempt')
  }
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

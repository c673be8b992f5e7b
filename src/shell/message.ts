/** What a commit of regmd says about itself. */
export interface Deed {
  readonly action: 'claim' | 'ready' | 'release'
  readonly number: number
  /** Session that acts. */
  readonly session: string
  readonly path: string
  /** Makes the commit unlike any other, so that a push cannot take one for its own. */
  readonly attempt: string
}

const subjects: Readonly<Record<Deed['action'], string>> = {
  claim: 'claims its number',
  ready: 'is ready',
  release: 'is released'
}

/** Writes the commit message: a fixed template, and trailers without anything that a forge acts on. */
export function commitMessage({action, number, session, path, attempt}: Deed): string {
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

/** Percent-encodes what could mention people, close issues or end the line. */
function inert(text: string): string {
  return text.replace(/[^\p{L}\p{N} ._:/+()@-]|(?<![\p{L}\p{N}])@/gu, (character) =>
    encodeURIComponent(character)
  )
}

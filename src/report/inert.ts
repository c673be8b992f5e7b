import {makePrintable} from '../core/characters.ts'

/** The bracket of what a job's log is read for anywhere in a line: `##[group]`, `##vso[task]`. */
export const commandBracket: RegExp = /(?<=##\w*)\[/gu

/** Shows foreign text on one line that is no command to whoever reads the log, wherever it stands. */
export function makeInert(text: string): string {
  return makePrintable(text)
    .replace(commandBracket, String.raw`\u{5b}`)
    .replace(/^(\s*):(?=:)/u, String.raw`$1\u{3a}`)
}

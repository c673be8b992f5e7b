import {makeInert} from './inert.ts'

const escapes: Readonly<Record<string, string>> = {
  '%': '%25',
  '\r': '%0D',
  '\n': '%0A',
  ':': '%3A',
  ',': '%2C'
}

/** Writes foreign text as the value of a workflow command's property, on one line. */
export function escapeProperty(text: string): string {
  return makeInert(text).replace(/[%\r\n:,]/gu, escapeCharacter)
}

/** Writes text, made inert before, as the data of a workflow command; it may have several lines. */
export function escapeData(text: string): string {
  return text.replace(/[%\r\n]/gu, escapeCharacter)
}

function escapeCharacter(character: string): string {
  return escapes[character] ?? character
}

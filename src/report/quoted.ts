import {type Cell} from '../core/mdast.ts'
import {foreign} from './markdown.ts'

/** Characters of a value that are looked at; marks take no cells, so that cells do not bound them. */
const longest = 400

/** What forges take for an order to close an issue, in the forms that GitHub and GitLab know. */
const closing =
  /\b(?:clos(?:e[sd]?|ing)|fix(?:e[sd]|ing)?|resolv(?:e[sd]?|ing)|implement(?:s|ed|ing)?)\b/iu

/**
 * Foreign text as code of a pull request's description. A forge may make the description the message
 * of a commit, where code is no code: so mentions, and numbers of issues beside a word that closes
 * them, are broken up as well.
 */
export function quoted(value: string): Cell {
  const characters = Array.from(value)
  const shown = characters.length > longest ? `${characters.slice(0, longest).join('')}…` : value
  return foreign(withoutOrders(shown.replace(/(?<![\p{L}\p{N}_])@(?=[\p{L}\p{N}_])/gu, escaped)))
}

function withoutOrders(text: string): string {
  if (!closing.test(text)) return text
  return text
    .replace(/[#!%](?=\d)/gu, escaped)
    .replace(/(?<=[a-z]\w*)-(?=\d)/giu, escaped)
    .replaceAll('://', String.raw`:\u{2f}/`)
}

function escaped(character: string): string {
  return `\\u{${character.charCodeAt(0).toString(16)}}`
}

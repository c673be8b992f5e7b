import {toMarkdown} from 'mdast-util-to-markdown'
import {makePrintable} from '../characters.ts'
import type {Edit} from '../edit.ts'
import {dominantEnding, endingAt, hasGapAfter, lineEnd} from '../lines.ts'
import {quote} from '../quote.ts'
import type {Block, Registry} from '../registry.ts'
import {isClosed} from './markers.ts'
import type {MergeConflict} from './result.ts'
import type {Rival} from './rivals.ts'

/** Longest value that a note repeats, in code points. */
const longest = 300

/** What a rival's note and conflict say. */
export function conflictOf(rival: Rival): MergeConflict {
  const {holder, claim} = rival
  const [ours, theirs] = [holder.session ?? '', claim.session ?? '']
  const message =
    holder.number === claim.number
      ? `Number ${claim.number} stays with ${ours}; ${theirs} claimed it too`
      : `${theirs} claimed number ${claim.number} too; it holds number ${holder.number}`
  const next = nextCommand(rival)
  return {number: claim.number, message, sessions: [...new Set([ours, theirs])], next}
}

/** Makes the edit that leaves a note of a claim that came second; nothing where there is one. */
export function noteRival({text, blocks}: Registry, rival: Rival): readonly Edit[] {
  const block = blocks.find(({claim}) => String(claim.number) === rival.number)
  if (!block) return []
  const lines = noteLines(rival)
  if (isNoted(text, block, lines[0] ?? '')) return []
  const ending = dominantEnding(text)
  const at = placeIn(text, block)
  const before = isClosed(text.slice(0, at)) ? ending : ending + ending
  const isEnd = at === text.length
  const isTight = !isEnd && !hasGapAfter(text, at - 1)
  const after = (isEnd && before !== ending ? '' : ending) + (isTight ? ending : '')
  return [{start: at, end: at, replacement: before + lines.join(ending) + after}]
}

/** Offset after the block's fields, or its heading. */
function placeIn(text: string, {fields, heading}: Block): number {
  const last = fields.at(-1)
  if (last) return last.lines.end
  const end = lineEnd(text, heading.end)
  return end + endingAt(text, end).length
}

function isNoted(text: string, {lines}: Block, line: string): boolean {
  return text
    .slice(lines.start, lines.end)
    .split(/\r\n|\n|\r/u)
    .includes(line)
}

/** A quote, in which nothing is a heading, a field or a record of the document. */
function noteLines(rival: Rival): readonly string[] {
  const {holder, claim} = rival
  const [ours, theirs] = [code(holder.session), code(claim.session)]
  const head =
    holder.number === claim.number
      ? `number ${claim.number} is held by ${ours}; ${theirs} claimed it too.`
      : `${ours} holds number ${holder.number}; as ${theirs} it claimed number ${claim.number} too.`
  return [
    `> **Conflict of a merge**: ${head}`,
    '>',
    ...(claim.role === undefined ? [] : [`> - Role that it wanted: ${code(claim.role)}`]),
    ...(claim.goal === undefined ? [] : [`> - Goal that it wanted: ${code(claim.goal)}`]),
    `> - Next: ${code(nextCommand(rival))}`,
    '>',
    '> Take this note out when that is settled.'
  ]
}

function nextCommand({holder, claim}: Rival): string {
  const session = quote(makePrintable(claim.session ?? ''))
  if (holder.number === claim.number) return `npx regmd claim --next --session ${session}`
  return `npx regmd release ${holder.number} --session ${session} --reason 'Number ${claim.number} instead'`
}

/** Foreign text as code, in which nothing has a meaning. */
function code(value = ''): string {
  const points = Array.from(makePrintable(value))
  const shown =
    points.length > longest ? `${points.slice(0, longest - 1).join('')}…` : points.join('')
  return toMarkdown({type: 'inlineCode', value: shown === '' ? ' ' : shown}).trimEnd()
}

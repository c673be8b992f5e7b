import {makeInert} from './inert.ts'
import {heading, list, paragraph, renderMarkdown, text} from '../core/mdast.ts'
import {foreign} from './markdown.ts'
import {escapeData, escapeProperty} from './workflow-command.ts'

/** What one step of the action came to, in words. */
export interface Outcome {
  /** Of our own: `regmd check`. */
  readonly title: string
  /** May be foreign, of several lines. */
  readonly text: string
  readonly isFailed: boolean
}

/** Lines that an annotation shows of one failure. */
const most = 10

/**
 * Shows foreign text in a job's log, where no line of it is a command.
 *
 * @param token - a word that nobody can foresee.
 */
export function renderLog(foreignText: string, token: string): string {
  const lines = linesOf(foreignText).map((line) => makeInert(line))
  if (lines.length === 0) return ''
  return [`::stop-commands::${token}`, ...lines, `::${token}::`, ''].join('\n')
}

/** Tells GitHub's runner of a failure that has no place in a file. */
export function renderFailureAnnotation({title, text: said}: Outcome): string {
  const lines = linesOf(said)
    .slice(0, most)
    .map((line) => makeInert(line))
  return `::error title=${escapeProperty(title)}::${escapeData(lines.join('\n'))}\n`
}

/** Shows in the summary what has no summary of its own. */
export function renderOutcomeSummary({title, text: said, isFailed}: Outcome): string {
  const items = linesOf(said).map((line) => [paragraph(foreign(line))])
  return renderMarkdown([heading(3, [text(`${isFailed ? '❌' : '✅'} ${title}`)]), list(items)])
}

/** Lines that have something on them. */
function linesOf(said: string): readonly string[] {
  return said.split('\n').filter((line) => line.trim() !== '')
}

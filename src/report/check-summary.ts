import type {BlockContent, List, Table} from 'mdast'
import type {Claim} from '../core/claim.ts'
import {positionsOf} from '../core/position.ts'
import type {CheckReport} from './check.ts'
import {type Cell, heading, list, paragraph, renderMarkdown, table, text} from '../core/mdast.ts'
import {foreign} from './markdown.ts'
import {symbols} from './status.ts'
import {renderVerdict} from './verdict.ts'

/** Bytes of the summary; GitHub takes five times as many of one step. */
const largest = 200 * 1024

/** Shows verdict, problems, sessions and what consensus lacks as GitHub-flavoured markdown. */
export function renderStepSummary(report: CheckReport): string {
  const {claims, consensus, problems} = report
  const blocks = [
    heading(2, verdict(report)),
    ...(problems.length > 0 ? [heading(3, [text('Problems')]), problemTable(report)] : []),
    ...(claims.length > 0 ? [heading(3, [text('Sessions')]), sessionTable(claims)] : []),
    heading(3, [text(consensus.reached ? 'Consensus: reached' : 'Consensus: not yet')]),
    ...lackList(report)
  ]
  return cut(renderMarkdown(blocks))
}

function verdict({path, problems, isFailed, consensus, wantsConsensus}: CheckReport): Cell {
  const more = wantsConsensus && !consensus.reached ? ', no consensus yet' : ''
  const found = `: ${renderVerdict(problems)}${more}`
  return [text(isFailed ? '❌ ' : '✅ '), ...foreign(path), text(found)]
}

function problemTable({text: document, problems}: CheckReport): Table {
  const positionOf = positionsOf(document)
  const rows = problems.map(({code, severity, message, span, number, related = []}) => [
    [text(severity)],
    foreign(code),
    [text(String(positionOf(span).line))],
    [text(number === undefined ? '' : String(number))],
    [
      ...foreign(message),
      ...related.flatMap((remark) => [
        text(`; line ${positionOf(remark.span).line}: `),
        ...foreign(remark.message)
      ])
    ]
  ])
  return table(['Severity', 'Code', 'Line', 'Session', 'Problem'], rows)
}

function sessionTable(claims: readonly Claim[]): Table {
  const rows = claims.map(({status, number, session, role = '', goal = ''}) => [
    [text(symbols[status])],
    [text(String(number))],
    session === undefined ? [text('open')] : foreign(session),
    foreign(role),
    foreign(goal)
  ])
  return table(['State', 'Number', 'Session', 'Role', 'Goal'], rows)
}

function lackList({consensus}: CheckReport): readonly List[] {
  const lacking = consensus.criteria
    .filter(({met}) => !met)
    .map((criterion): readonly BlockContent[] => [
      paragraph([text(criterion.text)]),
      list(criterion.missing.map((phrase) => [paragraph(foreign(phrase))]))
    ])
  return lacking.length === 0 ? [] : [list(lacking)]
}

/** Leaves out the last lines of what is too large. */
function cut(markdown: string): string {
  if (Buffer.byteLength(markdown) <= largest) return markdown
  const lines = markdown.trimEnd().split('\n')
  const room = largest - 100
  let [kept, size] = [0, 0]
  for (const line of lines) {
    size += Buffer.byteLength(line) + 1
    if (size > room) break
    kept++
  }

  const left = `… and ${lines.length - kept} more lines are left out`
  return `${[...lines.slice(0, kept), '', left].join('\n')}\n`
}

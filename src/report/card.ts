import type {BlockContent} from 'mdast'
import {bisect} from '../core/bisect.ts'
import type {Claim} from '../core/claim.ts'
import type {Consensus} from '../core/consensus.ts'
import type {Criterion} from '../core/criterion.ts'
import {approvalLines} from './card-approval.ts'
import type {Card} from './card-data.ts'
import {differenceRow} from './differences.ts'
import {broadcastEvidence, count, evidenceOf} from './evidence.ts'
import {type Cell, heading, list, paragraph, renderMarkdown, table, text} from '../core/mdast.ts'
import {quoted} from './quoted.ts'
import {renderVerdict} from './verdict.ts'

/** Characters of a description: GitHub takes 65,536. */
const largest = 60_000

/** Rows of a table, at most; they take more than twenty characters each. */
const mostRows = 1000

/** Phrases that one criterion is told by. */
const mostPhrases = 5

/** Title of the pull request: numbers only, since forges act on titles. */
export function renderCardTitle({registered, total}: Consensus): string {
  return `Approve the session registry: ${registered} of ${count(total, 'session')}`
}

/** Renders the card as GitHub-flavoured markdown, its tables cut where it would be too large. */
export function renderCard(card: Card): string {
  const whole = render(card, mostRows)
  if (whole.length <= largest) return whole
  const fitting = bisect(0, mostRows, (rows) => render(card, rows).length <= largest)
  return render(card, fitting)
}

function render(card: Card, rows: number): string {
  return renderMarkdown([
    ...headLines(card),
    heading(3, [text('Who holds what')]),
    ...cutTable(['Number', 'Session', 'Role', 'Goal'], sessionRows(card), {rows, noun: 'session'}),
    heading(3, [text(`Conflicts and warnings: ${renderVerdict(card.problems)}`)]),
    ...problemTable(card, rows),
    heading(3, [text('What changed since the last approval')]),
    ...differenceTable(card, rows),
    heading(3, [text('Consensus')]),
    list([
      ...card.consensus.criteria.map((criterion) => criterionItem(criterion, card)),
      ...openItems(card)
    ]),
    paragraph([text(`${broadcastEvidence(card.registry)}.`)]),
    heading(3, [text('How to approve')]),
    ...approvalLines(card)
  ])
}

function headLines({consensus, digest, path, branch, base, commit}: Card): readonly BlockContent[] {
  const {registered, total} = consensus
  return [
    heading(2, [
      text(`${registered} of ${count(total, 'session')}, digest `),
      ...quoted(digest.slice(0, 12))
    ]),
    paragraph([
      ...quoted(path),
      text(' of branch '),
      ...quoted(branch),
      text(' at commit '),
      ...quoted(commit.slice(0, 10)),
      text(', to be merged into '),
      ...quoted(base),
      text('. Digest of what all sessions commit to: '),
      ...quoted(digest)
    ])
  ]
}

function sessionRows({registry}: Card): readonly (readonly Cell[])[] {
  return registry.blocks.map(({claim}) => [
    [text(String(claim.number))],
    claim.status === 'REGISTERED' ? quoted(claim.session ?? '') : [text(vacancy(claim))],
    quoted(claim.role ?? ''),
    quoted(claim.goal ?? '')
  ])
}

function vacancy({session}: Claim): string {
  return session === undefined ? 'open' : 'reserved, not registered'
}

function problemTable({problems}: Card, rows: number): readonly BlockContent[] {
  if (problems.length === 0) return []
  const told = problems.map(({severity, code, number, message}) => [
    [text(severity)],
    quoted(code),
    [text(number === undefined ? '' : String(number))],
    quoted(message)
  ])
  return cutTable(['Severity', 'Code', 'Session', 'Problem'], told, {rows, noun: 'problem'})
}

function differenceTable({differences, base}: Card, rows: number): readonly BlockContent[] {
  if (!differences) {
    return [paragraph([text('Nothing to compare with on '), ...quoted(base), text('.')])]
  }

  if (differences.length === 0) return [paragraph([text('Nothing that a block says.')])]
  const told = differences.map(differenceRow)
  return cutTable(['Number', 'What', 'Session', 'Details'], told, {rows, noun: 'number'})
}

interface Cut {
  /** How many there may be. */
  readonly rows: number
  /** What a row is. */
  readonly noun: string
}

function cutTable(
  head: readonly string[],
  rows: readonly (readonly Cell[])[],
  {rows: most, noun}: Cut
): readonly BlockContent[] {
  const left = rows.length - most
  if (left <= 0) return [table(head, rows)]
  const remark = paragraph([text(`… and ${count(left, `more ${noun}`)}, left out here`)])
  return most === 0 ? [remark] : [table(head, rows.slice(0, most)), remark]
}

/** Items of the task list that wait for a person. */
function openItems({consensus: {open}}: Card): readonly (readonly BlockContent[])[] {
  const left = open.length - mostPhrases
  return [
    ...open
      .slice(0, mostPhrases)
      .map((task) => [paragraph([text('⏳ Not ticked by a person: '), ...quoted(task)])]),
    ...(left > 0 ? [[paragraph([text(`⏳ and ${left} more that are not ticked`)])]] : [])
  ]
}

function criterionItem(criterion: Criterion, {registry}: Card): readonly BlockContent[] {
  const {met, text: words, missing} = criterion
  if (met) return [paragraph([text(`✅ ${words}: ${evidenceOf(criterion, registry)}`)])]
  const shown = missing.slice(0, mostPhrases).map((phrase) => [paragraph(quoted(phrase))])
  const left = missing.length - shown.length
  const more = left > 0 ? [[paragraph([text(`and ${left} more`)])]] : []
  return [paragraph([text(`⏳ ${words}, but for this:`)]), list([...shown, ...more])]
}

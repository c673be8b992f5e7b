import type {Consensus} from '../core/consensus.ts'
import {lineEnd} from '../core/lines.ts'
import {type Position, positionsOf} from '../core/position.ts'
import type {Problem, Remark} from '../core/problem.ts'
import type {Span} from '../core/span.ts'
import type {CheckReport} from './check.ts'
import {excerptOf} from './excerpt.ts'
import {makeInert} from './inert.ts'
import {type Look, type Screen, fit} from './screen.ts'
import {renderVerdict} from './verdict.ts'

/** Problems that are shown in full. */
const most = 100

/** Cells of a line where the screen takes any. */
const widest = 160

/** Cells of a message: one may quote a whole line of the document. */
const longest = 400

/** Shows each problem with its line of the document, then how many there are. */
export function renderCheckText(screen: Screen, report: CheckReport): string {
  const {path, text, problems, consensus, isFailed, wantsConsensus} = report
  const source = {path: makeInert(path), text, positionOf: positionsOf(text)}
  const left = problems.length - most
  const verdict = screen.style(isFailed ? 'red' : 'green', renderVerdict(problems))
  return [
    ...problems.slice(0, most).flatMap((problem) => [...problemLines(screen, source, problem), '']),
    ...(left > 0 ? [`… and ${left} more ${left === 1 ? 'problem' : 'problems'}`, ''] : []),
    `${source.path}: ${verdict}`,
    ...(wantsConsensus ? ['', ...consensusLines(screen, consensus)] : []),
    ''
  ].join('\n')
}

interface Source {
  readonly path: string
  readonly text: string
  readonly positionOf: (span: Span) => Position
}

interface Marked extends Remark {
  readonly arrow: string
  readonly mark: string
  readonly look: Look
  /** As wide as the longest line number of the problem. */
  readonly margin: string
}

function problemLines(screen: Screen, source: Source, problem: Problem): readonly string[] {
  const {code, severity, message, span, related = []} = problem
  const numbers = [{span}, ...related].map((place) => source.positionOf(place.span).line)
  const margin = ' '.repeat(String(Math.max(...numbers)).length)
  const look = severity === 'error' ? 'red' : 'yellow'
  const bar = `${margin} ${screen.style('cyan', '|')}`
  return [
    `${screen.style(look, `${severity}[${code}]`)}: ${screen.style('bold', sentence(message))}`,
    ...placeLines(screen, source, {span, message: '', arrow: '-->', mark: '^', look, margin}),
    ...related.flatMap((remark) => [
      bar,
      ...placeLines(screen, source, {...remark, arrow: '...', mark: '-', look: 'cyan', margin})
    ]),
    `${margin} ${screen.style('cyan', '=')} explain: ${screen.program} check --explain ${code}`
  ]
}

function placeLines(screen: Screen, source: Source, marked: Marked): readonly string[] {
  const {span, message, arrow, mark, look, margin} = marked
  const position = source.positionOf(span)
  const number = String(position.line).padStart(margin.length)
  const bar = screen.style('cyan', '|')
  const width = Number.isFinite(screen.width) ? screen.width : widest
  // The caret of an empty span stands after the last cell.
  const room = Math.max(20, width - margin.length - 4)
  const {text, indent, cells} = excerptOf(...lineOf(source.text, span, position), room)
  const label = message === '' ? '' : ` ${sentence(message)}`
  return [
    `${margin}${screen.style('cyan', arrow)} ${source.path}:${position.line}:${position.column}`,
    `${margin} ${bar}`,
    `${screen.style('cyan', number)} ${bar} ${text}`.trimEnd(),
    `${margin} ${bar} ${' '.repeat(indent)}${screen.style(look, `${mark.repeat(cells)}${label}`)}`
  ]
}

/** The first line of a span, and the span in it. */
function lineOf(
  text: string,
  span: Span,
  {line, column, endLine, endColumn}: Position
): [line: string, span: Span] {
  const start = span.start - column + 1
  const source = text.slice(start, lineEnd(text, start))
  return [source, {start: column - 1, end: line === endLine ? endColumn - 1 : source.length}]
}

function sentence(text: string): string {
  return makeInert(fit(text, longest))
}

function consensusLines(screen: Screen, {reached, criteria}: Consensus): readonly string[] {
  return [
    screen.style('bold', reached ? 'Consensus: reached' : 'Consensus: not yet'),
    ...criteria.flatMap(({text, met, missing}) => [
      met ? `  ${screen.style('green', '☑')} ${text}` : `  ☐ ${text}`,
      ...missing.map((phrase) => `      ${sentence(phrase)}`)
    ])
  ]
}

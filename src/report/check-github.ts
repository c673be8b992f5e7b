import {type Position, positionsOf} from '../core/position.ts'
import type {Problem, Severity} from '../core/problem.ts'
import type {Span} from '../core/span.ts'
import type {CheckReport} from './check.ts'
import {makeInert} from './inert.ts'
import {countProblems, renderCounts} from './verdict.ts'
import {escapeData, escapeProperty} from './workflow-command.ts'

/** Annotations of each severity that GitHub shows of one step. */
const most = 10

/** Tells GitHub's runner where to show which problem, and how many only the summary lists. */
export function renderCheckGithub(report: CheckReport): string {
  const {path, text, problems} = report
  const positionOf = positionsOf(text)
  const severities: readonly Severity[] = ['error', 'warning']
  const shown = severities.flatMap((severity) =>
    problems.filter((problem) => problem.severity === severity).slice(0, most)
  )
  const lines = shown.map((problem) => annotation(path, problem, positionOf))
  return [...lines, ...notice(report, shown)].map((line) => `${line}\n`).join('')
}

function annotation(
  path: string,
  {code, severity, message, span, related = []}: Problem,
  positionOf: (span: Span) => Position
): string {
  const {line, column, endLine, endColumn} = positionOf(span)
  // Columns of more than one line are refused.
  const isOneLine = line === endLine
  const properties: readonly (readonly [string, string | number])[] = [
    ['file', path],
    ['line', line],
    ...(isOneLine ? [['col', column] as const] : []),
    ['endLine', endLine],
    ...(isOneLine ? [['endColumn', endColumn] as const] : []),
    ['title', code]
  ]
  const given = properties.map(([name, value]) => `${name}=${escapeProperty(String(value))}`)
  const others = related.map(
    (remark) => `Line ${positionOf(remark.span).line}: ${makeInert(remark.message)}`
  )
  const data = [makeInert(message), ...others].join('\n')
  return `::${severity} ${given.join(',')}::${escapeData(data)}`
}

function notice(
  {problems, consensus, wantsConsensus}: CheckReport,
  shown: readonly Problem[]
): readonly string[] {
  const [all, told] = [countProblems(problems), countProblems(shown)]
  const left = {errors: all.errors - told.errors, warnings: all.warnings - told.warnings}
  const listed = [
    renderCounts(left, 'more '),
    wantsConsensus && !consensus.reached ? 'what consensus lacks' : undefined
  ].filter((part) => part !== undefined)
  return listed.length === 0 ? [] : [`::notice::The summary lists ${listed.join(', and ')}`]
}

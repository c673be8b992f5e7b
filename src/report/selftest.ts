import type {Evidence} from '../core/trial/evidence.ts'
import type {PromiseName} from '../core/trial/broken-promise.ts'
import type {Summary} from '../core/trial/summary.ts'
import {makeInert} from './inert.ts'
import {type Screen, commandOn} from './screen.ts'
import {renderTable} from './table.ts'

/** What a selftest tells. */
export interface SelftestReport extends Summary {
  /** `null` for a scratch remote. */
  readonly remote: string | null
  readonly clones: number
  readonly rounds: number
  readonly seed: number
  readonly givenUp: readonly {
    readonly action: string
    readonly session: string
    readonly message: string
  }[]
  readonly directory: string | null
  readonly left: readonly string[]
  readonly elapsedMs: number
}

const titles: Readonly<Record<PromiseName, readonly [text: string, unit: string]>> = {
  exclusive: ['A number has one holder', 'states'],
  kept: ['Exit 0: it is on the branch', 'answers'],
  never: ['A failure: it never comes', 'answers'],
  settled: ['What is unknown is said, and settled', 'unknowns'],
  repeatable: ['A repeated command does nothing', 'answers'],
  local: ['A commit changes its own block', 'commits'],
  ordered: ['Who was over first is first', 'commits'],
  founded: ['A refusal has a reason', 'answers']
}

/** Breaches of one promise that are shown; the log has all. */
const mostShown = 5

/** Renders what a selftest found: what happened, how long it took, and what held. */
export function renderSelftest(screen: Screen, report: SelftestReport): string {
  const {outcomes, attempts, times, promises} = report
  return [
    renderTable(screen, [
      ['Command', 'Outcome', 'Count'],
      ...outcomes.map(({action, outcome, count}) => [action, outcome, String(count)])
    ]),
    '',
    renderTable(screen, [
      ['Attempts', 'Commands'],
      ...attempts.map((each) => [String(each.attempts), String(each.count)])
    ]),
    '',
    renderTable(screen, [
      ['Time', 'Processes', 'Half', '95 in 100', 'Longest'],
      ...times.map(({action, count, p50, p95, max}) => [
        action,
        String(count),
        ...[p50, p95, max].map((ms) => `${ms} ms`)
      ])
    ]),
    '',
    renderTable(screen, [['', 'Promise', 'Checked', 'Broken'], ...promises.map(promiseRow)]),
    ...promises.flatMap(renderBroken),
    '',
    ...renderVerdict(screen, report),
    ''
  ].join('\n')
}

function promiseRow({promise, checked, broken}: Evidence): readonly string[] {
  const [title, unit] = titles[promise]
  return [broken.length === 0 ? '✅' : '❌', title, `${checked} ${unit}`, String(broken.length)]
}

function renderBroken({promise, broken}: Evidence): readonly string[] {
  if (broken.length === 0) return []
  const shown = broken.slice(0, mostShown).map(({message, operations, commit}) => {
    const where = [...operations, ...(commit === undefined ? [] : [commit.slice(0, 10)])]
    return `  ${makeInert(message)} (${where.join(', ')})`
  })
  const more = broken.length - shown.length
  return ['', `${titles[promise][0]}:`, ...shown, ...(more > 0 ? [`  and ${more} more`] : [])]
}

function renderVerdict(screen: Screen, report: SelftestReport): readonly string[] {
  const {operations, clones, rounds, seed, givenUp, left, directory, elapsedMs} = report
  const broken = report.promises.filter((each) => each.broken.length > 0).length
  const size = `${operations} commands, ${clones} clones, ${rounds} rounds, seed ${seed}, ${(elapsedMs / 1000).toFixed(1)} s`
  const verdict =
    broken > 0
      ? screen.style('red', `❌ ${broken} of ${report.promises.length} promises were broken`)
      : givenUp.length > 0
        ? screen.style('red', '❌ Not everything could be done')
        : screen.style('green', '✅ Every promise held')
  return [
    `${verdict}: ${size}`,
    ...givenUp.flatMap(renderGivenUp),
    ...(left.length > 0 ? [`Left on the remote: ${left.map(makeInert).join(', ')}`] : []),
    ...(directory === null
      ? []
      : [
          `Clones and the log of all commands: ${makeInert(directory)}`,
          `Again: ${commandOn(screen, `selftest --clones ${clones} --rounds ${rounds} --seed ${seed}`)}`
        ])
  ]
}

function renderGivenUp({action, session, message}: SelftestReport['givenUp'][number]) {
  const lines = message.trimEnd().split('\n').slice(-4)
  return [
    `${action} of ${makeInert(session)} failed each time:`,
    ...lines.map((line) => `  | ${makeInert(line)}`)
  ]
}

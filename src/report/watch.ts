import {listNumbers} from '../core/numbers.ts'
import type {Progress} from '../core/protocol/progress.ts'
import type {WatchEvent} from '../core/watch/news.ts'
import {makeInert} from './inert.ts'
import {renderLine} from './ndjson.ts'
import {type Look, type Screen, fit, pad} from './screen.ts'

/** Where a registry stands, and what was told of it. */
export interface Stand {
  readonly progress: Progress
  /** Stands for all that was told so far. */
  readonly cursor: string
  /** Registry branch, with its remote. */
  readonly branch: string
}

/** Cells of when, what, numbers, who, author and commit; a line cannot wait for wider ones. */
const widths = [20, 9, 5, 14, 12, 10] as const

/** Looks of what a person should not overlook. */
const looks: Partial<Readonly<Record<WatchEvent['action'], Look>>> = {
  breach: 'red',
  rewound: 'red',
  lost: 'yellow',
  approval: 'green'
}

/** Shows an event on a line: when, what, numbers, who, author and commit, and what it says. */
export function renderEvent(screen: Screen, event: WatchEvent): string {
  const {time, action, numbers, session, author, commit} = event
  const cells = [
    time,
    action,
    listNumbers(numbers),
    session ?? '',
    author,
    commit.slice(0, 10)
  ].map((cell, index) => cellOf(screen, makeInert(cell), widths[index] ?? 0))
  const line = fit([...cells, makeInert(wordsOf(event))].join('  ').trimEnd(), screen.width)
  const look = looks[action]
  return `${look === undefined ? line : screen.style(look, line)}\n`
}

/** What is cut on a screen is whole in a file. */
function cellOf({width}: Screen, text: string, cells: number): string {
  return pad(Number.isFinite(width) ? fit(text, cells) : text, cells)
}

function wordsOf({action, message, subject}: WatchEvent): string {
  return action === 'edit' ? subject : (message ?? '')
}

/** Shows an event as a line of JSON; see `schemas/output.schema.json`. */
export function renderEventLine(event: WatchEvent): string {
  return renderLine({
    schemaVersion: 1,
    event: 'entry',
    ...event,
    untrusted: ['/session', '/author', '/subject', '/message']
  })
}

/** Says where a registry stands when watching begins. */
export function renderStart(screen: Screen, {progress, branch, cursor}: Stand): string {
  const {stage, consensus} = progress
  const where = screen.style('bold', makeInert(branch))
  const counted = `${consensus.registered}/${consensus.total} sessions registered`
  return `${where}: ${stage}, ${counted}; since ${cursor}\n`
}

/** Says where a registry stands when watching begins, as a line of JSON. */
export function renderStartLine(stand: Stand): string {
  return renderLine({schemaVersion: 1, event: 'start', ...standData(stand)})
}

/** How watching ended. */
export interface End {
  /** Whether the awaited state holds, the time is over, or somebody stopped it. */
  readonly reason: 'reached' | 'timeout' | 'stopped'
  readonly exitCode: 0 | 1
  /** Command that goes on from there. */
  readonly next: string
}

/** Says how watching ended, as a line of JSON. */
export function renderEndLine(stand: Stand, {reason, exitCode}: End): string {
  return renderLine({schemaVersion: 1, event: 'end', ...standData(stand), reason, exitCode})
}

/** Says how watching ended, and how to go on from there. */
export function renderEnd(screen: Screen, {progress}: Stand, {reason, next}: End): string {
  const {stage, consensus} = progress
  const counted = `${stage}, ${consensus.registered}/${consensus.total} sessions registered`
  if (reason === 'reached') return `${screen.style('green', 'Reached:')} ${counted}\n`
  const command = `${screen.style('bold', 'Next:')} ${next.replace(/^regmd/u, screen.program)}\n`
  return reason === 'timeout' ? `The time is over: ${counted}\n${command}` : command
}

function standData({progress: {stage, consensus}, cursor, branch}: Stand): object {
  const {registered, total} = consensus
  return {cursor, branch, stage, registered, total}
}

import {makePrintable} from '../core/characters.ts'
import {quote} from '../core/quote.ts'
import type {Screen} from './screen.ts'

/** A process of the demo, as it is retold. */
export interface ToldRun {
  readonly session: string
  readonly args: readonly string[]
  readonly exitCode: number
  readonly stdout: string
  readonly stderr: string
}

/** What the demo tells. */
export interface DemoReport {
  readonly directory: string
  readonly clone: string
  readonly remote: string
  readonly race: readonly ToldRun[]
  readonly duplicate: ToldRun
  readonly status: ToldRun
  /** What starts this program in any folder. */
  readonly program: readonly string[]
  readonly elapsedMs: number
}

/** Retells the demo: who was first, who was refused, the table, and where to look. */
export function renderDemo(screen: Screen, report: DemoReport): string {
  const {race, duplicate, status, clone, remote, program, elapsedMs} = report
  const won = race.filter(({exitCode}) => exitCode === 0).length
  return [
    screen.style('bold', `${won} of ${race.length} sessions hold their numbers`),
    '',
    ...retell(screen, duplicate),
    ...retell(screen, status),
    screen.style('bold', 'Look for yourself'),
    `  cd ${quote(clone)}`,
    `  ${program.map(quote).join(' ')} history`,
    '  git log --oneline origin/registry',
    `  git -C ${quote(remote)} show registry:registry/sessions.md`,
    '',
    `${(elapsedMs / 1000).toFixed(1)} seconds, ${race.length + 2} processes`,
    ''
  ].join('\n')
}

function retell(screen: Screen, {session, args, exitCode, stdout, stderr}: ToldRun): string[] {
  const said = `${stderr}${stdout}`.trimEnd().split('\n').map(makePrintable)
  const command = screen.style('cyan', `$ REGMD_SESSION=${session} regmd ${args.join(' ')}`)
  return [command, ...said, screen.style('dim', `exit ${exitCode}`), '']
}

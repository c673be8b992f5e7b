import {quote} from '../core/quote.ts'
import {type Screen, fit} from './screen.ts'

/** A process of the demo, as it is retold. */
export interface ToldRun {
  readonly who: string
  readonly program: string
  readonly args: readonly string[]
  readonly exitCode: number
  readonly stdout: string
  readonly stderr: string
  readonly elapsedMs: number
}

/** A part of the story, as it is retold. */
export interface ToldScene {
  readonly title: string
  readonly runs: readonly ToldRun[]
  readonly telling: 'lines' | 'output'
  readonly elapsedMs: number
}

/** What the demo tells. */
export interface DemoReport {
  readonly scenes: readonly ToldScene[]
  readonly clone: string
  readonly remote: string
  /** What starts this program in any folder. */
  readonly program: readonly string[]
  readonly elapsedMs: number
}

/** Lines of a process that are retold; the rest can be looked at. */
const mostLines = 30

/** Retells the demo, scene by scene, and says where to look. */
export function renderDemo(screen: Screen, report: DemoReport): string {
  const {scenes, clone, remote, program, elapsedMs} = report
  const processes = scenes.flatMap(({runs}) => runs).length
  return [
    ...scenes.flatMap((scene, index) => renderScene(screen, scene, index + 1)),
    screen.style('bold', 'Look for yourself'),
    `  cd ${quote(clone)}`,
    `  ${program.map(quote).join(' ')} history`,
    '  git log --oneline --graph origin/registry',
    `  git -C ${quote(remote)} show registry:registry/sessions.md`,
    '',
    `${seconds(elapsedMs)}, ${processes} processes`,
    ''
  ].join('\n')
}

function renderScene(screen: Screen, scene: ToldScene, number: number): readonly string[] {
  const {title, runs, telling, elapsedMs} = scene
  const took = screen.style('dim', `(${seconds(elapsedMs)})`)
  return [
    `${screen.style('bold', `${number}. ${title}`)} ${took}`,
    ...runs.flatMap((run) => (telling === 'lines' ? [retold(screen, run)] : retell(screen, run))),
    ''
  ]
}

/** One line: who, and the first thing that was said. */
function retold(screen: Screen, {stdout, stderr, elapsedMs}: ToldRun): string {
  const [first = ''] = `${stdout}${stderr}`.split('\n')
  return `  ${fit(first, screen.width - 12)} ${screen.style('dim', seconds(elapsedMs))}`
}

function retell(screen: Screen, run: ToldRun): readonly string[] {
  const {who, program, args, exitCode, stdout, stderr} = run
  const said = `${stderr}${stdout}`.trimEnd()
  const lines = said === '' ? [] : said.split('\n').map((text) => fit(`  ${text}`, screen.width))
  const session = program === 'regmd' ? `REGMD_SESSION=${who} ` : ''
  const command = screen.style('cyan', `$ ${session}${program} ${args.map(quote).join(' ')}`)
  return [
    `  ${command}`,
    ...lines.slice(0, mostLines),
    ...(exitCode === 0 ? [] : [screen.style('dim', `  exit ${exitCode}`)])
  ]
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`
}

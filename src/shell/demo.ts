import type {Context} from '../context.ts'
import {type Line, type Script, monday, script} from './demo-script.ts'
import {type Run, type Theatre, openTheatre, runAll, runGit, runRegmd} from './theatre.ts'

/** One part of the story, played. */
export interface Scene extends Omit<Script, 'lines'> {
  /** In the order in which they ended. */
  readonly runs: readonly Run[]
  readonly elapsedMs: number
}

/** The whole story: real processes on a real remote. */
export interface Story {
  readonly theatre: Theatre
  readonly scenes: readonly Scene[]
  readonly elapsedMs: number
}

/**
 * Plays the story in a scratch directory, which stays for people to look at.
 *
 * @param say - told of each scene as it begins, and of each process as it ends.
 */
export async function playDemo(context: Context, say: (text: string) => void): Promise<Story> {
  const started = performance.now()
  const theatre = await openTheatre(context, say)
  const scenes: Scene[] = []
  for (const {lines, ...told} of script) {
    say(told.title)
    const began = performance.now()
    const runs: Run[] = []
    for (const line of lines) runs.push(...(await play(theatre, line)))
    scenes.push({...told, runs, elapsedMs: Math.round(performance.now() - began)})
  }

  return {theatre, scenes, elapsedMs: Math.round(performance.now() - started)}
}

async function play(theatre: Theatre, {who, program, args}: Line): Promise<readonly Run[]> {
  const start = nextMonday(theatre.context.now())
  const given = args.map((arg) => (arg === monday ? start : arg))
  if (program === 'git') return [await runGit(theatre, given)]
  if (who === 'everyone') return runAll(theatre, given)
  const [orchestrator = ''] = theatre.sessions
  return [await runRegmd(theatre, who === 'orchestrator' ? orchestrator : who, given)]
}

const dayMs = 86_400_000

/** Date of the Monday after a day: `2026-11-23`. */
function nextMonday(now: Date): string {
  const days = (8 - now.getUTCDay()) % 7 || 7
  return new Date(now.getTime() + days * dayMs).toISOString().slice(0, 10)
}

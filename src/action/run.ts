import {randomUUID} from 'node:crypto'
import {readFile} from 'node:fs/promises'
import type {Context} from '../context.ts'
import {RegmdError, exitCodes} from '../core/error.ts'
import {main} from '../main.ts'
import {
  type Outcome,
  renderFailureAnnotation,
  renderLog,
  renderOutcomeSummary
} from '../report/action.ts'
import {renderBug, renderFailureText} from '../report/failure.ts'
import {screenOf} from '../report/screen.ts'
import {type Fetched, settleFetched} from '../shell/fetched.ts'
import {addToSummary} from '../shell/step-summary.ts'
import {type Event, type Task, planOf} from './event.ts'
import {readInputs} from './inputs.ts'
import {payloadOf} from './payload.ts'

/**
 * Checks what a workflow runs for. All that it says goes to standard output, since the runner reads
 * the two streams in no particular order.
 *
 * @returns the exit code: the highest of the commands that were run; it never throws.
 */
export async function runAction(outer: Context): Promise<number> {
  const context = plain(outer)
  try {
    const event = await readEvent(context)
    const {tasks, remark, complaint} = planOf(event, readInputs(context.env))
    if (remark !== undefined) log(context, remark)
    if (complaint !== undefined) await fail(context, {title: 'regmd', text: complaint})
    if (tasks.length > 0) await settleFetched(context, fetchedBy(event))
    const codes = [complaint === undefined ? 0 : 1]
    for (const task of tasks) codes.push(await runTask(context, task))
    return Math.max(...codes)
  } catch (error) {
    const isKnown = error instanceof RegmdError
    const screen = screenOf(context.stdout, context.env)
    const text = isKnown ? renderFailureText(screen, error) : renderBug(error)
    log(context, text)
    await fail(context, {title: 'regmd', text})
    return exitCodes[isKnown ? error.code : 'INTERNAL']
  }
}

/** Colours would not come through inert. */
function plain(context: Context): Context {
  return {...context, env: {...context.env, NO_COLOR: '1', FORCE_COLOR: undefined}}
}

async function readEvent({env}: Context): Promise<Event> {
  return {
    name: env['GITHUB_EVENT_NAME'],
    payload: payloadOf(await readJson(env['GITHUB_EVENT_PATH'])),
    ref: env['GITHUB_REF'],
    sha: env['GITHUB_SHA']
  }
}

function fetchedBy({payload, ref}: Event): Fetched {
  return {
    defaultBranch: payload.text('repository', 'default_branch'),
    branch: /^refs\/heads\/(.+)$/u.exec(ref ?? '')?.[1]
  }
}

async function readJson(file = ''): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'))
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new RegmdError('USAGE', `Cannot read the event in GITHUB_EVENT_PATH: ${why}`, {
      hint: 'run this action in a workflow; elsewhere: regmd check --base origin/main',
      cause: error
    })
  }
}

async function runTask(context: Context, {args, mayMiss}: Task): Promise<number> {
  const said = {stdout: '', stderr: ''}
  const exitCode = await main(args, {
    ...context,
    stdout: {write: (text) => (said.stdout += text)},
    stderr: {write: (text) => (said.stderr += text)}
  })
  const isCheck = args[0] === 'check'
  const title = isCheck ? 'regmd check' : 'regmd history --verify'
  const text = said.stderr + (isCheck ? '' : said.stdout)
  log(context, `regmd ${args.join(' ')}\n${text}`)
  // Annotations, written for the runner; there are none where the check itself failed.
  if (isCheck) context.stdout.write(said.stdout)
  if (isCheck && exitCode <= 1) return exitCode
  if (mayMiss && exitCode === exitCodes.COMMIT_UNAVAILABLE) return 0
  if (exitCode > 0) await fail(context, {title, text})
  else await addToSummary(context, renderOutcomeSummary({title, text, isFailed: false}))
  return exitCode
}

function log({stdout}: Context, text: string): void {
  stdout.write(renderLog(text, randomUUID()))
}

async function fail(context: Context, {title, text}: Omit<Outcome, 'isFailed'>): Promise<void> {
  const outcome = {title, text: text.replace(/^regmd: /u, ''), isFailed: true}
  context.stdout.write(renderFailureAnnotation(outcome))
  await addToSummary(context, renderOutcomeSummary(outcome))
}

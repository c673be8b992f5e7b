import type {Context, GlobalOptions, Output} from '../context.ts'
import {RegmdError} from '../core/error.ts'
import {type Awaited, holds} from '../core/watch/awaited.ts'
import type {WatchEvent} from '../core/watch/news.ts'
import type {End, Stand} from '../report/watch.ts'
import type {Printer} from '../report/watch-printer.ts'
import type {Sight} from '../shell/watch.ts'
import {utcSeconds} from './act.ts'
import {readGlobals, usage} from './arguments.ts'
import type {Command, Result} from './command.ts'
import {type Wanted, nextCommand, readWanted} from './watch-options.ts'

/** `regmd watch [number]` */
export const watch: Command = {
  options: (builder) =>
    builder
      .positional('number', {type: 'string', describe: 'Only what concerns this number'})
      .options({
        since: {
          type: 'string',
          requiresArg: true,
          describe: 'Go on after this cursor, commit or branch [now]'
        },
        until: {
          type: 'string',
          requiresArg: true,
          describe: 'End once this holds: consensus, approved or activated'
        },
        interval: {type: 'string', requiresArg: true, describe: 'Shortest seconds to wait [2]'}
      }),

  async run(argv, context): Promise<Result> {
    const options = readGlobals(argv)
    if (options.offline) throw usage('--offline sees nothing happen; watching asks the remote')
    const wanted = readWanted(argv)
    const {printerOf} = await import('../report/watch-printer.ts')
    const printer = printerOf(context, options)
    const end = await follow({wanted, options, printer}, context)
    return {data: {}, text: () => '', exitCode: end}
  }
}

interface Followed {
  readonly wanted: Wanted
  readonly options: GlobalOptions
  readonly printer: Printer
}

/** Prints what a watcher sees until it ends, and says by which exit code. */
async function follow(followed: Followed, context: Context): Promise<0 | 1> {
  const {wanted, printer} = followed
  const {since, interval, number, until} = wanted
  const sights = await watchFrom(followed, context, {since, interval})
  const {stdout}: {readonly stdout: Reader} = context
  let stand: Stand | undefined
  let isReached = false
  for await (const sight of sights) {
    if ('standing' in sight) stand = sight.standing
    print(printer, sight, number)
    isReached =
      sight.kind === 'state' && until !== undefined && holds(sight.standing.progress, until)
    if (isReached || stdout.writable === false) break
  }

  // Whoever has seen enough wants no last word.
  if (stdout.writable === false) return until === undefined || isReached ? 0 : 1
  return endOf(followed, context, {stand, isReached})
}

/** A stream that says when nobody reads it any more. */
interface Reader extends Output {
  readonly writable?: boolean
}

async function watchFrom(
  {options, wanted: {hasTimeout}}: Followed,
  context: Context,
  from: Pick<Wanted, 'since' | 'interval'>
): Promise<AsyncGenerator<Sight, void, undefined>> {
  const seconds = hasTimeout ? options.timeout : Number.POSITIVE_INFINITY
  const deadline = Date.now() + seconds * 1000
  const [{openWorkspace}, {watchRegistry}] = await Promise.all([
    import('../shell/workspace.ts'),
    import('../shell/watch.ts')
  ])
  const workspace = await openWorkspace(context, options)
  const clock = () => utcSeconds(context.now())
  return watchRegistry(workspace, {...from, deadline, clock, signal: context.signal})
}

function print(printer: Printer, sight: Sight, number: number | undefined): void {
  if (sight.kind === 'start') printer.start(sight.standing)
  else if (sight.kind === 'failure') printer.failure(sight.error)
  else if (sight.kind === 'recovery') printer.recovery()
  else if (sight.kind === 'event' && concerns(sight.event, number)) printer.event(sight.event)
}

/** What is wrong with the document or its branches concerns every number. */
function concerns({action, numbers}: WatchEvent, number: number | undefined): boolean {
  const isGeneral = numbers.length === 0 && (action === 'breach' || action === 'rewound')
  return number === undefined || isGeneral || numbers.includes(number)
}

interface Outcome {
  /** `undefined` if it was stopped before the first reading. */
  readonly stand: Stand | undefined
  readonly isReached: boolean
}

/** @throws {RegmdError} `INTERRUPTED` if it was stopped before the awaited state held. */
function endOf(
  {wanted, options, printer}: Followed,
  {signal}: Context,
  {stand, isReached}: Outcome
): 0 | 1 {
  const {until} = wanted
  const next = nextCommand(wanted, options, stand?.cursor)
  if (signal.aborted && until !== undefined && !isReached) {
    throw new RegmdError('INTERRUPTED', `Interrupted before ${conditions[until]}`, {hint: next})
  }

  const exitCode = until === undefined || isReached ? 0 : 1
  const stopped: End['reason'] = signal.aborted ? 'stopped' : 'timeout'
  if (stand) printer.end(stand, {reason: isReached ? 'reached' : stopped, exitCode, next})
  return exitCode
}

const conditions: Readonly<Record<Awaited, string>> = {
  consensus: 'consensus was reached',
  approved: 'a human had approved',
  activated: 'the registry was activated'
}

import {
  type GivenArguments,
  checkOptions,
  readGlobals,
  usage,
  wantsJson
} from './commands/arguments.ts'
import type {Result} from './commands/command.ts'
import {commands} from './commands/index.ts'
import type {ChosenCommand} from './commands/parser.ts'
import type {Context} from './context.ts'
import {RegmdError, exitCodes} from './core/error.ts'
import type {GivenOptions} from './report/hint.ts'

/**
 * Runs regmd.
 *
 * @param args - without program and script.
 * @returns the exit code; it never throws.
 */
export async function main(args: readonly string[], context: Context): Promise<number> {
  let chosen: Chosen | undefined
  try {
    let output = ''
    checkOptions(args)
    const {assembleParser} = await import('./commands/parser.ts')
    const parser = await assembleParser(args, (command, argv) => {
      chosen = {command, argv}
    })
    await parser.parseAsync(args, {}, (_error, _argv, text) => {
      output = text
    })
    if (args.length === 0) output = await parser.getHelp()
    if (output !== '') context.stdout.write(`${output}\n`)
    if (!chosen && output === '') throw usage('Name a command')
    if (!chosen) return 0
    return await finish({args, chosen, context}, await chosen.command.run(chosen.argv, context))
  } catch (error) {
    return fail(error, {args, chosen, context})
  }
}

interface Chosen {
  readonly command: ChosenCommand
  readonly argv: GivenArguments
}

interface Finished {
  readonly args: readonly string[]
  readonly chosen: Chosen
  readonly context: Context
}

async function finish({args, chosen, context}: Finished, result: Result): Promise<number> {
  const {command, argv} = chosen
  const exitCode = result.exitCode ?? 0
  if (command.isStreamed) return exitCode
  if (wantsJson(args)) {
    const {renderSuccess} = await import('./report/json.ts')
    context.stdout.write(renderSuccess(command.name, result.data, exitCode))
  } else if (!readGlobals(argv).quiet) {
    const {screenOf} = await import('./report/screen.ts')
    context.stdout.write(result.text(screenOf(context.stdout, context.env, givenOptions(chosen))))
  }

  return exitCode
}

interface Failed {
  readonly args: readonly string[]
  readonly chosen: Chosen | undefined
  readonly context: Context
}

async function fail(thrown: unknown, failed: Failed): Promise<number> {
  const {args, context} = failed
  const error = context.signal.aborted ? asInterruption(thrown) : thrown
  const isKnown = error instanceof RegmdError
  const failure = isKnown ? await withHint(error, failed) : await reportBug(error, context)

  if (wantsJson(args)) {
    context.stdout.write(await failureJson(failure, failed))
  } else if (isKnown) {
    const {renderFailureText} = await import('./report/failure.ts')
    const {screenOf} = await import('./report/screen.ts')
    context.stderr.write(renderFailureText(screenOf(context.stderr, context.env), failure))
  }

  return exitCodes[failure.code]
}

async function failureJson(failure: RegmdError, {args, chosen}: Failed): Promise<string> {
  const [{renderFailure}, {onOneLine}] = await Promise.all([
    import('./report/json.ts'),
    import('./report/ndjson.ts')
  ])
  const command = chosen?.command ?? commands.find(({name}) => args.includes(name))
  const json = renderFailure(command?.name ?? 'regmd', failure)
  return command?.isStreamed ? onOneLine(json) : json
}

/** Ctrl-C reaches git as well, whose end then looks like a failure; nothing was changed by it. */
function asInterruption(error: unknown): unknown {
  const isGits = error instanceof RegmdError && exitCodes[error.code] === exitCodes.NOT_A_REPOSITORY
  if (!isGits) return error
  return new RegmdError('INTERRUPTED', 'Interrupted; nothing was changed', {
    hint: 'regmd status',
    cause: error
  })
}

async function reportBug(error: unknown, {stderr}: Context): Promise<RegmdError> {
  const {renderBug} = await import('./report/failure.ts')
  stderr.write(renderBug(error))
  return new RegmdError('INTERNAL', 'This is a bug in regmd', {
    hint: 'https://github.com/regmd/regmd/issues',
    cause: error
  })
}

async function withHint(error: RegmdError, {args, chosen, context}: Failed): Promise<RegmdError> {
  const {nextCommand, programName} = await import('./report/hint.ts')
  const {code, message, details, cause} = error
  const hint = nextCommand(error, args, givenOptions(chosen))
  const runnable = hint?.replace(/^regmd /u, `${programName(context.env)} `)
  return new RegmdError(code, message, {
    ...(runnable === undefined ? {} : {hint: runnable}),
    details,
    cause
  })
}

/** The options may be what was wrong, so that they are not read as strictly as a command does. */
function givenOptions(chosen: Chosen | undefined): GivenOptions {
  const given = (name: string) => {
    const value = chosen?.argv[name]
    return typeof value === 'string' ? value : undefined
  }
  return {
    registry: given('registry'),
    remote: given('remote'),
    session: given('session'),
    command: chosen?.command.name
  }
}

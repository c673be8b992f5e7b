import type {Argv} from 'yargs'
import type {Context} from '../context.ts'
import type {Screen} from '../report/screen.ts'
import type {GivenArguments} from './arguments.ts'

/** What a command answers: data for `--json`, words for a person. */
export interface Result {
  readonly data: object
  readonly text: (screen: Screen) => string
  /** 1 where problems were found; 0 without it. */
  readonly exitCode?: 0 | 1
}

/** One command of regmd, as the help lists it; the rest is loaded where it is named. */
export interface ListedCommand {
  readonly name: string
  /** Name and positionals, as yargs reads them: `claim [number]`. */
  readonly usage: string
  readonly summary: string
  /** Whether it prints by itself, line by line as things happen; its result is not printed then. */
  readonly isStreamed?: true
  readonly load: () => Promise<Command>
}

/** What a command takes and does; its module loads nothing heavy before it runs. */
export interface Command {
  readonly options: (builder: Argv) => Argv
  /** @throws {RegmdError} the refusals and failures of the command. */
  readonly run: (argv: GivenArguments, context: Context) => Promise<Result>
}

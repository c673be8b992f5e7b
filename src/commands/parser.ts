import yargs, {type Argv} from 'yargs'
import {readVersion} from '../package.ts'
import {type GivenArguments, usage} from './arguments.ts'
import type {Command, ListedCommand} from './command.ts'
import {commands} from './index.ts'

/** A command that was named, and loaded therefore. */
export type ChosenCommand = ListedCommand & Command

/**
 * Assembles the parser of the command line. Of the commands, only those are loaded that it names.
 *
 * @param args - arguments that it will parse.
 * @param choose - called with the command that they name.
 * @throws {RegmdError} `USAGE`, from the parser, for what it does not understand.
 */
export async function assembleParser(
  args: readonly string[],
  choose: (command: ChosenCommand, argv: GivenArguments) => void
): Promise<Argv> {
  const named = await Promise.all(wanted(args).map((listed) => loadNamed(listed, args)))
  const parser = yargs()
    .scriptName('regmd')
    .usage(
      '$0 <command>\n\nA markdown document as a registry: sessions claim their numbers by commits.'
    )
    .parserConfiguration({
      'boolean-negation': false,
      'camel-case-expansion': false,
      'dot-notation': false,
      'greedy-arrays': false,
      'parse-numbers': false,
      'parse-positional-numbers': false
    })
    .options(globalOptions)
    .completion('completion', 'Print a completion script for your shell')
    .version(readVersion())
    .help()
    .alias({help: 'h', version: 'V'})
    // To yargs its own command is an unknown one, when it may not end the process.
    .strict(args[0] !== 'completion')
    .recommendCommands()
    .exitProcess(false)
    .fail(refuse)

  for (const command of named) {
    parser.command({
      command: command.usage,
      describe: command.summary,
      builder: (builder) => command.options(builder),
      handler: (argv) => choose(command, withRest(command, argv))
    })
  }

  return parser
}

/** The commands that can be meant: the one that comes first, else all. */
function wanted([first]: readonly string[]): readonly ListedCommand[] {
  const only = commands.find(({name}) => name === first)
  return only ? [only] : commands
}

/** A command without its module, which has no options then and cannot be chosen. */
const unloaded: Command = {
  options: (builder) => builder,
  run: () => Promise.reject(new Error('Expected the command to be loaded'))
}

async function loadNamed(listed: ListedCommand, args: readonly string[]): Promise<ChosenCommand> {
  return {...listed, ...(args.includes(listed.name) ? await listed.load() : unloaded)}
}

/** What yargs itself finds is an error too, with the same words. */
function refuse(message: string, error: Error | undefined): never {
  if (error && error.name !== 'YError') throw error
  const isUnknown = message.startsWith('Did you mean')
  throw usage(isUnknown ? `There is no such command. ${message}` : message)
}

/** What follows `--` is a positional too; yargs only sets it aside. */
function withRest({usage: form}: ListedCommand, argv: GivenArguments): GivenArguments {
  const [, ...rest] = Array.isArray(argv['_']) ? argv['_'].map(String) : []
  const [number, ...others] = rest
  if (number === undefined) return argv
  const isWanted = form.endsWith('[number]') && argv['number'] === undefined
  if (isWanted && others.length === 0) return {...argv, number}
  throw usage(`Too many arguments: ${rest.join(' ')}`)
}

const globalOptions = {
  registry: {type: 'string', requiresArg: true, describe: 'Path of the registry in the repository'},
  remote: {type: 'string', requiresArg: true, describe: 'Name of the remote, or none'},
  session: {type: 'string', requiresArg: true, describe: 'Session that acts'},
  timeout: {type: 'string', requiresArg: true, describe: 'Seconds to keep trying [60]'},
  offline: {type: 'boolean', describe: 'Read what was last fetched'},
  json: {type: 'boolean', describe: 'Print one JSON object'},
  quiet: {type: 'boolean', describe: 'Print nothing but failures'}
} as const

import {RegmdError} from '../core/error.ts'
import {type GivenArguments, flagOf, readGlobals, textOf, usage} from './arguments.ts'
import type {Command} from './command.ts'

/** `regmd init` */
export const init: Command = {
  options: (builder) =>
    builder.options({
      from: {type: 'string', requiresArg: true, describe: 'Adopt this document as it is'},
      sessions: {type: 'string', requiresArg: true, describe: 'Number of open blocks [12]'},
      force: {type: 'boolean', describe: 'Overwrite what is there'}
    }),

  async run(argv, context) {
    const from = textOf(argv, 'from')
    const sessions = sessionsOf(argv)
    const isForced = flagOf(argv, 'force')
    const [{openWorkspace}, registries, scaffolds, {writeScaffold}, branches, {renderInit}] =
      await Promise.all([
        import('../shell/workspace.ts'),
        import('../shell/new-registry.ts'),
        import('../shell/scaffold.ts'),
        import('../shell/init.ts'),
        import('../shell/watched-branches.ts'),
        import('../report/init.ts')
      ])
    const workspace = await openWorkspace(context, readGlobals(argv))
    const {path, repository, remote} = workspace
    if (repository.root === undefined) throw bare()
    const registry =
      from === undefined
        ? registries.blankRegistry(sessions ?? 12, path)
        : await registries.adoptedRegistry(context, from, workspace)

    const watched = await branches.watchedBranches(workspace, registry, isForced)
    const files = scaffolds.scaffoldOf(registry, watched)
    const written = await writeScaffold(repository.root, files, isForced)
    const isOpen = from === undefined
    return {
      data: {written},
      text: (screen) =>
        renderInit(screen, {
          written,
          remote: remote ?? null,
          isOpen,
          isForced,
          hasDriver: repository.config.has('merge.regmd.driver'),
          prefix: repository.prefix
        })
    }
  }
}

function sessionsOf(argv: GivenArguments): number | undefined {
  const value = textOf(argv, 'sessions')
  if (value === undefined) return undefined
  if (textOf(argv, 'from') !== undefined) {
    throw usage('A document that is adopted keeps its sessions: leave out --sessions')
  }

  const sessions = Number(value)
  if (/^\d+$/u.test(value) && sessions >= 1 && sessions <= 10_000) return sessions
  throw usage(`--sessions wants a number from 1 to 10000, not \`${value}\``)
}

function bare(): RegmdError {
  return new RegmdError('NOT_A_REPOSITORY', 'A bare repository has no files to write to', {
    hint: 'git clone "$PWD" ../work'
  })
}

import {readWritingGlobals} from './arguments.ts'
import type {Command} from './command.ts'

/** `regmd sync` */
export const sync: Command = {
  options: (builder) => builder,

  async run(argv, context) {
    const options = readWritingGlobals(argv)
    const [{openWorkspace}, {findSession}, {writeRegistry}, {planSync}, {placeOf}, report] =
      await Promise.all([
        import('../shell/workspace.ts'),
        import('../shell/session.ts'),
        import('../shell/write.ts'),
        import('../shell/sync.ts'),
        import('../shell/place.ts'),
        import('../report/protocol.ts')
      ])
    const workspace = await openWorkspace(context, options)
    const {git, repository} = workspace
    const session = findSession({flag: options.session, env: context.env, repository})?.id ?? null
    const written = await writeRegistry(workspace, context, {
      plan: async (reading) => planSync(git, reading, session)
    })
    const {result, attempts, branches, copies} = written
    const {document, merged, fallen} = result
    const place = placeOf(workspace, document.path, branches.written)
    const commit = written.commit ?? null
    const changed = commit !== null
    const {path, branch, remote} = place
    return {
      data: {path, branch, remote, commit, attempts, changed, fallen, merged: merged ?? null},
      text: (screen) => {
        const landed = {place, commit, attempts, copies, fallen}
        return report.renderSync(screen, {...landed, merged, base: branches.base})
      }
    }
  }
}

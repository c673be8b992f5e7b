import {utcSeconds} from './act.ts'
import {readWritingGlobals} from './arguments.ts'
import type {Command} from './command.ts'

/** `regmd approve` */
export const approve: Command = {
  options: (builder) => builder,

  async run(argv, context) {
    const options = readWritingGlobals(argv)
    const [
      {openWorkspace},
      {approveRegistry},
      {placeOf},
      {digestOf},
      {consensusOf},
      {renderApproval}
    ] = await Promise.all([
      import('../shell/workspace.ts'),
      import('../shell/approve.ts'),
      import('../shell/place.ts'),
      import('../core/digest.ts'),
      import('../core/consensus.ts'),
      import('../report/protocol.ts')
    ])
    const workspace = await openWorkspace(context, options)
    const approved = await approveRegistry(workspace, context, utcSeconds(context.now()))
    const {document, registry, branch, commit, attempts, copies} = approved
    const place = placeOf(workspace, document.path, branch)
    const numbers = registry.blocks.map(({claim}) => claim.number)
    const digest = digestOf(registry)
    const {open} = consensusOf(registry)
    const changed = commit !== undefined
    const landed = {place, commit: commit ?? null, attempts, copies, fallen: []}
    const {path, remote} = place
    return {
      data: {path, branch, remote, commit: landed.commit, attempts, changed, digest, numbers},
      text: (screen) =>
        renderApproval(screen, {...landed, changed, digest, numbers, isOpen: open.length > 0})
    }
  }
}

import type {Context} from '../context.ts'
import {type GivenArguments, readGlobals, textOf} from './arguments.ts'
import {claimData, claimTexts} from './claim-data.ts'
import type {Command, Result} from './command.ts'

/** `regmd whoami` */
export const whoami: Command = {
  options: (builder) =>
    builder.options({
      set: {type: 'string', requiresArg: true, describe: 'Store a session id for this worktree'}
    }),

  async run(argv, context) {
    const id = textOf(argv, 'set')
    return id === undefined ? show(argv, context) : store(id, argv, context)
  }
}

/** What is held where nothing is, or nobody has looked. */
const noClaim = {number: null, role: null, goal: null, responsibilities: [], status: null}

async function show(argv: GivenArguments, context: Context): Promise<Result> {
  const options = readGlobals(argv)
  const [
    {openWorkspace},
    {readRegistry},
    {requireSession},
    {placeOf},
    {findOwnClaim},
    {renderWhoami}
  ] = await Promise.all([
    import('../shell/workspace.ts'),
    import('../shell/read.ts'),
    import('../shell/session.ts'),
    import('../shell/place.ts'),
    import('../shell/own-claim.ts'),
    import('../report/whoami.ts')
  ])
  const workspace = await openWorkspace(context, options)
  const {repository} = workspace
  const {id, source} = requireSession({flag: options.session, env: context.env, repository})
  const {document, branches} = await readRegistry(workspace, options.offline)
  const claim = findOwnClaim(document, id)
  const place = placeOf(workspace, document.path, branches.written)

  return {
    data: {
      ...(claim ? claimData(claim) : noClaim),
      session: id,
      source,
      untrusted: claimTexts
    },
    text: (screen) => renderWhoami(screen, {session: id, source, place, claim})
  }
}

async function store(id: string, argv: GivenArguments, context: Context): Promise<Result> {
  const {openWorkspace} = await import('../shell/workspace.ts')
  const {saveSession} = await import('../shell/session.ts')
  await saveSession(await openWorkspace(context, readGlobals(argv)), id)
  return {
    data: {...noClaim, session: id, source: 'git config'},
    text: ({program}) => `This worktree is session ${id} from now on\nNext: ${program} claim\n`
  }
}

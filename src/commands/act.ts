import type {Context} from '../context.ts'
import type {Asker, Decision, Setting} from '../core/actions/action.ts'
import type {ClaimRequest} from '../core/actions/claim-request.ts'
import type {Registry} from '../core/registry.ts'
import type {Told} from '../report/claim.ts'
import type {Act, Plan} from '../shell/plan.ts'
import {type GivenArguments, readWritingGlobals} from './arguments.ts'

/** An act of the session that this worktree, environment or command line names. */
export interface OwnAct {
  readonly kind: Act['kind']
  readonly decide: (setting: Setting, asker: Asker) => Decision
  /** A claim as data, so that others can commit it for the session. */
  readonly request?: (asker: Asker) => ClaimRequest
  /** Whether it goes by what git says about a human's approval. */
  readonly needsApproval?: boolean
  /** Session that acts if nothing else names one. */
  readonly session?: string | undefined
}

/** What an act came to, for data and for words. */
export interface Done extends Told {
  readonly changed: boolean
  /** What the document says now. */
  readonly registry: Registry
}

/**
 * Carries out an act on the registry.
 *
 * @throws {RegmdError} `USAGE` offline or without a session, and what the act throws.
 */
export async function carryOut(argv: GivenArguments, context: Context, act: OwnAct): Promise<Done> {
  const [{placeOf}, {claimCommit, planAct}, {writeRegistry}] = await Promise.all([
    import('../shell/place.ts'),
    import('../shell/plan.ts'),
    import('../shell/write.ts')
  ])
  const {workspace, session} = await openAs(argv, context, act.session)
  const asker = {session, now: utcSeconds(context.now())}
  const own = {
    ...act,
    session,
    decide: (setting: Setting) => act.decide(setting, asker),
    request: act.request?.(asker)
  }
  const written = await writeRegistry(workspace, context, {
    plan: async (reading) => planAct(workspace.git, reading, own),
    async fold(reading, requests) {
      const {foldClaims} = await import('../shell/fold-claims.ts')
      return foldClaims(workspace.git, reading, requests)
    }
  })
  const {result, commit, tip, attempts, branches, copies} = written

  const {path} = result.document
  const isClaimed = act.kind === 'claim' && commit === undefined
  const {number} = result.claim
  const earlier = isClaimed ? await claimCommit(workspace.git, {tip, path}, number) : undefined
  return {
    claim: result.claim,
    place: placeOf(workspace, path, branches.written),
    commit: commit ?? earlier ?? null,
    attempts,
    ...told(result),
    copies,
    changed: commit !== undefined
  }
}

/** Opens the workspace for a command that writes, as the session that it names. */
async function openAs(argv: GivenArguments, context: Context, last: string | undefined) {
  const options = readWritingGlobals(argv)
  const [{openWorkspace}, {requireSession}] = await Promise.all([
    import('../shell/workspace.ts'),
    import('../shell/session.ts')
  ])
  const workspace = await openWorkspace(context, options)
  const {repository} = workspace
  const {id} = requireSession({flag: options.session, env: context.env, repository, last})
  return {workspace, session: id}
}

/** What an act has to say beside what it did. */
function told(plan: Plan): Pick<Done, 'overruled' | 'warnings' | 'fallen' | 'registry'> {
  const {overruled, warnings, fallen, registry} = plan
  return {overruled, warnings, fallen, registry}
}

/** What `--json` says of a block's change, whichever it was. */
export function changeData(done: Done): object {
  const {claim} = done
  return {
    number: claim.number,
    session: claim.session ?? null,
    status: claim.status,
    ...landingData(done),
    untrusted: ['/session']
  }
}

/** What `--json` says of where something was written. */
export function landingData({place, commit, attempts, changed, fallen}: Done): object {
  return {
    path: place.path,
    branch: place.branch,
    remote: place.remote,
    commit,
    attempts,
    changed,
    fallen
  }
}

/** Time as the registry writes it: UTC, to the second. */
export function utcSeconds(date: Date): string {
  return `${date.toISOString().slice(0, 19)}Z`
}

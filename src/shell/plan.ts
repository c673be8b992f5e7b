import type {Decision, Setting} from '../core/actions/action.ts'
import type {ClaimRequest} from '../core/actions/claim-request.ts'
import {type QueuedClaim, renderQueuedClaim} from '../core/actions/queued-claim.ts'
import {refuseProblems} from '../core/actions/refusal.ts'
import {amend} from '../core/amend.ts'
import type {Claim} from '../core/claim.ts'
import {type DeedAction, parseDeeds} from '../core/deed.ts'
import {RegmdError} from '../core/error.ts'
import {readHistory} from '../git/history.ts'
import {ownProblems} from '../core/own-problems.ts'
import type {Problem} from '../core/problem.ts'
import type {RecordKind} from '../core/stamp.ts'
import type {Registry} from '../core/registry.ts'
import type {Write} from '../git/write.ts'
import type {Git} from '../git/run.ts'
import {readApproval} from './approval.ts'
import type {Document} from './document.ts'
import type {Reading} from './read.ts'
import {registryWrite} from './registry-write.ts'
import {type Rules, readRules} from './rules.ts'
import type {Situation} from './situation.ts'

/** Something that a session does to the registry. */
export interface Act {
  readonly kind: DeedAction
  readonly session: string
  /** Whether it goes by what git says about a human's approval. */
  readonly needsApproval?: boolean
  /** Name of its commit; a new one without it. */
  readonly attempt?: string
  /** The same as data, where others may commit it for the session. */
  readonly request?: ClaimRequest | undefined
  /** Decided anew on every state of the registry. */
  readonly decide: (setting: Setting) => Decision
}

/** What an act comes to in one state of the registry. */
export interface Plan {
  readonly claim: Claim
  readonly document: Document
  /** What the document says then. */
  readonly registry: Registry
  /** Steps of the protocol that were taken for other blocks, and do not count any more. */
  readonly fallen: readonly RecordKind[]
  /** Fields that a registration message says otherwise. */
  readonly overruled: readonly string[]
  /** What the claim's block has to be watched for, though nothing forbids it. */
  readonly warnings: readonly Problem[]
  /** Absent where the registry says so already. */
  readonly write?: Write
  /** What others need to commit it; absent where nobody else may. */
  readonly request?: string
}

/**
 * Decides an act in one state of the registry, and writes the document that it leads to.
 *
 * @throws {RegmdError} the refusals of the act; `NUMBER_TAKEN` says in which commit.
 */
export async function planAct(git: Git, reading: Reading, act: Act): Promise<Plan> {
  const approval = act.needsApproval ? await readApproval(git, reading) : undefined
  const rules = await readRules(git, reading)
  const plan = await withWinner(git, reading, () =>
    planIn(reading.document, {...rules, approval}, act)
  )
  return act.request
    ? {...plan, request: renderQueuedClaim(queue(reading, plan, act.request))}
    : plan
}

/** What others need to know who commit a claim for its session. */
function queue({snapshot}: Situation, {document, claim}: Plan, request: ClaimRequest): QueuedClaim {
  return {
    path: document.path,
    since: snapshot.tip,
    base: snapshot.base ?? null,
    number: request.next ? null : claim.number,
    claim: request
  }
}

/** The same of one document, by rules that were read. */
export function planIn(document: Document, rules: Rules, act: Act): Plan {
  const {registry} = document
  const {policy, schema} = rules
  const {claim, change, overruled = []} = act.decide({...rules, registry})
  if (!change) return {claim, document, registry, fallen: [], overruled, warnings: []}

  const amended = amend(registry, change)
  const isWorded = act.kind === 'claim' || act.kind === 'reassign'
  const problems = isWorded ? ownProblems({registry: amended, policy, schema}, claim.number) : []
  refuseProblems(claim, problems)
  const {kind: action, session, attempt} = act
  return {
    claim,
    document,
    registry: amended,
    fallen: fallenBetween(registry, amended),
    overruled,
    warnings: problems,
    write: registryWrite(document, amended, {action, number: claim.number, session, attempt})
  }
}

/** Steps of the protocol that one state of the document has on record, and a later one not. */
export function fallenBetween(before: Registry, after: Registry): readonly RecordKind[] {
  const left = after.records.map(({kind}) => kind)
  return before.records.map(({kind}) => kind).filter((kind) => !left.includes(kind))
}

async function withWinner(git: Git, at: Situation, plan: () => Plan): Promise<Plan> {
  try {
    return plan()
  } catch (error) {
    if (!(error instanceof RegmdError) || error.code !== 'NUMBER_TAKEN') throw error
    const {code, message, hint, details} = error
    const place = {tip: at.snapshot.tip, path: at.document.path}
    const commit = await claimCommit(git, place, Number(details['number']))
    const since = commit === undefined ? '' : ` (commit ${commit.slice(0, 7)})`
    throw new RegmdError(code, message + since, {
      ...(hint === undefined ? {} : {hint}),
      details: {...details, commit: commit ?? null},
      cause: error
    })
  }
}

/** The commit by which a number was claimed last, if a commit of regmd did it. */
export async function claimCommit(
  git: Git,
  {tip, path}: {readonly tip: string; readonly path: string},
  number: number
): Promise<string | undefined> {
  const range = {revisions: [tip], paths: [path], withMerges: false}
  const entries = await readHistory(git, range)
  return entries.findLast(({message}) =>
    parseDeeds(message).some((deed) => deed.action === 'claim' && deed.number === number)
  )?.commit
}

import {recordStep} from '../core/actions/record-step.ts'
import {amend} from '../core/amend.ts'
import {RegmdError} from '../core/error.ts'
import type {RecordKind} from '../core/stamp.ts'
import type {Registry} from '../core/registry.ts'
import {repeated} from '../core/repeated.ts'
import type {Git} from '../git/run.ts'
import {readApproval} from './approval.ts'
import type {Document} from './document.ts'
import {fallenBetween} from './plan.ts'
import type {Reading} from './read.ts'
import {registryWrite} from './registry-write.ts'
import {type Taken, takeIn} from './take-in.ts'
import type {Planned} from './write.ts'

/** What a synchronisation comes to in one state of the registry. */
export interface SyncPlan extends Planned {
  readonly document: Document
  /** What the document says then. */
  readonly registry: Registry
  /** Commit of the base branch that is merged, hex; `undefined` where the registry branch has it. */
  readonly merged: string | undefined
  readonly fallen: readonly RecordKind[]
}

/**
 * Plans to bring the registry branch up to date: it takes in what the base branch has, block by block;
 * the derived lines are made true; and an approval that git knows of is noted.
 *
 * @param session - who does it, if that is known.
 * @throws {RegmdError} `REGISTRY_INVALID` for a conflict that a person has to settle; `NOT_READY` where
 *   the registry branch carries more than the registry.
 */
export async function planSync(
  git: Git,
  reading: Reading,
  session: string | null
): Promise<SyncPlan> {
  const {document} = reading
  refuseRepeated(document.registry)
  const taken = await takeIn(git, reading)
  const registry = await upToDate(git, reading, taken)
  const isSame = registry.text === document.registry.text
  const plan = {
    document,
    registry,
    merged: taken.merged,
    fallen: fallenBetween(document.registry, registry)
  }
  if (isSame && taken.merged === undefined) return plan

  const {merged} = taken
  const write = registryWrite(document, registry, {action: 'sync', number: null, session})
  return {...plan, write: {...write, merged, others: merged}}
}

/** A document in which nobody can tell who has a number is not made to look up to date. */
function refuseRepeated({blocks}: Registry): void {
  const [twice] = repeated(blocks, ({claim}) => claim.number)
  if (!twice) return
  const message = `Number ${twice.again.claim.number} has two blocks in the registry; nothing was written`
  throw new RegmdError('REGISTRY_INVALID', message, {hint: 'regmd check'})
}

/** The document with true derived lines, and with the approval that git knows of. */
async function upToDate(git: Git, reading: Reading, {registry}: Taken): Promise<Registry> {
  const approval = await readApproval(git, {
    ...reading,
    document: {...reading.document, registry}
  })
  const isApproved = approval.missing.length === 0 && approval.time !== null
  const claims = registry.blocks.map(({claim}) => claim)
  const noted = isApproved ? recordStep({registry}, 'approved', approval.time) : {}
  return amend(registry, noted.change ?? {edits: [], claims})
}

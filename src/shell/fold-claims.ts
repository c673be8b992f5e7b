import {claim} from '../core/actions/claim.ts'
import {type QueuedClaim, isCurrent, parseQueuedClaim} from '../core/actions/queued-claim.ts'
import {type Deed, parseDeeds} from '../core/deed.ts'
import {RegmdError} from '../core/error.ts'
import {readFirstParents} from '../git/first-parents.ts'
import type {Entry} from '../git/history.ts'
import type {Write} from '../git/write.ts'
import {type Request, attemptOf} from '../git/queue/request.ts'
import type {Git} from '../git/run.ts'
import type {Document} from './document.ts'
import {type Plan, planIn} from './plan.ts'
import type {Reading} from './read.ts'
import {type Rules, readRules} from './rules.ts'

/**
 * Decides queued claims one after the other, each on the document that the one before leaves.
 *
 * @returns what is to be written for each; nothing for one that is refused, or does not count any more.
 */
export async function foldClaims(
  git: Git,
  reading: Reading,
  requests: readonly Request[]
): Promise<readonly (Write | undefined)[]> {
  const {snapshot} = reading
  const rules = await readRules(git, reading)
  const line = await readFirstParents(git, snapshot.tip)
  let {document} = reading
  return requests.map((request) => {
    const queued = parseQueuedClaim(request.text ?? '')
    if (!queued) return undefined
    const since = deedsSince(line, queued.since)
    const place = {path: document.path, base: snapshot.base ?? null, since}
    const plan = isCurrent(queued, place)
      ? planIfGranted(document, rules, {queued, attempt: attemptOf(request.id)})
      : undefined
    if (plan?.write) document = {...document, registry: plan.registry}
    return plan?.write
  })
}

/** Deeds of the commits after one of them, the newest first; `undefined` if it is not among them. */
function deedsSince(
  line: readonly Pick<Entry, 'commit' | 'message'>[],
  since: string
): readonly (readonly Deed[])[] | undefined {
  const end = line.findIndex(({commit}) => commit === since)
  return end === -1 ? undefined : line.slice(0, end).map(({message}) => parseDeeds(message))
}

function planIfGranted(
  document: Document,
  rules: Rules,
  {queued, attempt}: {readonly queued: QueuedClaim; readonly attempt: string}
): Plan | undefined {
  try {
    return planIn(document, rules, {
      kind: 'claim',
      session: queued.claim.session,
      attempt,
      decide: (setting) => claim(setting, queued.claim)
    })
  } catch (error) {
    if (error instanceof RegmdError) return undefined
    throw error
  }
}

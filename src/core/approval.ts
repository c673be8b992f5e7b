import type {Claim} from './claim.ts'
import type {Deed} from './deed.ts'
import type {Policy} from './policy.ts'
import type {Registry} from './registry.ts'

/** What git says about a human's approval of a registry. */
export interface Approval {
  /** What keeps it from being approved, one phrase each; empty where it is. */
  readonly missing: readonly string[]
  /** Commit by which the base branch took it over, hex; `null` where it is not approved. */
  readonly commit: string | null
  /** When, UTC, `2026-11-20T18:10:27Z`. */
  readonly time: string | null
  /** Numbers whose registered blocks a human has approved as they are. */
  readonly numbers: readonly number[]
  /** Command by which it is got, where that is not a pull request. */
  readonly command?: 'regmd approve'
}

/** Whose a commit is: author or committer. */
export interface Signature {
  readonly email: string
  /** UTC, `2026-11-20T18:10:27Z`. */
  readonly time: string
}

/** A commit on the base branch's line of first parents. */
export interface Landing {
  /** Commit id, hex. */
  readonly commit: string
  readonly isMerge: boolean
  readonly author: Signature
  readonly committer: Signature
  /** What its message says; empty for a commit that regmd did not make. */
  readonly deeds: readonly Deed[]
}

/** Committer of what GitHub merges for a person who pressed its button. */
const forge = 'noreply@github.com'

/**
 * Finds what keeps a commit, by which the base branch came to hold the registry as it is, from being
 * a human's approval: a merge, a squash merge or a rebase merge is one; what a session pushed there
 * itself is none. A rebase merge shows in that the commits were made anew, so that their committer's
 * time is later than their author's.
 *
 * @param isTakenOver - whether the registry branch came to hold the same by commits of its own.
 * @returns a phrase; nothing if it is an approval.
 */
export function objectionToLanding(
  landing: Landing,
  {approvers}: Policy,
  isTakenOver: boolean
): string | undefined {
  const {author, committer} = landing
  const known = approvers.map((address) => address.toLowerCase())
  const people = [author.email, committer.email].map((address) => address.toLowerCase())
  if (!isTaking(landing, isTakenOver)) {
    return 'the base branch has these blocks by a direct push, which is no approval'
  }

  const isByApprover = known.length === 0 || people.some((one) => known.includes(one))
  if (isByApprover || committer.email === forge) return undefined
  return `${committer.email} is not among those who may approve`
}

function isTaking({isMerge, deeds, author, committer}: Landing, isTakenOver: boolean): boolean {
  const [deed, other] = deeds
  if (deed?.action === 'approve') return true
  if (isMerge) return deed?.action !== 'sync'
  if (!deed) return isTakenOver
  return other !== undefined || author.time !== committer.time || committer.email === forge
}

/** Numbers of which two documents say different things; when it was acknowledged does not count. */
export function differingNumbers(a: Registry, b: Registry): readonly number[] {
  const [one, two] = [wordsOf(a), wordsOf(b)]
  return [...new Set([...one.keys(), ...two.keys()])]
    .filter((number) => one.get(number) !== two.get(number))
    .toSorted((x, y) => x - y)
}

function wordsOf({blocks}: Registry): ReadonlyMap<number, string> {
  return new Map(
    blocks.map(({claim}) => {
      const approved: Claim = {...claim, acknowledged: undefined}
      return [claim.number, JSON.stringify(approved)]
    })
  )
}

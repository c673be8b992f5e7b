import {RegmdError} from '../core/error.ts'
import type {Policy} from '../core/policy.ts'
import type {Branches} from '../git/local-port.ts'
import type {Snapshot} from '../git/port.ts'
import type {Git} from '../git/run.ts'
import {type Document, policyOf, readDocument} from './document.ts'

/** The registry at a snapshot, and the one that a human approved. */
export interface Situation {
  readonly snapshot: Snapshot
  readonly document: Document
  /** On the base branch, if it is there. */
  readonly approved: Document | undefined
  /** Of the base branch's document; of the live one where the base branch has none. */
  readonly policy: Policy
}

/**
 * Reads both documents of a snapshot.
 *
 * @throws {RegmdError} as {@link readDocument} does for the live one.
 */
export async function readSituation(
  git: Git,
  snapshot: Snapshot,
  path: string | undefined
): Promise<Situation> {
  const document = await readDocument(git, snapshot.tip, path)
  const approved = await readApproved(git, snapshot, document)
  return {snapshot, document, approved, policy: await policyOf(approved ?? document)}
}

/** The branches that a policy names, the others as they were. */
export function branchesOf(policy: Policy, defaults: Branches, isRemote: boolean): Branches {
  const base = policy.base ?? defaults.base
  const written = policy.branch ?? (isRemote ? defaults.written : base)
  for (const name of [base, written]) checkName(name)
  return {written, base}
}

async function readApproved(
  git: Git,
  {tip, base}: Snapshot,
  document: Document
): Promise<Document | undefined> {
  if (base === undefined) return undefined
  if (base === tip) return document
  try {
    return await readDocument(git, base, document.path)
  } catch (error) {
    if (error instanceof RegmdError && error.code === 'REGISTRY_NOT_FOUND') return undefined
    throw error
  }
}

/** What git-check-ref-format(1) allows, and a little less. */
function checkName(name: string): void {
  const isName =
    /^[^\s~^:?*[\\\p{Cc}-][^\s~^:?*[\\\p{Cc}]*$/u.test(name) &&
    !/\.\.|\/\/|@\{|\/\.|\.lock(?:\/|$)|[./]$|^[./]|^@$/u.test(name)
  if (isName) return
  throw new RegmdError(
    'REGISTRY_INVALID',
    `The front matter names a branch that cannot be: \`${name}\``,
    {
      hint: 'git check-ref-format --branch NAME'
    }
  )
}

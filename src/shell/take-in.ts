import {RegmdError} from '../core/error.ts'
import {mergeRegistries} from '../core/merge/merge.ts'
import {parseRegistry} from '../core/parse.ts'
import {quote} from '../core/quote.ts'
import type {Registry} from '../core/registry.ts'
import {contains} from '../git/objects.ts'
import type {Git} from '../git/run.ts'
import {commitTree} from './commit-tree.ts'
import {readSource} from './document.ts'
import {readParting} from './parting.ts'
import type {Reading} from './read.ts'

/** A registry with what the base branch has. */
export interface Taken {
  readonly registry: Registry
  /** Commit of the base branch that is merged, hex; `undefined` where there was nothing to merge. */
  readonly merged: string | undefined
}

/**
 * Merges the base branch's document into the registry branch's, block by block.
 *
 * @throws {RegmdError} `REGISTRY_INVALID` for a conflict, or where the base branch has no registry any
 *   more; `NOT_READY` where the registry branch carries more than the registry; `COMMIT_UNAVAILABLE`.
 */
export async function takeIn(git: Git, reading: Reading): Promise<Taken> {
  const {document, snapshot, approved} = reading
  const {registry, path} = document
  const {tip, base} = snapshot
  if (base === undefined || (await contains(git, tip, base))) return {registry, merged: undefined}

  const {start, onRegistry} = await readParting(git, base, tip)
  const other = onRegistry.find((changed) => changed !== path)
  if (other !== undefined) throw carriesMore(reading, other)
  if (!approved) throw withoutRegistry(reading)
  const ancestor = (await readSource(commitTree(git, start), document))?.text ?? ''
  const merge = mergeRegistries({ancestor, ours: registry.text, theirs: approved.text})
  if (merge.conflicts.length > 0) throw conflicting(reading, merge.conflicts)
  return {registry: parseRegistry(merge.text, registry), merged: base}
}

/** What only a person can settle is settled in a worktree, with the same merge driver. */
function byHand({branches: {base, written}}: Reading): string {
  return `git switch ${quote(written)} && git merge ${quote(base)}`
}

function conflicting(
  reading: Reading,
  conflicts: readonly {readonly message: string}[]
): RegmdError {
  const words = conflicts.map(({message}) => message)
  const message = `Cannot take in ${reading.branches.base}: ${words.join(', and ')}; nothing was written`
  return new RegmdError('REGISTRY_INVALID', message, {
    hint: byHand(reading),
    details: {conflicts: words}
  })
}

function withoutRegistry(reading: Reading): RegmdError {
  const {branches, document} = reading
  const message = `Cannot take in ${branches.base}: it has no \`${document.path}\``
  return new RegmdError('REGISTRY_INVALID', message, {hint: byHand(reading)})
}

/**
 * Refusal to merge a registry branch of which other files would be lost.
 *
 * @param path - of one of them.
 */
export function carriesMore(reading: Reading, path: string): RegmdError {
  const {written} = reading.branches
  const missing = [`${written} changes \`${path}\` as well, which is no part of the registry`]
  const message = `Cannot merge: ${missing.join()}; nothing was changed`
  return new RegmdError('NOT_READY', message, {hint: byHand(reading), details: {missing, path}})
}

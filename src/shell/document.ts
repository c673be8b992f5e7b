import {decode, isPointer, maxBytes, tooLarge} from '../core/decode.ts'
import {RegmdError} from '../core/error.ts'
import {frontMatterSource} from '../core/front-matter-span.ts'
import {parseRegistry} from '../core/parse.ts'
import {quote} from '../core/quote.ts'
import {type Policy, defaultPolicy} from '../core/policy.ts'
import type {Registry} from '../core/registry.ts'
import type {TreeFile} from '../git/objects.ts'
import {
  checkRegular,
  isMarkdown,
  isReadable,
  isRegular,
  registryFolder,
  unnameable
} from './registry-file.ts'
import type {Tree} from './tree.ts'

/** A registry as it is in a commit. */
export interface Document {
  readonly path: string
  /** `100644` or `100755`. */
  readonly mode: string
  /** Blob id, hex; empty for a file that is not read from a commit. */
  readonly oid: string
  readonly registry: Registry
  readonly hasBom: boolean
}

/** A file of a commit that is a registry, or was, not parsed. */
export type Source = Pick<Document, 'oid' | 'hasBom'> & {readonly text: string}

/** Which document is meant, and what is known of it. */
export interface Wanted {
  /** From the root, if named. */
  readonly path: string | undefined
  /** An earlier reading, so that only what differs is parsed. */
  readonly earlier?: Registry | undefined
}

/** Shows a person what there is. */
const listing = "git ls-files '*.md'"

/**
 * Reads a tree's registry: the file that is named, else the only one under `registry/` with
 * session blocks.
 *
 * @throws {RegmdError} `REGISTRY_NOT_FOUND`, `REGISTRY_AMBIGUOUS`, `REGISTRY_INVALID`.
 */
export async function readDocument(tree: Tree, {path, earlier}: Wanted): Promise<Document> {
  if (path === undefined) return findDocument(tree, earlier)
  const file = (await tree.list(path)).find((found) => found.path === path)
  if (!file) throw notFound(`There is no \`${path}\` in ${tree.name}`, listing)
  checkRegular(file)
  const [bytes] = await tree.read([file])
  const document = toDocument(file, bytes ?? new Uint8Array(), earlier)
  if (document.registry.blocks.length > 0) return document
  throw notFound(`\`${path}\` has no session blocks`, listing)
}

/** The registry at a path of a tree; `undefined` where there is none, or none that can be read. */
export async function findReadable(tree: Tree, path: string): Promise<Document | undefined> {
  try {
    return await readDocument(tree, {path})
  } catch (error) {
    const code = error instanceof RegmdError ? error.code : undefined
    // What git could not do is no answer.
    if (code === 'REGISTRY_NOT_FOUND' || code === 'REGISTRY_INVALID') return undefined
    throw error
  }
}

/** Reads the same path in another commit; `undefined` if there is no file. */
export async function readSource(
  tree: Tree,
  {path, oid, registry, hasBom}: Document
): Promise<Source | undefined> {
  const file = (await tree.list(path)).find((found) => found.path === path)
  if (!file || !isRegular(file)) return undefined
  if (file.size > maxBytes) throw tooLarge()
  if (file.oid === oid) return {oid, hasBom, text: registry.text}
  const [bytes] = await tree.read([file])
  return {oid: file.oid, ...decode(bytes ?? new Uint8Array())}
}

/** Reads what a document's front matter decides. */
export async function policyOf(text: string): Promise<Policy> {
  if (frontMatterSource(text) === undefined) return defaultPolicy
  const {readPolicy} = await import('../core/front-matter.ts')
  return readPolicy(text)
}

async function findDocument(tree: Tree, earlier: Registry | undefined): Promise<Document> {
  const entries = (await tree.list(registryFolder)).filter(isMarkdown)
  for (const entry of entries.filter(({path}) => path.includes('\n'))) throw unnameable(entry)
  const files = entries.filter(isReadable)
  const blobs = await tree.read(files)
  const candidates = files.flatMap((file, index) => {
    const bytes = blobs[index]
    return bytes && mentionsSession(bytes) ? [toDocument(file, bytes, earlier)] : []
  })

  const documents = candidates.filter(({registry}) => registry.blocks.length > 0)
  const [document, other] = documents
  if (other) throw ambiguous(documents.map(({path}) => path))
  if (document) return document
  // Where one of these stands in its place, that is what to say.
  for (const entry of entries) checkRegular(entry)
  for (const bytes of blobs.filter(isPointer)) decode(bytes)
  throw notFound(`There is no registry under ${registryFolder} in ${tree.name}`)
}

/** Spares the parser documents that cannot have a session block. */
function mentionsSession(bytes: Uint8Array): boolean {
  return /session\s*#?\s*\d/iu.test(new TextDecoder('latin1').decode(bytes))
}

function toDocument(
  {path, mode, oid}: TreeFile,
  bytes: Uint8Array,
  earlier: Registry | undefined
): Document {
  const {text, hasBom} = decode(bytes)
  return {path, mode, oid, registry: parseRegistry(text, earlier), hasBom}
}

function notFound(message: string, hint = 'regmd init'): RegmdError {
  return new RegmdError('REGISTRY_NOT_FOUND', message, {
    hint
  })
}

function ambiguous(paths: readonly string[]): RegmdError {
  return new RegmdError(
    'REGISTRY_AMBIGUOUS',
    `There are ${paths.length} registries: ${paths.join(', ')}`,
    {
      hint: `regmd status --registry ${quote(paths[0] ?? '')}`,
      details: {paths}
    }
  )
}

import {basename, dirname, resolve} from 'node:path'
import {RegmdError} from './core/error.ts'
import type {Policy} from './core/policy.ts'
import {positionsOf} from './core/position.ts'
import type {Problem, Remark} from './core/problem.ts'
import type {Registry} from './core/registry.ts'
import type {Span} from './core/span.ts'
import {makeInert} from './report/inert.ts'

/** What {@link remarkRegmd} can be told. */
export interface RemarkRegmdOptions {
  /** Path of the claim schema, from the folder in which remark runs; else the front matter's. */
  readonly schema?: string | undefined
}

/** What the plugin needs of a vfile; own types, so that those of this package need no other. */
export interface RemarkFile {
  readonly cwd: string
  readonly value: string | Uint8Array
  readonly toString: () => string
  readonly message: (reason: string, options: RemarkMessageOptions) => object
}

/** Where a message belongs, and which rule it comes from. */
export interface RemarkMessageOptions {
  readonly place: RemarkPoint | {readonly start: RemarkPoint; readonly end: RemarkPoint}
  readonly ruleId: string
  readonly source: string
}

/** A place in a file. */
export interface RemarkPoint {
  /** From 1. */
  readonly line: number
  /** From 1, in UTF-16 units. */
  readonly column: number
  /** From 0, in UTF-16 units; a byte order mark does not count. */
  readonly offset: number
}

/** Adds messages to a file; the tree stays as it is. */
export type RemarkTransformer = (tree: object, file: RemarkFile) => Promise<void>

/**
 * Makes the remark plugin that reports what `regmd check` finds in a registry; files without session
 * blocks pass.
 *
 * What cannot be read, such as the front matter or the schema, is a message as well.
 */
export default function remarkRegmd(options: RemarkRegmdOptions = {}): RemarkTransformer {
  return async (_tree, file) => {
    const text = String(file).replace(/^\uFEFF/u, '')
    // Most files of a project are no registry: those do not even load the rules.
    if (!/session\s*#?\s*\d/iu.test(text)) return
    const {parseRegistry} = await import('./core/parse.ts')
    const registry = parseRegistry(text)
    if (registry.blocks.length === 0) return
    try {
      addProblems(file, text, await judge(registry, file, options))
    } catch (error) {
      if (!(error instanceof RegmdError)) throw error
      addError(file, error)
    }
  }
}

async function judge(
  registry: Registry,
  {cwd, value}: RemarkFile,
  {schema}: RemarkRegmdOptions
): Promise<readonly Problem[]> {
  const [{checkRegistry}, {decode}, {policyOf}] = await Promise.all([
    import('./core/check.ts'),
    import('./core/decode.ts'),
    import('./shell/document.ts')
  ])
  // Bytes may be none of a text; what is a string already has lost that.
  if (typeof value !== 'string') decode(value)
  const policy = await policyOf(registry.text)
  return checkRegistry({registry, policy, schema: await schemaOf(policy, cwd, schema)})
}

async function schemaOf(policy: Policy, cwd: string, named: string | undefined) {
  const [{loadSchema}, {folderTree}] = await Promise.all([
    import('./shell/schema.ts'),
    import('./shell/folder-tree.ts')
  ])
  if (named === undefined) return loadSchema(policy, folderTree(cwd))
  // Who writes the configuration may name any file.
  const path = resolve(cwd, named)
  return loadSchema({...policy, schema: basename(path)}, folderTree(dirname(path)))
}

function addProblems(file: RemarkFile, text: string, problems: readonly Problem[]): void {
  const positionOf = positionsOf(text)
  const placeOf = (span: Span) => {
    const {line, column, endLine, endColumn} = positionOf(span)
    return {
      start: {line, column, offset: span.start},
      end: {line: endLine, column: endColumn, offset: span.end}
    }
  }
  const noteOf = ({span, message}: Remark) => {
    const {line, column} = positionOf(span)
    return `${line}:${column}: ${makeInert(message)}`
  }

  for (const {code, severity, span, message, related = []} of problems) {
    const place = placeOf(span)
    Object.assign(file.message(makeInert(message), {place, ruleId: code, source: 'regmd'}), {
      fatal: severity === 'error',
      url: `https://github.com/regmd/regmd/blob/main/docs/rules/${code}.md`,
      ...(related.length === 0 ? {} : {note: related.map(noteOf).join('\n')})
    })
  }
}

function addError(file: RemarkFile, {code, message}: RegmdError): void {
  const place = {line: 1, column: 1, offset: 0}
  Object.assign(file.message(makeInert(message), {place, ruleId: code, source: 'regmd'}), {
    fatal: true
  })
}

import {readFile} from 'node:fs/promises'
import {basename, resolve} from 'node:path'
import type {Context} from '../context.ts'
import {decode} from '../core/decode.ts'
import {RegmdError} from '../core/error.ts'
import {parseRegistry} from '../core/parse.ts'
import {renderTemplate} from '../core/template.ts'
import {registryPath} from './path.ts'
import type {NewRegistry} from './scaffold.ts'
import {claimSchema} from './schema-path.ts'
import type {Workspace} from './workspace.ts'

/**
 * Makes a registry with open blocks.
 *
 * @param path - from the root; `registry/sessions.md` without one.
 */
export function blankRegistry(sessions: number, path: string | undefined): NewRegistry {
  const text = renderTemplate(sessions, {schema: claimSchema})
  const bytes = new TextEncoder().encode(text)
  return {path: path ?? 'registry/sessions.md', bytes, hasSchema: true}
}

/**
 * Adopts a document as it is, byte for byte.
 *
 * @param file - relative to the current directory.
 * @throws {RegmdError} `USAGE` if it cannot be read or its name cannot be used, `REGISTRY_INVALID` if it has no session blocks.
 */
export async function adoptedRegistry(
  {cwd}: Context,
  file: string,
  {path, repository}: Workspace
): Promise<NewRegistry> {
  const bytes = await read(resolve(cwd, file))
  if (parseRegistry(decode(bytes).text).blocks.length === 0) {
    throw new RegmdError('REGISTRY_INVALID', `\`${file}\` has no session blocks`, {
      hint: 'regmd init'
    })
  }

  return {path: path ?? registryPath(adoptedPath(file), repository), bytes, hasSchema: false}
}

/** A registry is looked for among markdown files. */
function adoptedPath(file: string): string {
  const name = basename(file)
  return `registry/${name}${/\.(?:md|markdown)$/iu.test(name) ? '' : '.md'}`
}

async function read(file: string): Promise<Buffer> {
  try {
    return await readFile(file)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new RegmdError('USAGE', `Cannot read the document to adopt: ${why}`, {
      hint: 'regmd init --from FILE',
      cause: error
    })
  }
}

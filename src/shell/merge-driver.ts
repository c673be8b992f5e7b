import {readFile, writeFile} from 'node:fs/promises'
import {type Decoded, decode, encode} from '../core/decode.ts'
import {RegmdError} from '../core/error.ts'
import {mergeRegistries} from '../core/merge/merge.ts'
import type {MergeConflict} from '../core/merge/result.ts'
import {type Sides, changedSide, mapSides} from '../core/merge/sides.ts'

/** Files of a merge, as git names them for its driver. */
export interface MergeFiles extends Sides<string> {
  /** Characters of a conflict marker. */
  readonly markerSize: number
}

/**
 * Merges three files, and writes the result into ours; nothing else is read or touched.
 *
 * @returns what could not be settled; empty where the merge is clean.
 * @throws {RegmdError} `USAGE` if a file cannot be read, `NOT_A_REPOSITORY` if ours cannot be
 *   written.
 */
export async function mergeFiles(files: MergeFiles): Promise<readonly MergeConflict[]> {
  const [ancestor, ours, theirs] = await Promise.all(
    [files.ancestor, files.ours, files.theirs].map(readBytes)
  )
  if (!ancestor || !ours || !theirs) throw new RangeError('Expected three files')
  const {bytes, conflicts} = mergeBytes({ancestor, ours, theirs}, files.markerSize)
  if (!ours.equals(bytes)) await write(files.ours, bytes)
  return conflicts
}

interface MergedBytes {
  readonly bytes: Uint8Array
  readonly conflicts: readonly MergeConflict[]
}

function mergeBytes(sides: Sides<Buffer>, markerSize: number): MergedBytes {
  const decoded = decodeAll(sides)
  if (!decoded) {
    // A unit is a byte, so that each comes through as it is.
    const {text, conflicts} = mergeRegistries(
      mapSides(sides, (bytes) => bytes.toString('latin1')),
      markerSize
    )
    return {bytes: Buffer.from(text, 'latin1'), conflicts}
  }

  const {text, conflicts} = mergeRegistries(
    mapSides(decoded, (side) => side.text),
    markerSize
  )
  const side = changedSide(mapSides(decoded, ({hasBom}) => String(hasBom))) ?? 'ours'
  return {bytes: encode({text, hasBom: decoded[side].hasBom}), conflicts}
}

function decodeAll(sides: Sides<Buffer>): Sides<Decoded> | undefined {
  try {
    const {ancestor, ours, theirs} = mapSides(sides, decode)
    // Without an ancestor there is nobody who took the mark out.
    return {ancestor: ancestor.text === '' ? ours : ancestor, ours, theirs}
  } catch (error) {
    if (error instanceof RegmdError) return undefined
    throw error
  }
}

async function readBytes(file: string): Promise<Buffer> {
  try {
    return await readFile(file)
  } catch (error) {
    throw new RegmdError('USAGE', `Cannot read ${file}: ${wordsOf(error)}`, {
      hint: "git config merge.regmd.driver 'npx regmd merge-driver %O %A %B %P %L'",
      cause: error
    })
  }
}

async function write(file: string, bytes: Uint8Array): Promise<void> {
  try {
    await writeFile(file, bytes)
  } catch (error) {
    throw new RegmdError('NOT_A_REPOSITORY', `Cannot write ${file}: ${wordsOf(error)}`, {
      hint: 'git status',
      cause: error
    })
  }
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

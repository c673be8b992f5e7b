import {readBlocks} from './block.ts'
import {RegmdError} from './error.ts'
import {rangeOf, readFormat} from './format.ts'
import {findLabel} from './label.ts'
import type {Registry} from './registry.ts'
import {readRecords} from './record.ts'
import {
  being,
  consensusHeading,
  containing,
  headerOf,
  scheduleHeading,
  sectionOf,
  sectionSpan
} from './section.ts'
import {parseFlow} from './segment.ts'
import {readTasks} from './task.ts'

/**
 * Reads a document as a registry; any text is one, if only with no blocks.
 *
 * @param earlier - a reading of another version, so that only what differs is parsed.
 * @throws {RegmdError} `REGISTRY_INVALID` if it nests deeper than the stack.
 */
export function parseRegistry(text: string, earlier?: Registry): Registry {
  try {
    return readRegistry(text, earlier)
  } catch (error) {
    // Emphasis in emphasis, a thousand times.
    if (!(error instanceof RangeError)) throw error
    throw new RegmdError('REGISTRY_INVALID', 'Cannot read the registry: it nests too deeply', {
      hint: 'regmd status --registry PATH',
      cause: error
    })
  }
}

function readRegistry(text: string, earlier: Registry | undefined): Registry {
  const {outline: nodes, segments} = parseFlow(text, earlier?.segments)
  const format = readFormat(text, nodes)

  return {
    text,
    segments,
    blocks: readBlocks(text, nodes),
    format,
    range: rangeOf(format),
    tasks: readTasks(text, sectionOf(nodes, containing(consensusHeading))),
    headerStatus: findLabel(text, headerOf(nodes), 'Status'),
    currentStatus: findLabel(text, nodes, 'Current Status'),
    nextAction: findLabel(text, nodes, 'Next Action'),
    records: readRecords(text, nodes),
    consensusSection: sectionSpan(text, nodes, containing(consensusHeading)),
    scheduleSection: sectionSpan(text, nodes, being(scheduleHeading))
  }
}

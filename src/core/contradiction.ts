import type {Finding} from './problem.ts'
import type {Block} from './registry.ts'
import {findFieldDuplicate} from './rules/field-duplicate.ts'
import {findNumberMismatch} from './rules/number-mismatch.ts'
import {findStatusUnknown} from './rules/status-unknown.ts'

/** Finds in what a block contradicts itself, so that nobody can tell what it says; else nothing. */
export function contradictionOf(block: Block): Finding | undefined {
  const [first] = [findNumberMismatch, findFieldDuplicate, findStatusUnknown].flatMap((find) =>
    find(block)
  )
  return first
}

import {isSameSession} from '../session.ts'
import type {BlockChange} from './block-change.ts'
import type {Origins} from './origins.ts'
import type {JudgedChange} from './step.ts'
import type {ToldStep} from './told-step.ts'

/** Changes that a merge did not keep. */
export type Rejected = ReadonlySet<JudgedChange>

/**
 * Finds the changes on merged lines that never came to count: the merge, or whatever stands where
 * git leaves out a merge that changed nothing, has the block otherwise.
 *
 * @param steps - what a merge brought in stands right before it.
 */
export function findRejected(steps: readonly ToldStep[], origins: Origins): Rejected {
  const rejected = new Set<JudgedChange>()
  let side: JudgedChange[] = []
  const settle = (kept: readonly JudgedChange[]) => {
    for (const one of side) {
      const last = side.findLast(({change}) => change.number === one.change.number) ?? one
      if (!isKept(last, kept, origins)) rejected.add(one)
    }

    side = []
  }

  for (const {isOnLine, isMerge, changes} of steps) {
    if (!isOnLine) side.push(...changes)
    else settle(isMerge ? changes : [])
  }

  settle([])
  return rejected
}

/** Whether a line's last word on a block is what the merge says, or came to count another way. */
function isKept(last: JudgedChange, kept: readonly JudgedChange[], {othersOf}: Origins): boolean {
  if (othersOf(last).length > 0) return true
  return kept.some(
    ({change}) => change.number === last.change.number && isSameHolder(change, last.change)
  )
}

function isSameHolder({after}: BlockChange, other: BlockChange): boolean {
  const [one, two] = [after, other.after].map((state) => state?.block.claim.session)
  return one === two || (one !== undefined && two !== undefined && isSameSession(one, two))
}

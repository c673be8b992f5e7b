import {overlapOf} from '../analysis/range-set.ts'
import type {Finding} from '../problem.ts'
import {activitiesOf} from '../activity.ts'
import type {Share} from '../share.ts'
import type {Rule} from './rule.ts'

/** Two sessions that share out one activity have no number of it in common. */
export const roleOverlap: Rule = {
  code: 'ROLE_OVERLAP',
  check: ({registry, about}) => activitiesOf(registry, about).flatMap(findOverlaps)
}

/** Compares each share with the one of another block that reaches furthest: that is enough to find one. */
function findOverlaps(shares: readonly Share[]): readonly Finding[] {
  let reaching: readonly Share[] = []
  return shares.flatMap((share) => {
    const other = reaching.find(({block}) => block !== share.block)
    reaching = furthest([...reaching, share])
    return other ? findOverlap(other, share) : []
  })
}

/** The share that reaches furthest, and the one of another block that does. */
function furthest(shares: readonly Share[]): readonly Share[] {
  const [first, ...others] = shares.toSorted((a, b) => b.batch.last - a.batch.last)
  const second = others.find(({block}) => block !== first?.block)
  return [first, second].filter((share) => share !== undefined)
}

function findOverlap(a: Share, b: Share): readonly Finding[] {
  const common = overlapOf(a.batch, b.batch)
  if (!common) return []
  const [earlier, later] = a.block.lines.start < b.block.lines.start ? [a, b] : [b, a]
  const {number} = earlier.block.claim
  const range = common.first === common.last ? common.first : `${common.first}-${common.last}`
  return [
    {
      span: later.place,
      message: `Session ${number} has ${range} of \`${earlier.text.slice(earlier.batch.start, earlier.batch.end)}\` too`,
      number: later.block.claim.number,
      related: [{span: earlier.place, message: 'Here'}]
    }
  ]
}

import {gapsOf} from '../analysis/range-set.ts'
import type {Finding} from '../problem.ts'
import {activitiesOf} from '../activity.ts'
import type {Share} from '../share.ts'
import type {Rule} from './rule.ts'

/** Sessions that share out one activity leave no number of it to nobody. */
export const batchGap: Rule = {
  code: 'BATCH_GAP',
  check: ({registry, about}) => activitiesOf(registry, about).flatMap(findGaps)
}

function findGaps(shares: readonly Share[]): readonly Finding[] {
  if (!shares.some(({block}) => block !== shares[0]?.block)) return []
  const byLast = new Map(shares.map((share) => [share.batch.last, share]))
  const byFirst = new Map(shares.map((share) => [share.batch.first, share]))
  return gapsOf(shares.map(({batch}) => batch)).flatMap(({first, last}) => {
    const [before, after] = [byLast.get(first - 1), byFirst.get(last + 1)]
    if (!before || !after) return []
    const range = first === last ? first : `${first}-${last}`
    return [
      {
        span: after.place,
        message: `Nobody has ${range}, between \`${nameOf(before)}\` and \`${nameOf(after)}\``,
        number: after.block.claim.number,
        related: [{span: before.place, message: 'The batch before'}]
      }
    ]
  })
}

function nameOf({batch, text}: Share): string {
  return text.slice(batch.start, batch.end)
}

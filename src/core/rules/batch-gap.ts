import type {Finding} from '../problem.ts'
import {activitiesOf} from '../activity.ts'
import type {Share} from '../share.ts'
import type {Rule} from './rule.ts'

/** Sessions that share out one activity leave no number of it to nobody. */
export const batchGap: Rule = {
  code: 'BATCH_GAP',
  check: ({registry}) => activitiesOf(registry).flatMap(findGaps)
}

function findGaps(shares: readonly Share[]): readonly Finding[] {
  if (!shares.some(({block}) => block !== shares[0]?.block)) return []
  let before: Share | undefined
  return shares.flatMap((share) => {
    const last = before
    if (!last || share.batch.last > last.batch.last) before = share
    if (!last || share.batch.first <= last.batch.last + 1) return []
    const [from, to] = [last.batch.last + 1, share.batch.first - 1]
    const range = from === to ? from : `${from}-${to}`
    return [
      {
        span: share.place,
        message: `Nobody has ${range}, between \`${nameOf(last)}\` and \`${nameOf(share)}\``,
        number: share.block.claim.number,
        related: [{span: last.place, message: 'The batch before'}]
      }
    ]
  })
}

function nameOf({batch, text}: Share): string {
  return text.slice(batch.start, batch.end)
}

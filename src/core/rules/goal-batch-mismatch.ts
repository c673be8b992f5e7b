import type {Batch} from '../analysis/batch.ts'
import {findQuantities, type Quantity} from '../analysis/quantity.ts'
import {countAll} from '../analysis/range-set.ts'
import type {Finding} from '../problem.ts'
import type {Block} from '../registry.ts'
import {type Share, sharesOf} from '../share.ts'
import {type Wording, sourceOf, wordingsOf} from '../wording.ts'
import {type Rule, blockRule} from './rule.ts'

/** A goal that counts what a batch counts says the same number. */
export const goalBatchMismatch: Rule = blockRule('GOAL_BATCH_MISMATCH', (block, {registry}) => {
  const [goal] = wordingsOf(registry.text, block, 'GOAL')
  if (!goal) return []
  const quantities = findQuantities(goal.text)
  return lotsOf(registry.text, block).flatMap((lot) => {
    const counted = quantities.filter(({unit}) => unit !== undefined && unit === lot.unit)
    const [first] = counted
    if (!first || counted.some((quantity) => fits(quantity, lot.size))) return []
    return [mismatch(registry.text, {block, goal, lot}, first)]
  })
})

/** All that a block has of one thing. */
interface Lot {
  /** What a goal would count: the object if there is one, `email` of prospects, else the noun. */
  readonly unit: string
  readonly size: number
  readonly shares: readonly Share[]
}

function lotsOf(document: string, block: Block): readonly Lot[] {
  const byUnit = new Map<string, Share[]>()
  for (const share of sharesOf(document, block)) {
    const {object, noun} = share.batch
    const unit = object === '' ? noun : object
    byUnit.set(unit, [...(byUnit.get(unit) ?? []), share])
  }

  return [...byUnit].map(([unit, shares]) => ({
    unit,
    shares,
    size: countAll(shares.map(({batch}): Batch => batch))
  }))
}

function fits(quantity: Quantity, size: number): boolean {
  const {value, last, comparator} = quantity
  if (isOtherAccount(quantity, size)) return true
  switch (comparator) {
    case 'exactly':
      return size >= value && size <= last
    case 'at least':
      return size >= value
    case 'at most':
      return size <= last
    default:
      return true
  }
}

/** Factor from which a batch is not what a rate gets done in one go, but the work of many days. */
const farApart = 4

/** Whether a quantity counts something else: nothing at all, a week of batches, a day of a long one. */
function isOtherAccount({value, period}: Quantity, size: number): boolean {
  if (value === 0) return true
  if (period === undefined) return false
  const isMultiple = period !== 'day' && value % size === 0
  return isMultiple || value * farApart <= size
}

interface Place {
  readonly block: Block
  readonly goal: Wording
  readonly lot: Lot
}

function mismatch(document: string, {block, goal, lot}: Place, quantity: Quantity): Finding {
  const said = goal.text.slice(quantity.start, quantity.end)
  const batches = lot.shares.map(({place}) => `\`${document.slice(place.start, place.end)}\``)
  return {
    span: sourceOf(document, goal, quantity),
    message: `The goal says \`${said}\`, but ${batches.join(' and ')} hold ${lot.size}`,
    number: block.claim.number,
    related: lot.shares.map(({place}) => ({span: place, message: `The batch`}))
  }
}

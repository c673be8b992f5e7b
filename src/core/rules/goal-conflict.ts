import {type Quantity, findQuantities} from '../analysis/quantity.ts'
import type {Finding} from '../problem.ts'
import type {Block, Registry} from '../registry.ts'
import type {Span} from '../span.ts'
import {repeated} from '../repeated.ts'
import {type Wording, sourceOf, wordingsOf} from '../wording.ts'
import type {Rule, Subject} from './rule.ts'

/** A target is committed to once, and its parts add up. */
export const goalConflict: Rule = {
  code: 'GOAL_CONFLICT',
  check(subject) {
    const {registry, about} = subject
    // Who pledges nothing is in nobody's way.
    if (about?.every((block) => pledgesOf(registry, block).length === 0)) return []
    const byUnit = new Map<string, Pledge[]>()
    for (const pledge of subject.registry.blocks.flatMap((block) =>
      pledgesOf(subject.registry, block)
    )) {
      const key = `${pledge.quantity.unit} ${pledge.quantity.period}`
      const pledges = byUnit.get(key)
      if (pledges) pledges.push(pledge)
      else byUnit.set(key, [pledge])
    }

    return [...byUnit.values()].flatMap((pledges) => judge(subject, pledges))
  }
}

/** A session's word for a target, or for its part of one. */
interface Pledge {
  readonly block: Block
  readonly quantity: Quantity
  /** As the goal puts it. */
  readonly text: string
  readonly place: Span
}

/**
 * Targets are sums of money with what they measure, `$120k MRR`, and definite wholes, `25 of the 50
 * leads`: `9 of 10` is a rate. What must not be exceeded is no target.
 */
function pledgesOf({text}: Registry, block: Block): readonly Pledge[] {
  return wordingsOf(text, block, 'GOAL').flatMap((goal) => {
    const quantities = findQuantities(goal.text)
    return quantities.flatMap((quantity, index) => {
      const said = goal.text.slice(quantity.start, quantity.end)
      const isMoney = /^\p{Sc} ./u.test(quantity.unit ?? '') && quantity.comparator !== 'at most'
      const isPart =
        quantity.whole !== undefined && /\sof (?:all|our|the|these|those)\b/iu.test(said)
      if (!isMoney && !isPart) return []
      const place = sourceOf(text, goal, quantity)
      return [{block, quantity: asPart(goal, quantity, quantities[index - 1]), text: said, place}]
    })
  })
}

/** `30% of $120k MRR` is a part, and names its whole. */
function asPart({text}: Wording, quantity: Quantity, before: Quantity | undefined): Quantity {
  const isShare =
    before?.unit === '%' && /^\s+of(?:\s+the)?\s+$/iu.test(text.slice(before.end, quantity.start))
  if (!isShare) return quantity
  return {...quantity, value: (before.value / 100) * quantity.value, whole: quantity.value}
}

function judge({registry, policy}: Subject, pledges: readonly Pledge[]): readonly Finding[] {
  const whole = wholeOf(pledges, policy.orchestrator)
  if (whole === undefined) return []
  const committed = pledges.filter(({quantity}) => quantity.value === whole)
  const parts = pledges.filter(({quantity}) => quantity.value < whole)
  // A goal that is still open may be the missing part.
  const isComplete = registry.blocks.every(({claim}) => claim.goal !== undefined)
  return [...findTwice(committed), ...(isComplete ? findShortfall(parts, whole) : [])]
}

/** What the goals name as the whole, else what the orchestrator commits to, else what two have in common. */
function wholeOf(pledges: readonly Pledge[], orchestrator: number): number | undefined {
  const named = pledges.find(({quantity}) => quantity.whole !== undefined)?.quantity.whole
  const own = pledges.find(({block}) => block.claim.number === orchestrator)?.quantity.value
  const [twice] = repeated(pledges, ({quantity}) => quantity.value)
  return named ?? own ?? twice?.again.quantity.value
}

function findTwice([first, ...others]: readonly Pledge[]): readonly Finding[] {
  if (!first) return []
  return others
    .filter(({block}) => block !== first.block)
    .map(({block, place, text}) => ({
      span: place,
      message: `Session ${first.block.claim.number} commits to all of \`${text}\` too`,
      number: block.claim.number,
      related: [{span: first.place, message: 'Here'}]
    }))
}

function findShortfall(parts: readonly Pledge[], whole: number): readonly Finding[] {
  const last = parts.at(-1)
  const sum = parts.reduce((total, {quantity}) => total + quantity.value, 0)
  if (!last || sum === whole) return []
  const [amount, target] = [sum, whole].map((value) => value.toLocaleString('en-US'))
  return [
    {
      span: last.place,
      message: `The parts add up to ${amount} of ${target}`,
      number: last.block.claim.number,
      related: parts.slice(0, -1).map(({place}) => ({span: place, message: 'Another part'}))
    }
  ]
}

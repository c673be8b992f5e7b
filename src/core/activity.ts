import {singular} from './analysis/noun.ts'
import {baseForm} from './analysis/verb.ts'
import {blocksAround} from './around.ts'
import type {Block, Registry} from './registry.ts'
import {type Share, sharesOf} from './share.ts'

/**
 * Groups the shares of all blocks by the activity that they share out, each group by first number.
 *
 * One activity is: sessions of one kind of role that do the same thing, or that deal with the same
 * object in whatever words, and nothing else that they say tells them apart: `pages 1-50 into French`
 * and `pages 1-50 into German` are two, and so are queueing prospects and mailing them. A guess that
 * two sessions collide would keep one of them from its number.
 *
 * @param about - blocks by whose overlaps and gaps alone it is judged: others that cannot have to do
 *   with these are left out.
 */
export function activitiesOf(
  {text, blocks}: Registry,
  about?: readonly Block[]
): readonly (readonly Share[])[] {
  const known = groupings.get(about ?? blocks)
  if (known) return known
  const group = (some: readonly Block[]) => groupShares(text, some)
  const found = group(about ? blocksAround({text, blocks}, about, group) : blocks)
  groupings.set(about ?? blocks, found)
  return found
}

/** More than one rule asks for those of the same blocks. */
const groupings = new WeakMap<readonly Block[], readonly (readonly Share[])[]>()

function groupShares(text: string, blocks: readonly Block[]): readonly (readonly Share[])[] {
  const groups = new Map<string, Share[]>()
  for (const share of blocks.flatMap((block) => sharesOf(text, block))) {
    // Sessions that are numbered are met and reported to, not worked off.
    if (share.batch.noun === 'session') continue
    const key = keyOf(share)
    const group = groups.get(key) ?? []
    group.push(share)
    groups.set(key, group)
  }

  return [...groups.values()].map((group) =>
    group.toSorted((a, b) => a.batch.first - b.batch.first)
  )
}

function keyOf({block, batch, text}: Share): string {
  const {noun, object, verb} = batch
  const {role = '', goal = ''} = block.claim
  const subject = new Set([noun, object, verb])
  const rest = text.slice(0, batch.start) + text.slice(batch.end)
  return JSON.stringify([
    noun,
    object === '' ? verb : object,
    wordsOf(rest).filter((word) => !subject.has(singular(word)) && !subject.has(baseForm(word))),
    wordsOf(role.replace(/\([^)]*\)|\p{N}+/gu, '')).filter((word) => !ranks.has(word)),
    namesIn(goal)
  ])
}

/** Words that say how, not what: a role that differs by them is of the same kind. */
const ranks = new Set(
  (
    'a b c d first second third fourth last one two three four half part batch morning afternoon ' +
    'evening night day early late primary secondary backup lead leader head senior junior member ' +
    'assistant main shift crew team'
  ).split(' ')
)

/** Words that tell nothing apart, as they are in the middle of a sentence. */
const small = new Set(
  'a an and any are as at by each every for from in into is it of on or per the their them to via with'.split(
    ' '
  )
)

/** Words and numbers that may tell something apart, in lower case, in order. */
function wordsOf(text: string): readonly string[] {
  return [...text.matchAll(/[\p{L}\p{N}]+/gu)]
    .map(([word]) => word)
    .filter((word) => !small.has(word))
    .map((word) => word.toLowerCase())
    .toSorted()
}

/** Names in a text: capitalised words that do not start a sentence. */
function namesIn(text: string): readonly string[] {
  return [...text.matchAll(/(?<=[\p{Ll}\p{N},%] )\p{Lu}[\p{L}\p{N}]*/gu)]
    .map(([name]) => name)
    .toSorted()
}

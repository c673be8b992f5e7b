import {numeralValue} from './analysis/numeral.ts'
import type {Block, NumberRange, Registry} from './registry.ts'
import type {Share} from './share.ts'
import {wordingsOf} from './wording.ts'

/** Groups the shares of some blocks by activity. */
export type Grouping = (blocks: readonly Block[]) => readonly (readonly Share[])[]

/**
 * Blocks whose shares may overlap those of a few blocks, or leave a gap next to them, and these
 * themselves; in the order of the document.
 *
 * A look at the numbers of a text tells which: to read what they number takes a hundred times longer.
 */
export function blocksAround(
  {text, blocks}: Pick<Registry, 'text' | 'blocks'>,
  about: readonly Block[],
  group: Grouping
): readonly Block[] {
  const own = group(about).flat()
  if (own.length === 0) return []
  const isNear = (block: Block) =>
    about.includes(block) ||
    mayHave(text, block, (range) => own.some(({batch}) => touches(range, batch)))
  const near = new Set(blocks.filter(isNear))
  const open = openEnds(group([...near]), about)
  if (open.length === 0) return [...near]
  const isFar = (block: Block) =>
    mayHave(text, block, (range) => open.some((isBeyond) => isBeyond(range)))
  return blocks.filter((block) => near.has(block) || isFar(block))
}

type Test = (range: NumberRange) => boolean

function touches({first, last}: NumberRange, batch: NumberRange): boolean {
  return first <= batch.last + 1 && last >= batch.first - 1
}

/** For each end of an own share next to which nobody has a number: what lies beyond that gap. */
function openEnds(groups: readonly (readonly Share[])[], about: readonly Block[]): readonly Test[] {
  return groups.flatMap((shares) => {
    const isFree = (number: number) =>
      !shares.some(({batch}) => batch.first <= number && number <= batch.last)
    return shares
      .filter(({block}) => about.includes(block))
      .flatMap(({batch: {first, last}}): readonly Test[] => [
        ...(isFree(first - 1) ? [(other: NumberRange) => other.last < first] : []),
        ...(isFree(last + 1) ? [(other: NumberRange) => other.first > last] : [])
      ])
  })
}

function valueOf(digits: string): number {
  const value = Number(digits)
  return Number.isNaN(value) ? numeralValue(digits) : value
}

/**
 * Whether a range passes that the numbers of a block's role and responsibilities may be, two that
 * follow each other; where numbers are written in groups, one may.
 */
function mayHave(text: string, block: Block, test: Test): boolean {
  return wordsOf(text, block).some((words) => {
    if (!/\p{Nd}\P{Nd}+\p{Nd}/u.test(words)) return false
    if (/\p{Nd}[.,]\p{Nd}/u.test(words)) return true
    const numbers = words.match(/\p{Nd}+/gu)?.map(valueOf) ?? []
    return numbers.some((last, index) => {
      const first = numbers[index - 1]
      return first !== undefined && first <= last && test({first, last})
    })
  })
}

/** Texts that hold all numbers of the block's role and responsibilities, in their order. */
function wordsOf(text: string, block: Block): readonly string[] {
  const {role, responsibilities} = block.claim
  // Where nothing is hidden from a reader, and nothing is a placeholder, the claim says it all.
  const isOpen = !/[<&[\]\\]/u.test(text.slice(block.lines.start, block.lines.end))
  return isOpen
    ? [role ?? '', ...responsibilities]
    : (['ROLE', 'RESPONSIBILITIES'] as const).flatMap((key) =>
        wordingsOf(text, block, key).map((wording) => wording.text)
      )
}

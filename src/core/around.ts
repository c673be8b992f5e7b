import type {Block, NumberRange, Registry} from './registry.ts'
import type {Share} from './share.ts'
import type {Span} from './span.ts'
import {wordingsOf} from './wording.ts'
import {numbersIn} from './written-numbers.ts'

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
  const read = wordsIn(text)
  const isNear = (block: Block) =>
    about.includes(block) ||
    mayHave(read, block, (range) => own.some(({batch}) => touches(range, batch)))
  const near = new Set(blocks.filter(isNear))
  const open = openEnds(group([...near]), about)
  if (open.length === 0) return [...near]
  const isFar = (block: Block) =>
    mayHave(read, block, (range) => open.some((isBeyond) => isBeyond(range)))
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

/**
 * Whether a range passes that the numbers of a block's role and responsibilities may be, two that
 * follow each other; where numbers are written in groups, one may.
 */
function mayHave(read: (block: Block) => readonly string[], block: Block, test: Test): boolean {
  return read(block).some((words) => {
    const {values, isGrouped} = numbersIn(words)
    const isPair = (last: number, index: number) => {
      const first = values[index - 1]
      return first !== undefined && first <= last && test({first, last})
    }
    return isGrouped || values.some(isPair)
  })
}

/** Reads texts that hold all numbers of a block's role and responsibilities, in their order. */
function wordsIn(text: string): (block: Block) => readonly string[] {
  const isBare = bareIn(text)
  return (block) => {
    const {role, responsibilities} = block.claim
    return isBare(block.lines)
      ? [role ?? '', ...responsibilities]
      : (['ROLE', 'RESPONSIBILITIES'] as const).flatMap((key) =>
          wordingsOf(text, block, key).map((wording) => wording.text)
        )
  }
}

/**
 * Tells of spans whether nothing in them is hidden from a reader, and nothing is a placeholder, so that
 * the claim says it all. Asked in order, the text is looked through once.
 */
function bareIn(text: string): (span: Span) => boolean {
  const mark = /[<&[\]\\]/gu
  let free: Span = {start: 0, end: -1}
  return ({start, end}) => {
    if (start < free.start || start > free.end) {
      mark.lastIndex = start
      free = {start, end: mark.exec(text)?.index ?? text.length}
    }

    return end <= free.end
  }
}

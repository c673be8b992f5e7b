import {type Batch, findBatches} from './analysis/batch.ts'
import type {Block} from './registry.ts'
import type {Span} from './span.ts'
import {sourceOf, wordingsOf} from './wording.ts'

/** A batch of a block. */
export interface Share {
  readonly block: Block
  readonly batch: Batch
  /** All that is said where it stands. */
  readonly text: string
  /** Source of noun and range. */
  readonly place: Span
}

/** The batches that a block's role and responsibilities name. */
export function sharesOf(document: string, block: Block): readonly Share[] {
  return (['ROLE', 'RESPONSIBILITIES'] as const)
    .flatMap((key) => wordingsOf(document, block, key))
    .flatMap((wording) =>
      findBatches(wording.text).map((batch) => ({
        block,
        batch,
        text: wording.text,
        place: sourceOf(document, wording, batch)
      }))
    )
}

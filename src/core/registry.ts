import type {Claim} from './claim.ts'
import type {RecordKind, Stamp} from './stamp.ts'
import type {Segments} from './segments.ts'
import type {Span} from './span.ts'

/** One entry of a field's nested list. */
export interface Item {
  /** Plain text, on one line. */
  readonly text: string
  /** Source of its first paragraph. */
  readonly content: Span
}

/**
 * One field of a block.
 *
 * ```markdown
 * - **SESSION_ID**: marketing-research-2
 * ^^^^^^^^^^^^^^^^^ ~~~~~~~~~~~~~~~~~~~~  `label`, `content`
 * ```
 */
export interface Field {
  /** Canonical name (`SESSION_ID`), or the compacted name of a field that regmd does not know. */
  readonly key: string
  /** The name as written, without colon and emphasis. */
  readonly name: Span
  /** From the start of the line to the end of colon and emphasis. */
  readonly label: Span
  /** Source of the value; empty, at the end of the label, where there is none. */
  readonly content: Span
  /** All lines of the field, nested lists and the last line ending included. */
  readonly lines: Span
  /** Value as plain text on one line, trimmed; empty where there is none. */
  readonly value: string
  /** The nested list. */
  readonly items: readonly Item[]
  /** Source from the line's start to the text of the first nested item, if any. */
  readonly itemPrefix: string | undefined
  /** HTML comments in it. */
  readonly comments: readonly Span[]
}

/** One session's part of the document. */
export interface Block {
  /** What the block says, as data. */
  readonly claim: Claim
  /** The heading, without its line ending. */
  readonly heading: Span
  /** Title in the heading's source; empty, where it would go, if there is none. */
  readonly title: Span
  /** From the heading to the next heading that ends the block. */
  readonly lines: Span
  readonly fields: readonly Field[]
  /** Whether the list of fields has blank lines between its items. */
  readonly loose: boolean
}

/** A line `**Label**: value` that regmd keeps true. */
export interface LabelLine {
  readonly content: Span
  readonly value: string
  /** The paragraph that it stands in. */
  readonly paragraph: Span
}

/** A line that a step of the protocol left: `**Confirmed**: 2026-11-20T18:10:27Z 9f86d0…`. */
export interface RecordLine extends Stamp {
  readonly kind: RecordKind
  /** Time and digest. */
  readonly content: Span
  /** With the gap before it, so that it can be taken out as it came. */
  readonly lines: Span
}

/** An item of the consensus task list. */
export interface Task {
  /** The character between the brackets. */
  readonly box: Span
  readonly checked: boolean
  readonly text: string
  /** The whole item. */
  readonly item: Span
}

/** Numbers that the format section allows, both included. */
export interface NumberRange {
  readonly first: number
  readonly last: number
}

/** A line `NAME: value` of the format. */
export interface FormatLine extends Span {
  /** Canonical name. */
  readonly key: string
  readonly value: string
}

/** What a document says that a claim looks like: the fenced block under `Registration Format`. */
export interface Format {
  /** First line of the block. */
  readonly head: Span
  readonly lines: readonly FormatLine[]
}

/** A markdown document read as a registry; spans are offsets in `text`. */
export interface Registry {
  readonly text: string
  /** Parsed parts, for the reading of the next version. */
  readonly segments: Segments
  readonly blocks: readonly Block[]
  readonly format: Format | undefined
  readonly range: NumberRange | undefined
  readonly tasks: readonly Task[]
  /** `**Status**` of the header. */
  readonly headerStatus: LabelLine | undefined
  /** `**Current Status**`, the counter. */
  readonly currentStatus: LabelLine | undefined
  readonly nextAction: LabelLine | undefined
  /** What the steps of the protocol left, in their order. */
  readonly records: readonly RecordLine[]
  /** Section of consensus, from its heading to the next one of its level. */
  readonly consensusSection: Span | undefined
  /** Section of the schedule. */
  readonly scheduleSection: Span | undefined
}

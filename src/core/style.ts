import {type Case, caseOf} from './case.ts'
import {type FieldKey, fieldKeys} from './field.ts'
import {dominantEnding} from './lines.ts'
import type {Block, Field, Registry} from './registry.ts'

/** How a document writes its fields; new lines follow it. */
export interface Style {
  /** `\n`, `\r\n` or `\r`. */
  readonly ending: string
  /** Line up to the value for a field: `- **STATUS**:`. */
  readonly label: (key: FieldKey) => string
  /** Line up to the text of a nested item. */
  readonly itemPrefix: string
  /** Whether responsibilities stand on one line, separated by commas. */
  readonly isCommaList: boolean
}

/** Reads the style of a block, of its neighbours where it has none, else the one of the contract. */
export function styleOf(registry: Registry, block: Block | undefined): Style {
  const {text} = registry
  const all = registry.blocks.flatMap((other) => other.fields)
  const fields = [...(block?.fields ?? []), ...all]
  const neighbours = {own: known(block?.fields ?? []), all: known(all)}
  const sample = fields[0]
  const lists = fields.filter(({key}) => key === 'RESPONSIBILITIES')

  return {
    ending: dominantEnding(text),
    label: (key) =>
      sample ? labelLike(text, sample, nameIn(text, neighbours, key)) : `- **${key}**:`,
    itemPrefix: fields.find(({itemPrefix}) => itemPrefix)?.itemPrefix ?? '  - ',
    isCommaList: lists[0] !== undefined && lists[0].items.length === 0
  }
}

/** Fields that regmd knows: of the block itself, and of all blocks. */
interface Neighbours {
  readonly own: readonly Field[]
  readonly all: readonly Field[]
}

function known(fields: readonly Field[]): readonly Field[] {
  return fields.filter(({key}) => fieldKeys.some((other) => other === key))
}

function labelLike(text: string, sample: Field, name: string): string {
  return (
    text.slice(sample.label.start, sample.name.start) +
    name +
    text.slice(sample.name.end, sample.label.end)
  )
}

/** A name in the case of the block's own names, as another block writes it in that case, if any. */
function nameIn(text: string, {own, all}: Neighbours, key: FieldKey): string {
  const nameOf = ({name}: Field) => text.slice(name.start, name.end)
  const wanted = caseOf((own.length > 0 ? own : all).map(nameOf).join('\n'))
  const written = all.filter((field) => field.key === key).map(nameOf)
  const fitting = written.find((name) => caseOf(name) === wanted)
  if (fitting !== undefined) return fitting
  const words = key.split('_').map((word) => wordIn(wanted, word))
  return words.join(separatorOf(all.map(nameOf), wanted))
}

function wordIn(wanted: Case, word: string): string {
  if (wanted === 'upper' || (wanted === 'title' && word === 'ID')) return word
  const lower = word.toLowerCase()
  return wanted === 'lower' ? lower : word.slice(0, 1) + lower.slice(1)
}

/** Names in capitals hang together by `_`, others by a blank, where no name shows it otherwise. */
function separatorOf(names: readonly string[], wanted: Case): string {
  const seen = names.filter((name) => caseOf(name) === wanted).join('\n')
  if (seen.includes('_')) return '_'
  return wanted === 'upper' && !/\w \w/u.test(seen) ? '_' : ' '
}

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
  const fields = {
    [Symbol.iterator]: () => eachField(registry.blocks, block)
  }
  const neighbours = {
    own: (block?.fields ?? []).filter(isKnown),
    all: {[Symbol.iterator]: () => eachKnown(registry.blocks)}
  }
  const [sample] = fields
  const list = findField(fields, ({key}) => key === 'RESPONSIBILITIES')

  return {
    ending: dominantEnding(text),
    label: (key) =>
      sample ? labelLike(text, sample, nameIn(text, neighbours, key)) : `- **${key}**:`,
    itemPrefix: findField(fields, ({itemPrefix}) => itemPrefix)?.itemPrefix ?? '  - ',
    isCommaList: list !== undefined && list.items.length === 0
  }
}

/** Fields of a large registry are not read before they are looked at. */
function* eachField(blocks: readonly Block[], first?: Block): Generator<Field> {
  if (first) yield* first.fields
  for (const {fields} of blocks) yield* fields
}

function* eachKnown(blocks: readonly Block[]): Generator<Field> {
  for (const field of eachField(blocks)) if (isKnown(field)) yield field
}

function findField(fields: Iterable<Field>, isMeant: (field: Field) => unknown): Field | undefined {
  for (const field of fields) if (isMeant(field)) return field
  return undefined
}

function isKnown({key}: Field): boolean {
  return fieldKeys.some((other) => other === key)
}

function labelLike(text: string, sample: Field, name: string): string {
  return (
    text.slice(sample.label.start, sample.name.start) +
    name +
    text.slice(sample.name.end, sample.label.end)
  )
}

/** Fields that regmd knows: of the block itself, and of all blocks. */
interface Neighbours {
  readonly own: readonly Field[]
  readonly all: Iterable<Field>
}

/** A name in the case of the block's own names, as another block writes it in that case, if any. */
function nameIn(text: string, {own, all}: Neighbours, key: FieldKey): string {
  const nameOf = ({name}: Field) => text.slice(name.start, name.end)
  const wanted = caseOf((own.length > 0 ? own : [...all]).map(nameOf).join('\n'))
  const isFitting = (field: Field) => field.key === key && caseOf(nameOf(field)) === wanted
  const fitting = findField(all, isFitting)
  if (fitting) return nameOf(fitting)
  const words = key.split('_').map((word) => wordIn(wanted, word))
  if (words.length === 1) return words.join('')
  return words.join(separatorOf(Array.from(all, nameOf), wanted))
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

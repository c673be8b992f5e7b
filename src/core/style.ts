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
  const all = registry.blocks.flatMap(({fields}) => fields)
  const fields = [...(block?.fields ?? []), ...all]
  const sample = fields[0]
  const lists = fields.filter(({key}) => key === 'RESPONSIBILITIES')

  return {
    ending: dominantEnding(text),
    label: (key) => (sample ? labelLike(text, sample, nameIn(text, fields, key)) : `- **${key}**:`),
    itemPrefix: fields.find(({itemPrefix}) => itemPrefix)?.itemPrefix ?? '  - ',
    isCommaList: lists[0] !== undefined && lists[0].items.length === 0
  }
}

function labelLike(text: string, sample: Field, name: string): string {
  return (
    text.slice(sample.label.start, sample.name.start) +
    name +
    text.slice(sample.name.end, sample.label.end)
  )
}

/** A name as another block writes it, else in the case and with the separator of the other names. */
function nameIn(text: string, fields: readonly Field[], key: FieldKey): string {
  const nameOf = ({name}: Field) => text.slice(name.start, name.end)
  const known = fields.filter((field) => fieldKeys.some((other) => other === field.key))
  const written = known.find((field) => field.key === key)
  if (written) return nameOf(written)
  const names = known.map(nameOf).join('\n')
  if (!/\p{Lower}/u.test(names)) return /\w \w/u.test(names) ? key.replace('_', ' ') : key
  const words = key.split('_').map((word) => caseLike(names, word))
  return words.join(names.includes('_') ? '_' : ' ')
}

function caseLike(names: string, word: string): string {
  if (!/\p{Upper}/u.test(names)) return word.toLowerCase()
  return word === 'ID' ? word : word.slice(0, 1) + word.slice(1).toLowerCase()
}

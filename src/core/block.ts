import type {Heading, List, RootContent} from 'mdast'
import {type Claim, isPlaceholder} from './claim.ts'
import {type FieldKey, compactName, fieldKeys, readField} from './field.ts'
import {type SessionHeading, readSessionHeading} from './heading.ts'
import {lineStart} from './lines.ts'
import {plainText, spanOf} from './markdown.ts'
import type {Block, Field} from './registry.ts'
import {recordLabels} from './record.ts'
import {consensusHeading, containing} from './section.ts'
import {readStatus} from './status.ts'

/** Reads the session blocks of a document from its top-level nodes. */
export function readBlocks(text: string, nodes: readonly RootContent[]): readonly Block[] {
  const blocks: Block[] = []
  for (const [index, node] of nodes.entries()) {
    if (node.type !== 'heading') continue
    const heading = readSessionHeading(text, node)
    if (!heading) continue
    const body = nodes.slice(index + 1, blockEnd(text, nodes, index))
    const next = nodes[index + 1 + body.length]
    blocks.push(
      readBlock(text, {
        node,
        heading,
        body,
        end: next ? lineStart(text, spanOf(next).start) : text.length
      })
    )
  }

  return blocks
}

/** The field of a block with a name; the first of several. */
export function fieldOf(block: Block, key: FieldKey): Field | undefined {
  return block.fields.find((field) => field.key === key)
}

interface BlockSource {
  readonly node: Heading
  readonly heading: SessionHeading
  readonly body: readonly RootContent[]
  /** Offset at which the block ends. */
  readonly end: number
}

/** Index of the next heading of the same or a higher level, or of the next session's. */
function blockEnd(text: string, nodes: readonly RootContent[], index: number): number {
  const own = nodes[index]
  const depth = own?.type === 'heading' ? own.depth : 6
  for (let next = index + 1; next < nodes.length; next++) {
    const node = nodes[next]
    if (node?.type !== 'heading') continue
    if (node.depth <= depth || readSessionHeading(text, node)) return next
  }

  return nodes.length
}

function readBlock(text: string, source: BlockSource): Block {
  const subheading = source.body.findIndex((node) => node.type === 'heading')
  const own = subheading === -1 ? source.body : source.body.slice(0, subheading)
  const lists = own.filter((node): node is List => node.type === 'list')
  const fields = lists
    .flatMap((list) => list.children)
    .flatMap((item) => readField(text, item) ?? [])
  const heading = spanOf(source.node)
  const last = source.body.findLastIndex((node) =>
    lists.some((list) => list === node && hasFields(text, list))
  )
  const common = source.body.slice(last + 1).find((node) => isAboutAll(text, node))

  return {
    claim: readClaim(source.heading, fields),
    heading,
    title: source.heading.titleSpan,
    lines: {
      start: lineStart(text, heading.start),
      end: common ? lineStart(text, spanOf(common).start) : source.end
    },
    fields,
    loose: lists.some((list) => list.spread === true || list.children.some((item) => item.spread))
  }
}

function hasFields(text: string, list: List): boolean {
  return list.children.some((item) => {
    const key = readField(text, item)?.key
    return fieldKeys.some((known) => known === key)
  })
}

/**
 * Whether a node is about all blocks: the counter, the next action, the section of consensus or a
 * record of the protocol may follow the last block without a heading that ends it.
 */
function isAboutAll(text: string, node: RootContent): boolean {
  if (node.type === 'heading') return isConsensus(plainText(node))
  if (node.type !== 'paragraph') return false
  const {start} = spanOf(node)
  const label = /^(\*\*|__)([^:*_\n\r]+)(?::\1|\1[ \t]*:)/u.exec(text.slice(start, start + longest))
  return commonLabels.has(compactName(label?.[2] ?? ''))
}

/** Longest label, in UTF-16 units. */
const longest = 64

const commonLabels = new Set(
  ['Current Status', 'Next Action', ...Object.values(recordLabels)].map(compactName)
)

const isConsensus = containing(consensusHeading)

function readClaim({number, title}: SessionHeading, fields: readonly Field[]): Claim {
  const find = (key: FieldKey) => fields.find((field) => field.key === key)
  const read = (key: FieldKey) => {
    const value = find(key)?.value ?? ''
    return isPlaceholder(value) ? undefined : value
  }

  return {
    number,
    title,
    role: read('ROLE'),
    goal: read('GOAL'),
    session: read('SESSION_ID'),
    responsibilities: readList(find('RESPONSIBILITIES')),
    status: readStatus(find('STATUS')?.value ?? '').status,
    timestamp: read('TIMESTAMP'),
    ready: read('READY'),
    acknowledged: read('ACKNOWLEDGED'),
    reason: read('REASON')
  }
}

function readList(field: Field | undefined): readonly string[] {
  const items = field?.items.map(({text}) => text) ?? []
  if (!field || isPlaceholder(field.value + items.join(''))) return []
  if (items.length > 0) return items
  return field.value
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
}

import type {Heading, List, RootContent} from 'mdast'
import {type Claim, isPlaceholder} from './claim.ts'
import {type FieldKey, compactName, fieldKeys, readField} from './field.ts'
import {type SessionHeading, readSessionHeading} from './heading.ts'
import {lineStart} from './lines.ts'
import {plainText, spanOf} from './markdown.ts'
import type {Block, Field} from './registry.ts'
import {recordLabels} from './stamp.ts'
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

function readBlock(text: string, {node, heading, body, end}: BlockSource): Block {
  const subheading = body.findIndex((other) => other.type === 'heading')
  const own = subheading === -1 ? body : body.slice(0, subheading)
  const last = own.findLastIndex((other) => other.type === 'list' && hasFields(text, other))
  const cut = body.findIndex((other, index) => index > last && isAboutAll(text, other))
  const common = body[cut]
  const lists = own
    .slice(0, cut === -1 ? own.length : cut)
    .filter((other): other is List => other.type === 'list')
  const fields = lists
    .flatMap((list) => list.children)
    .flatMap((item) => readField(text, item) ?? [])
  const span = spanOf(node)

  return {
    claim: readClaim(heading, fields),
    heading: span,
    title: heading.titleSpan,
    lines: {
      start: lineStart(text, span.start),
      end: common ? lineStart(text, spanOf(common).start) : end
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

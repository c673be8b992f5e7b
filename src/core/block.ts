import type {Heading, List, RootContent} from 'mdast'
import {readClaim} from './block-claim.ts'
import {type FieldKey, compactName, fieldKeys, readField} from './field.ts'
import {type SessionHeading, readSessionHeading} from './heading.ts'
import {lineStart} from './lines.ts'
import {plainText, spanOf} from './markdown.ts'
import type {Block, Field} from './registry.ts'
import {recordLabels} from './stamp.ts'
import {consensusHeading, containing} from './section.ts'

/**
 * Reads the session blocks of a document from its top-level nodes.
 *
 * @param nodes - all of them, or the outline of a flow.
 */
export function readBlocks(text: string, nodes: readonly RootContent[]): readonly Block[] {
  return nodes.flatMap((node, index) =>
    node.type === 'heading' ? (blockAt(text, nodes, index) ?? []) : []
  )
}

/** The block that a heading starts, if it is a session's. */
function blockAt(text: string, nodes: readonly RootContent[], index: number): Block | undefined {
  const node = nodes[index]
  if (node?.type !== 'heading') return undefined
  const end = blockEnd(text, nodes, index)
  const plain = node.data?.plain
  if (plain && end === index + 1) return plain.block
  const heading = readSessionHeading(text, node)
  if (!heading) return undefined
  const next = nodes[end]
  return readBlock(text, {
    node,
    heading,
    body: [...(plain?.body() ?? []), ...nodes.slice(index + 1, end)],
    end: next ? lineStart(text, spanOf(next).start) : text.length
  })
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

import type {ListItem, RootContent} from 'mdast'
import {plainText, spanOf} from './markdown.ts'
import type {Task} from './registry.ts'

/** Reads the task list items (GFM 5.3) among nodes; items without a box are skipped. */
export function readTasks(text: string, nodes: readonly RootContent[]): readonly Task[] {
  return nodes.flatMap((node) =>
    node.type === 'list' ? node.children.flatMap((item) => readTask(text, item) ?? []) : []
  )
}

function readTask(text: string, item: ListItem): Task | undefined {
  const [paragraph] = item.children
  if (paragraph?.type !== 'paragraph') return undefined
  const {start, end} = spanOf(paragraph)
  const box = /^\[([ xX])\]\s+/u.exec(text.slice(start, end))
  if (!box) return undefined
  return {
    box: {start: start + 1, end: start + 2},
    checked: box[1] !== ' ',
    text: plainText(paragraph).replace(/^\[[ xX]?\]\s*/u, ''),
    item: spanOf(item)
  }
}

import type {Nodes} from 'mdast'
import {gfmToMarkdown} from 'mdast-util-gfm'
import {toMarkdown} from 'mdast-util-to-markdown'

/** Stands before the value while it is rendered, so that it is not escaped as a line's start. */
const lead = 'x: '

/** Two dollar signs around text are a formula on GitHub. */
const formula = {character: '$', after: '[^$]*\\$', inConstruct: 'phrasing'} as const

/**
 * Text in which nothing wants an escape behind a label or a mark: no character that means something in
 * a line, nothing that may be an address, and no blank around it.
 */
const bare = /^(?! )(?:[A-Za-z0-9 ,;?+=/"'%()\u2190-\u2BFF-]|:(?!\/)|\.(?![-.\w]))+(?<! )$/u

/** Renders plain text as markdown that reads back as the same text in a field's value. */
export function renderValue(value: string): string {
  // Most values; what renders others has to be loaded first.
  if (bare.test(value)) return value
  return render({type: 'paragraph', children: [{type: 'text', value: lead + value}]}, lead.length)
}

/** Renders plain text as markdown that reads back as the same text as a list item of its own. */
export function renderItem(value: string): string {
  return render({type: 'paragraph', children: [{type: 'text', value}]}, 0)
}

/** Renders plain text as markdown that reads back as the same text at the end of a heading. */
export function renderTitle(title: string): string {
  const heading: Nodes = {
    type: 'heading',
    depth: 1,
    children: [{type: 'text', value: lead + title}]
  }
  return render(heading, '# '.length + lead.length)
}

function render(node: Nodes, skipped: number): string {
  const markdown = toMarkdown(node, {extensions: [gfmToMarkdown()], unsafe: [formula]})
  return markdown.slice(skipped).trimEnd()
}

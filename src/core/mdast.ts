import type {
  BlockContent,
  Heading,
  List,
  Paragraph,
  PhrasingContent,
  Root,
  Table,
  Text
} from 'mdast'
import {gfmToMarkdown} from 'mdast-util-gfm'
import {toMarkdown} from 'mdast-util-to-markdown'

/** Content of a cell, or of another line. */
export type Cell = readonly PhrasingContent[]

/** Renders nodes as GitHub-flavoured markdown. */
export function renderMarkdown(blocks: readonly BlockContent[]): string {
  const root: Root = {type: 'root', children: [...blocks]}
  return toMarkdown(root, {bullet: '-', extensions: [gfmToMarkdown({tablePipeAlign: false})]})
}

/** Text of our own. */
export function text(value: string): Text {
  return {type: 'text', value}
}

/** A heading. */
export function heading(depth: 2 | 3, children: Cell): Heading {
  return {type: 'heading', depth, children: [...children]}
}

/** A paragraph. */
export function paragraph(children: Cell): Paragraph {
  return {type: 'paragraph', children: [...children]}
}

/** A list without blank lines. */
export function list(items: readonly (readonly BlockContent[])[]): List {
  return {
    type: 'list',
    spread: false,
    children: items.map((children) => ({type: 'listItem', spread: false, children: [...children]}))
  }
}

/** A table under a row of names. */
export function table(head: readonly string[], rows: readonly (readonly Cell[])[]): Table {
  return {
    type: 'table',
    children: [head.map((name) => [text(name)]), ...rows].map((row) => ({
      type: 'tableRow',
      children: row.map((cell) => ({type: 'tableCell', children: [...cell]}))
    }))
  }
}

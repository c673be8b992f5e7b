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
import {makeInert} from './inert.ts'
import {fit} from './screen.ts'

/** Content of a cell, or of another line. */
export type Cell = readonly PhrasingContent[]

/** Cells on a screen that one foreign value takes at most. */
const longest = 300

/** Renders nodes as GitHub-flavoured markdown. */
export function renderMarkdown(blocks: readonly BlockContent[]): string {
  const root: Root = {type: 'root', children: [...blocks]}
  return toMarkdown(root, {bullet: '-', extensions: [gfmToMarkdown({tablePipeAlign: false})]})
}

/** Foreign text as code, in which nothing has a meaning; nothing where there is nothing to see. */
export function foreign(value: string): Cell {
  const shown = makeInert(fit(value, longest))
  return shown.trim() === '' ? [] : [{type: 'inlineCode', value: shown}]
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

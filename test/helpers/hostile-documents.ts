import {diffArrays} from 'diff'
import type {Nodes, RootContent} from 'mdast'
import {toString} from 'mdast-util-to-string'
import {remark} from 'remark'
import type {Decision, Setting} from '../../src/core/actions/action.ts'
import {amend} from '../../src/core/amend.ts'
import {RegmdError} from '../../src/core/error.ts'
import {linesOf} from './core.ts'

/** Time of everything that is held here already. */
export const held = '2026-11-01T08:00:00Z'

const parser = remark()

/**
 * What a reader who knows nothing of regmd sees: a line a node, with the number of the session whose
 * heading stands before it. What a list item holds beside its first paragraph is indented.
 */
export function outlineOf(text: string): readonly string[] {
  const outline: string[] = []
  let number = ''
  for (const node of parser.parse(text).children) {
    if (node.type === 'heading') number = /^Session #(\d+)\b/u.exec(toString(node))?.[1] ?? ''
    outline.push(...describe(node).map((line) => `${number} ${line}`))
  }

  return outline
}

function describe(node: RootContent): readonly string[] {
  if (node.type === 'list') {
    return node.children.flatMap(({children}) => {
      const lines = children.flatMap(describe)
      return lines.map((line, index) => (index === 0 ? `- ${line}` : `  ${line}`))
    })
  }

  if (node.type === 'blockquote') {
    return ['quote', ...node.children.flatMap(describe).map((line) => `> ${line}`)]
  }

  return [`${node.type} ${wordsOf(node)}`]
}

function wordsOf(node: Nodes): string {
  if (node.type === 'definition') return `${node.identifier} ${node.url} ${node.title ?? ''}`
  return toString(node).replaceAll(/\r\n|\r/gu, '\n')
}

/** Whether that reader sees a blank line within a list of fields of a session. */
export function isSpread(text: string, session: number): boolean {
  let number = 0
  return parser.parse(text).children.some((node) => {
    if (node.type === 'heading') number = Number(/\d+/u.exec(toString(node))?.[0] ?? 0)
    if (node.type !== 'list' || number !== session) return false
    return node.spread === true || node.children.some((item) => item.spread)
  })
}

/** What differs between two lists, each side sorted. */
export interface Difference {
  readonly removed: readonly string[]
  readonly added: readonly string[]
}

/** Compares two lists by their longest common part; all that is not named stays in its order. */
export function differenceOf(before: readonly string[], after: readonly string[]): Difference {
  const parts = diffArrays([...before], [...after])
  const pick = (key: 'removed' | 'added') =>
    parts
      .filter((part) => part[key])
      .flatMap(({value}) => value)
      .toSorted()
  return {removed: pick('removed'), added: pick('added')}
}

/** Compares two texts by lines, endings included; one that ends without an ending counts as if it had one. */
export function lineDifference(before: string, after: string, ending: string): Difference {
  const whole = (text: string) => (/[\r\n]$/u.test(text) ? text : text + ending)
  return differenceOf(linesOf(whole(before)), linesOf(whole(after)))
}

/**
 * Carries out what an action decides.
 *
 * @returns the new document, the old one if there is nothing to do, or the refusal; any other error
 *   fails the test.
 */
export function carryOut(setting: Setting, decide: () => Decision): string | RegmdError {
  try {
    const {change} = decide()
    return change ? amend(setting.registry, change).text : setting.registry.text
  } catch (error) {
    if (error instanceof RegmdError) return error
    throw error
  }
}

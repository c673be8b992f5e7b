import {derivedTexts} from '../derive.ts'
import type {Block, Registry} from '../registry.ts'
import {repeated} from '../repeated.ts'
import type {Span} from '../span.ts'
import {type Holders, type Move, changesBetween} from './move.ts'

/** A commit of the registry branch, and the document before and after it, if it can be read. */
export interface RegistryCommit extends Pick<Move, 'commit' | 'operation'> {
  readonly before: Registry | undefined
  readonly after: Registry | undefined
  /** Whether it changes other files. */
  readonly isAbroad: boolean
}

/** Reads what a commit did. */
export function moveOf({commit, operation, before, after, isAbroad}: RegistryCommit): Move {
  if (!before || !after) return {commit, operation, changes: [], twins: [], isStray: true}
  const changes = changesBetween(holdersOf(before), holdersOf(after))
  const [own] = changes
  const isOwn = own !== undefined && othersOf(before, own.number) === othersOf(after, own.number)
  return {commit, operation, changes, twins: twinsOf(after), isStray: isAbroad || !isOwn}
}

function held({blocks}: Registry): readonly Block[] {
  return blocks.filter(({claim}) => claim.status === 'REGISTERED')
}

/** Who holds what; of twins the last. */
function holdersOf(registry: Registry): Holders {
  return new Map(held(registry).map(({claim}) => [claim.number, claim.session ?? 'somebody']))
}

function twinsOf(registry: Registry): readonly string[] {
  const claims = held(registry).map(({claim}) => claim)
  return [
    ...repeated(claims, ({number}) => number).map(({again}) => `number ${again.number}`),
    ...repeated(claims, ({session}) => session).map(({again}) => `session ${again.session}`)
  ]
}

/** The text without one number's fields and without what is derived. */
function othersOf(registry: Registry, number: number): string {
  const own = registry.blocks.filter(({claim}) => claim.number === number)
  const fields = own.flatMap((block) => block.fields.map(({lines}) => lines))
  return cut(registry.text, [...fields, ...derivedTexts(registry)])
}

function cut(text: string, spans: readonly Span[]): string {
  let from = 0
  const parts: string[] = []
  for (const {start, end} of spans.toSorted((a, b) => a.start - b.start)) {
    parts.push(text.slice(from, start))
    from = Math.max(from, end)
  }
  return [...parts, text.slice(from)].join('')
}

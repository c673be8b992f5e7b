import {isRegistered} from '../changes/block-change.ts'
import {type PullRequest, ownChanges} from '../changes/pull-request.ts'
import type {Version} from '../changes/version.ts'
import {frontMatterEnd, frontMatterSource} from '../front-matter-span.ts'
import type {Finding} from '../problem.ts'
import type {Span} from '../span.ts'

/** Finds that a pull request with claims changes what claims are judged by. */
export function findPolicyChanged(request: PullRequest): readonly Finding[] {
  const hasClaims = ownChanges(request).some(
    ({before, after}) => isRegistered(before) || isRegistered(after)
  )
  if (!hasClaims) return []
  return parts
    .filter(({read}) => isOwnChange(request, read))
    .map(({name, locate}) => ({
      span: locate(request.head),
      message: `This pull request has claims, and changes ${name} too: that takes a pull request of its own`
    }))
}

interface Part {
  readonly name: string
  readonly read: (version: Version) => string | undefined
  /** Where the head has it. */
  readonly locate: (head: Version) => Span
}

const start: Span = {start: 0, end: 0}

const parts: readonly Part[] = [
  {
    name: 'the front matter',
    read: ({registry}) => frontMatterSource(registry.text),
    locate: ({registry}) => ({start: 0, end: frontMatterEnd(registry.text)})
  },
  {
    name: 'the claim schema',
    read: ({schema}) => schema,
    locate: () => start
  },
  {
    name: 'the range of numbers',
    read: ({registry}) => JSON.stringify(registry.range),
    locate: ({registry: {format}}) =>
      format?.lines.find(({key}) => key === 'NUMBER') ?? format?.head ?? start
  }
]

/** What the base changed meanwhile is not this pull request's doing. */
function isOwnChange({mergeBases, base, head}: PullRequest, read: Part['read']): boolean {
  const now = read(head)
  return now !== read(base) && mergeBases.every((version) => now !== read(version))
}

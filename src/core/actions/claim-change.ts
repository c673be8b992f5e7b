import type {Change} from '../amend.ts'
import type {Claim} from '../claim.ts'
import type {Edit} from '../edit.ts'
import {fieldLines} from '../field-lines.ts'
import {type Target, removeField, setField, setResponsibilities} from '../field-edit.ts'
import {hasGapAfter, lineEnd} from '../lines.ts'
import {addBlock} from '../new-block.ts'
import type {Block, Registry} from '../registry.ts'
import {renderTitle} from '../render.ts'
import {styleOf} from '../style.ts'
import {changeBlock, statusText} from './change.ts'

/** Makes the change that fills a pending block with a claim; what it says already stays. */
export function fillClaim(registry: Registry, block: Block, claimed: Claim): Change {
  if (block.fields.length === 0) return startList({registry, block}, claimed, 'REGISTERED')
  const target = {registry, block}
  const before = block.claim
  const set = (key: 'ROLE' | 'GOAL' | 'SESSION_ID', from: string | undefined, to = '') =>
    from === to ? [] : setField(target, key, to)

  return changeBlock(target, claimed, [
    ...setTitle(registry, block, claimed.title),
    ...set('ROLE', before.role, claimed.role),
    ...set('GOAL', before.goal, claimed.goal),
    ...set('SESSION_ID', before.session, claimed.session),
    ...(sameList(claimed.responsibilities, before.responsibilities)
      ? []
      : setResponsibilities(target, claimed.responsibilities)),
    ...setField(target, 'STATUS', statusText(registry, block, 'REGISTERED')),
    ...setField(target, 'TIMESTAMP', claimed.timestamp ?? ''),
    ...(claimed.ready === undefined
      ? removeField(target, 'READY')
      : setField(target, 'READY', claimed.ready)),
    ...removeField(target, 'ACKNOWLEDGED'),
    ...removeField(target, 'REASON')
  ])
}

/** Makes the change that adds a block for a claim whose number has none. */
export function addClaim(registry: Registry, claimed: Claim): Change {
  const claims = registry.blocks.map(({claim}) => claim)
  const index = claims.findLastIndex(({number}) => number < claimed.number) + 1
  const status = statusText(registry, registry.blocks[0], 'REGISTERED')
  const edits = [addBlock(registry, claimed, status)]
  return {edits, claims: claims.toSpliced(index, 0, claimed), index}
}

/** Makes the change that puts a list of fields under the heading of a block that has none. */
export function startList(
  {registry, block}: Target,
  claim: Claim,
  status: 'PENDING' | 'REGISTERED'
): Change {
  const {text} = registry
  const style = styleOf(registry, block)
  const lines = fieldLines(style, claim, statusText(registry, block, status))
  const at = lineEnd(text, block.heading.end)
  const isFollowed = !hasGapAfter(text, at)
  const list = ['', '', ...lines, ...(isFollowed ? [''] : [])].join(style.ending)
  const edits = [...setTitle(registry, block, claim.title), {start: at, end: at, replacement: list}]
  return changeBlock({registry, block}, claim, edits)
}

function setTitle(
  {text}: Registry,
  {title, heading, claim}: Block,
  value: string | undefined
): readonly Edit[] {
  if (value === undefined || value === claim.title) return []
  const isTitled = title.start < title.end
  const isSeparated = /[:–—-][ \t]*$/u.test(text.slice(heading.start, title.start))
  return [{...title, replacement: (isTitled || isSeparated ? '' : ': ') + renderTitle(value)}]
}

function sameList(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((item, index) => item === b[index])
}

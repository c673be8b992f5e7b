import type {BlockContent} from 'mdast'
import type {Card} from './card-data.ts'
import {type Cell, list, paragraph, text} from '../core/mdast.ts'
import {quoted} from './quoted.ts'

/** Tells a human how to approve, and what that means. */
export function approvalLines({
  base,
  approvers
}: Pick<Card, 'base' | 'approvers'>): readonly BlockContent[] {
  const items: readonly Cell[] = [
    [
      text('Merge this into '),
      ...quoted(base),
      text(
        ' with a merge commit: it keeps who claimed which number, and when, as the commits that did so. To decline, say why and leave it open: sessions can still change.'
      )
    ],
    [
      text(
        'A squash merge is recognised as well if its message keeps the list of commits, and so is a rebase merge.'
      )
    ],
    [
      text('Approval means that every session may work by what its block says here, once '),
      ...quoted('regmd activate'),
      text(' has set the start. A block that changes afterwards wants a new approval.')
    ],
    [text('A direct push to '), ...quoted(base), text(' is no approval.')],
    ...(approvers.length === 0
      ? []
      : [[text('Who may approve: '), ...quoted(approvers.join(', ')), text('.')]])
  ]
  return [list(items.map((item) => [paragraph(item)]))]
}

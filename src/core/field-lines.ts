import type {Claim} from './claim.ts'
import type {FieldKey} from './field.ts'
import {renderItem, renderValue} from './render.ts'
import type {Style} from './style.ts'

/**
 * Writes the list of fields of a block that has none yet.
 *
 * @param status - value of the status field, which is a matter of style.
 * @returns lines without their endings.
 */
export function fieldLines(style: Style, claim: Claim, status: string): readonly string[] {
  const line = (key: FieldKey, value: string | undefined) =>
    value === undefined ? [] : [`${style.label(key)} ${renderValue(value)}`]

  return [
    ...line('NUMBER', String(claim.number)),
    ...line('ROLE', claim.role),
    ...line('GOAL', claim.goal),
    ...line('SESSION_ID', claim.session),
    ...(claim.responsibilities.length > 0
      ? responsibilityLines(style, style.label('RESPONSIBILITIES'), claim.responsibilities)
      : []),
    ...line('STATUS', status),
    ...line('TIMESTAMP', claim.timestamp),
    ...line('READY', claim.ready),
    ...line('REASON', claim.reason)
  ]
}

/** Lines of a responsibilities field: one with commas where the style and the texts allow it. */
export function responsibilityLines(
  style: Style,
  label: string,
  items: readonly string[]
): readonly string[] {
  if (style.isCommaList && !items.some((item) => item.includes(','))) {
    return [`${label} ${renderValue(items.join(', '))}`]
  }
  return [label, ...items.map((item) => style.itemPrefix + renderItem(item))]
}

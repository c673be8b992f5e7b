import type {RootContent} from 'mdast'
import type {NumberRange} from './registry.ts'
import {sectionOf} from './section.ts'

/** Reads `NUMBER: [1-12, unique]` from the fenced block of the format section. */
export function readRange(nodes: readonly RootContent[]): NumberRange | undefined {
  const code = sectionOf(nodes, 'Registration Format').find((node) => node.type === 'code')
  const match = code && /^\s*NUMBER\s*:\s*\[\s*(\d{1,9})\s*[-–]\s*(\d{1,9})/imu.exec(code.value)
  if (!match) return undefined
  const [first, last] = [Number(match[1]), Number(match[2])]
  return first >= 1 && last >= first ? {first, last} : undefined
}

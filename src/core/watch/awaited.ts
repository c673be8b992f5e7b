import type {Progress} from '../protocol/progress.ts'

/** States that one can wait for. */
export const awaitable = ['consensus', 'approved', 'activated'] as const

/** State that one waits for. */
export type Awaited = (typeof awaitable)[number]

/** Whether a state holds. */
export function holds({stage, consensus}: Progress, state: Awaited): boolean {
  if (state === 'activated') return stage === 'activated'
  if (state === 'consensus') return consensus.reached
  return consensus.criteria.some(({id, met}) => id === 'approved' && met)
}

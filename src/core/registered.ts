import type {Registry} from './registry.ts'

/** Numbers that sessions hold, ascending. */
export function registeredNumbers({blocks}: Registry): readonly number[] {
  return blocks
    .flatMap(({claim}) => (claim.status === 'REGISTERED' ? [claim.number] : []))
    .toSorted((a, b) => a - b)
}

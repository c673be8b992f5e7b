/** What a suite does in `npm test`, and in `npm run test:fire`, which takes its time. */
export interface Amounts<T> {
  readonly short: T
  readonly long: T
}

/** Whether all of it is asked for: `npm run test:fire`. */
export const isLong: boolean = process.env['FIRE'] === 'long'

/** Picks what a suite does now. */
export function amount<T>({short, long}: Amounts<T>): T {
  return isLong ? long : short
}

/** Seed of all that a suite draws: `SEED=`, or a new one; from 0 to 2^31, 2^31 excluded. */
export const seed: number = Number(process.env['SEED'] ?? Date.now() % 2 ** 31)

/** Runs of a property: `RUNS=`, or what the suite does now. */
export function runs(amounts: Amounts<number>): number {
  return Number(process.env['RUNS'] ?? amount(amounts))
}

/** How to do the same again; part of every failure's message. */
export function replay(file: string): string {
  const form = isLong ? 'FIRE=long ' : ''
  return `${form}SEED=${seed} node --import tsx --test ${file}`
}

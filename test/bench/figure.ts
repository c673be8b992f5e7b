/** What something costs, beside the least that it could: both from one run, or it says nothing. */
export interface Figure {
  /** What was measured: `regmd --help`. */
  readonly name: string
  readonly unit: 'ms' | 'MB' | 'kB' | 'pushes'
  /** Median. */
  readonly value: number
  readonly floor: Floor
  /** Median of the ratios of each round, which a machine that slows down changes less. */
  readonly ratio: number
  /** Largest ratio that is wanted; without it the figure is there to be compared. */
  readonly target?: number | undefined
}

/** What a figure is held against. */
export interface Floor {
  /** `node -e 0` */
  readonly name: string
  /** Median, in the figure's unit. */
  readonly value: number
}

/** One subject, in a file of its own. */
export interface Bench {
  /** What `--only` takes. */
  readonly name: string
  /** What its figures mean, for the head of its table. */
  readonly about: string
  readonly measure: (options: BenchOptions) => Promise<readonly Figure[]>
}

/** What a bench is told. */
export interface BenchOptions {
  /** How often everything is run, a first time aside that does not count. */
  readonly rounds: number
  /** Variables that all processes get beside those of their world. */
  readonly env: Readonly<Record<string, string>>
}

/** Whether a figure is where it should be. */
export function isMet({ratio, target}: Figure): boolean {
  return target === undefined || ratio <= target
}

/** What was measured of a thing and of its floor, round by round. */
export interface Samples {
  readonly name: string
  /** As many as the floor has. */
  readonly values: readonly number[]
}

/** Makes a figure of samples. */
export function figureOf(
  {name, values}: Samples,
  floor: Samples,
  {unit, target}: Pick<Figure, 'unit' | 'target'>
): Figure {
  const ratios = values.map((value, round) => value / (floor.values[round] ?? Number.NaN))
  return {
    name,
    unit,
    value: median(values),
    floor: {name: floor.name, value: median(floor.values)},
    ratio: median(ratios),
    target
  }
}

/** The value in the middle, or between the two that are there. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length / 2
  const [low, high] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]]
  if (low === undefined || high === undefined) throw new Error('Expected something measured')
  return (low + high) / 2
}

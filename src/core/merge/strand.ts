/** Lines that both sides changed, each in its own way. */
export interface Clash {
  readonly ours: readonly string[]
  readonly theirs: readonly string[]
}

/** A line, the key of a part, or a clash, in the order of the merged document. */
export type Strand = {readonly line: string} | {readonly key: string} | Clash

/** Which parts the result has, and how those stand that both sides added at one place. */
export interface Kept {
  readonly keys: ReadonlySet<string>
  /** Negative where the first goes before the second. */
  readonly compare: (one: string, other: string) => number
}

/** Reads an item back: a line, or the key of a part. */
export function decode(item: string): Strand {
  return isKey(item) ? {key: item.slice(1)} : {line: item.slice(1)}
}

/** Whether an item stands for a part. */
export function isKey(item: string): boolean {
  return item.startsWith('#')
}

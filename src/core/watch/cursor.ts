/**
 * How much of a history has been told. A place in a list would not do: the registry has two branches,
 * and what lands on one of them stands between what was told of both.
 */
export interface Cursor {
  /** Commits that have been told, with all that they build on; hex. */
  readonly heads: readonly string[]
  /** As the heads, but no branch contains them any more, and that has been told. */
  readonly left: readonly string[]
  /** A commit of which only the first events have been told, but all that it builds on. */
  readonly partial?: {readonly commit: string; readonly count: number} | undefined
}

/** A commit and the commits that it builds on. */
export interface Parented {
  /** Commit id, hex. */
  readonly commit: string
  readonly parents: readonly string[]
}

const separator = ':'

/** `<id>` for a head, `<id>-` for one that was left, `<id>=2` for two events of a commit. */
const part = /^(?<commit>[0-9a-f]{40}(?:[0-9a-f]{24})?)(?:(?<left>-)|=(?<count>\d{1,6}))?$/u

/** Writes a cursor as one word that no shell changes, and that names no ref. */
export function renderCursor({heads, left, partial}: Cursor): string {
  return [
    ...heads,
    ...left.map((commit) => `${commit}-`),
    ...(partial ? [`${partial.commit}=${partial.count}`] : [])
  ].join(separator)
}

/** Reads a cursor; `undefined` for anything else. A full commit id is a cursor, too. */
export function parseCursor(text: string): Cursor | undefined {
  const parts = text.split(separator).map((word) => part.exec(word)?.groups)
  const heads: string[] = []
  const left: string[] = []
  const partials: NonNullable<Cursor['partial']>[] = []
  for (const groups of parts) {
    const commit = groups?.['commit']
    if (groups === undefined || commit === undefined) return undefined
    if (groups['count'] !== undefined) partials.push({commit, count: Number(groups['count'])})
    else (groups['left'] === undefined ? heads : left).push(commit)
  }

  return partials.length > 1 ? undefined : {heads, left, partial: partials[0]}
}

/** The cursor after a commit, all that it builds on having been told. */
export function advanceTo({heads, left}: Cursor, {commit, parents}: Parented): Cursor {
  const isOpen = (head: string) => !parents.includes(head)
  return {heads: [...heads.filter(isOpen), commit], left: left.filter(isOpen)}
}

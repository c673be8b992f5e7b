/** A stream that text is written to. */
export interface Output {
  readonly write: (text: string) => unknown
  readonly isTTY?: boolean | undefined
  /** Cells in a line, where it is a terminal. */
  readonly columns?: number | undefined
}

/** What a command may know of the world outside. */
export interface Context {
  readonly cwd: string
  readonly env: Readonly<Record<string, string | undefined>>
  readonly now: () => Date
  /** For the result, and nothing else. */
  readonly stdout: Output
  /** Absent where there is nothing to read. */
  readonly stdin?: AsyncIterable<Uint8Array> & {readonly isTTY?: boolean | undefined}
  /** For progress and refusals. */
  readonly stderr: Output
  /** Aborted by the first SIGINT or SIGTERM. */
  readonly signal: AbortSignal
  /** Program and first arguments that start regmd once more. */
  readonly program: readonly [string, ...string[]]
}

/** Options that all commands take. */
export interface GlobalOptions {
  readonly registry: string | undefined
  readonly remote: string | undefined
  readonly session: string | undefined
  readonly json: boolean
  readonly quiet: boolean
  /** Seconds; positive. */
  readonly timeout: number
  readonly offline: boolean
}

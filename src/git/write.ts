/** One file's new bytes and the message of the commit that brings them. */
export interface Write {
  readonly path: string
  /** `100644` or `100755`. */
  readonly mode: string
  readonly bytes: Uint8Array
  readonly message: string
  /** Commit that is merged: the second parent, hex. */
  readonly merged?: string | undefined
  /** Commit whose other files the new one has; without it those of the first parent. */
  readonly others?: string | undefined
}

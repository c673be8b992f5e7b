/** A session id, taken apart: `name (runtime-id)`. */
export interface SessionParts {
  readonly name: string
  readonly runtime: string | undefined
}

/**
 * Tells whether two session ids name the same session.
 *
 * Either part alone identifies the session; where both ids have both parts, both must agree, so
 * that two processes under one name are told apart.
 */
export function isSameSession(a: string, b: string): boolean {
  const one = splitSession(a)
  const other = splitSession(b)
  if (one.runtime !== undefined && other.runtime !== undefined) {
    return one.name === other.name && one.runtime === other.runtime
  }

  return one.name === other.name || one.name === other.runtime || one.runtime === other.name
}

/** Tells whether a session id has both parts. */
export function hasRuntime(id: string): boolean {
  return splitSession(id).runtime !== undefined
}

/** Takes a session id apart. */
export function splitSession(id: string): SessionParts {
  const match = /^(\S+)\s+\(([^()]+)\)$/u.exec(id.trim())
  return match ? {name: match[1] ?? id, runtime: match[2]} : {name: id.trim(), runtime: undefined}
}

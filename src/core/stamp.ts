/** Steps of the protocol that leave a line in the document, in their order. */
export const recordKinds = ['confirmed', 'broadcast', 'approved', 'activated'] as const

/** Step of the protocol that leaves a line in the document. */
export type RecordKind = (typeof recordKinds)[number]

/** Words of each line before its colon. */
export const recordLabels: Readonly<Record<RecordKind, string>> = {
  confirmed: 'Confirmed',
  broadcast: 'Broadcast',
  approved: 'Approved',
  activated: 'Activated'
}

/** UTC to the second, and a digest: `2026-11-20T18:10:27Z 9f86d0…`. */
const stampPattern = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ) ([0-9a-f]{64})$/u

/** When something was done, and to which commitments. */
export interface Stamp {
  /** UTC, `2026-11-20T18:10:27Z`. */
  readonly time: string
  /** SHA-256 of the commitments, 64 hex digits. */
  readonly digest: string
}

/** Reads a stamp; `undefined` for any other text. */
export function readStamp(value: string): Stamp | undefined {
  const [, time, digest] = stampPattern.exec(value) ?? []
  return time === undefined || digest === undefined ? undefined : {time, digest}
}

/** Writes a stamp, as a record's line and a block's `ACKNOWLEDGED` hold it. */
export function writeStamp({time, digest}: Stamp): string {
  return `${time} ${digest}`
}

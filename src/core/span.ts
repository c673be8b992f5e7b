/** Part of a text: `start` to `end`, half-open, in UTF-16 units. */
export interface Span {
  readonly start: number
  readonly end: number
}

import type {Answer} from '../answer.ts'

/** What one clone knows of whether its request came to the remote. */
export class Presence {
  #isSeen = false
  #isFetched = false
  #isRejected = false
  #loose = 0

  /** Notes the answer to a push of the request. */
  answered(kind: Answer['kind']): void {
    if (kind === 'accepted') this.#isSeen = true
    if (kind === 'rejected') this.#isRejected = true
    if (kind === 'unknown') this.#loose++
  }

  /** Notes that it was fetched: seen first after pushes without an answer, one of them brought it. */
  fetched(): void {
    if (!this.#isSeen && this.#loose > 0) this.#loose--
    this.#isSeen = true
    this.#isFetched = true
  }

  /** Whether it was certainly there once. */
  get isSeen(): boolean {
    return this.#isSeen
  }

  /** Whether it was there in what was fetched: a remote may hide such refs. */
  get isFetched(): boolean {
    return this.#isFetched
  }

  /** Whether the remote has said that it does not take it. */
  get isRejected(): boolean {
    return this.#isRejected
  }

  /** Whether a push of it, of which nothing was seen, may still arrive. */
  get isLoose(): boolean {
    return this.#loose > 0
  }
}

import type {Message} from '../message.ts'
import type {Asker} from './action.ts'

/** A session's wish to register; what is absent stays as the block has it. */
export interface ClaimRequest extends Asker {
  readonly number: number | undefined
  /** Take the lowest free number. */
  readonly next: boolean
  readonly title: string | undefined
  readonly role: string | undefined
  readonly goal: string | undefined
  readonly responsibilities: readonly string[] | undefined
  /** Report readiness with the claim. */
  readonly ready: boolean
  /** Registration message; it says what neither the request nor the block does. */
  readonly message?: Message | undefined
}

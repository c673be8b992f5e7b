import type {Consensus} from '../core/consensus.ts'
import type {Difference} from '../core/difference.ts'
import type {Problem} from '../core/problem.ts'
import type {Registry} from '../core/registry.ts'

/** What a human decides on. */
export interface Card {
  /** From the root, with slashes. */
  readonly path: string
  readonly branch: string
  readonly base: string
  /** Commit id, hex, of what is to be approved. */
  readonly commit: string
  /** Of what all sessions commit to. */
  readonly digest: string
  readonly registry: Registry
  readonly consensus: Consensus
  /** What `check` finds, judged by the base. */
  readonly problems: readonly Problem[]
  /** Compared with the base branch; nothing where that has no registry to compare with. */
  readonly differences: readonly Difference[] | undefined
  /** E-mail addresses of people who may approve; empty where anybody may. */
  readonly approvers: readonly string[]
}

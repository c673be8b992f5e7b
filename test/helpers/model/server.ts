import {type Holders, type Move, changesBetween} from '../../../src/core/trial/move.ts'

/** A commit of the model: who holds what, and who made it. */
interface ModelCommit {
  readonly parent: string | undefined
  readonly holders: Holders
  /** Operation; `undefined` for the first commit. */
  readonly operation: string | undefined
}

/** A repository with one branch, in memory. */
export class ModelServer {
  /** Tip of the base branch, on which the registry branch begins. */
  readonly base = 'base'
  /** Tip of the registry branch; `undefined` while there is none. */
  tip: string | undefined = undefined
  readonly moves: Move[] = []
  readonly #commits = new Map<string, ModelCommit>([
    ['base', {parent: undefined, holders: new Map(), operation: undefined}]
  ])

  /** Makes a commit that no branch has yet. */
  add(commit: ModelCommit): string {
    const id = `c${this.#commits.size}`
    this.#commits.set(id, commit)
    return id
  }

  /** Loses a commit that no ref holds. */
  collect(id: string): void {
    if (!this.contains(this.tip, id)) this.#commits.delete(id)
  }

  has(id: string): boolean {
    return this.#commits.has(id)
  }

  holders(id: string | undefined): Holders {
    return this.#commits.get(id ?? this.base)?.holders ?? new Map()
  }

  parent(id: string): string | undefined {
    return this.#commits.get(id)?.parent
  }

  contains(tip: string | undefined, id: string): boolean {
    for (let at = tip; at !== undefined; at = this.parent(at)) if (at === id) return true
    return false
  }

  /** Moves the branch to a commit that is made on its tip. */
  move(to: string): void {
    this.#note({commit: to, operation: this.#commits.get(to)?.operation})
  }

  /** Moves the branch back to the parent of its tip. */
  rewind(to: string, operation: string): void {
    const removed = this.tip === undefined ? [] : [this.tip]
    this.#note({commit: to, operation, removed})
  }

  #note(move: Pick<Move, 'commit' | 'operation' | 'removed'>): void {
    const before = this.holders(this.tip)
    this.tip = move.commit
    const changes = changesBetween(before, this.holders(move.commit))
    this.moves.push({...move, changes, twins: [], isStray: false})
  }
}

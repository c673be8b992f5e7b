import {type Holders, type Move, changesBetween} from '../../../src/core/trial/move.ts'

/** A commit of the model: who holds what, who made it, and what it says. */
interface ModelCommit {
  readonly parent: string | undefined
  readonly holders: Holders
  /** Operation; `undefined` for the first commit. */
  readonly operation: string | undefined
  readonly message: string
}

/** A request in the queue of the model. */
export interface ModelRequest {
  readonly oid: string
  /** Operation that asks. */
  readonly author: string
  /** `undefined` once it is withdrawn. */
  readonly text: string | undefined
}

/** A repository with one branch and the queue beside it, in memory. */
export class ModelServer {
  /** Tip of the base branch, on which the registry branch begins. */
  readonly base = 'base'
  /** Tip of the registry branch; `undefined` while there is none. */
  tip: string | undefined = undefined
  /** By id. */
  readonly requests = new Map<string, ModelRequest>()
  readonly moves: Move[] = []
  readonly #commits = new Map<string, ModelCommit>([
    ['base', {parent: undefined, holders: new Map(), operation: undefined, message: ''}]
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

  /** Messages from a tip back to a commit, without its own; `undefined` if it is not behind. */
  messagesSince(tip: string, since: string): readonly string[] | undefined {
    return this.#since(tip, since)?.map((id) => this.#commits.get(id)?.message ?? '')
  }

  /** The commit after another one whose message ends with a line. */
  find(tip: string, since: string, line: string): string | undefined {
    const isMeant = (id: string) => this.#commits.get(id)?.message.endsWith(`${line}\n`)
    return this.#since(tip, since)?.find(isMeant)
  }

  /** Moves the branch to a commit that is made on its tip, or some commits further on. */
  move(to: string): void {
    const way = this.#since(to, this.tip ?? this.base) ?? [to]
    for (const commit of way.toReversed()) {
      this.#note({commit, operation: this.#commits.get(commit)?.operation})
    }
  }

  /** Moves the branch back to the parent of its tip. */
  rewind(to: string, operation: string): void {
    const removed = this.tip === undefined ? [] : [this.tip]
    this.#note({commit: to, operation, removed})
  }

  #since(tip: string, since: string): readonly string[] | undefined {
    const line: string[] = []
    for (let at: string | undefined = tip; at !== since; at = this.parent(at)) {
      if (at === undefined) return undefined
      line.push(at)
    }

    return line
  }

  #note(move: Pick<Move, 'commit' | 'operation' | 'removed'>): void {
    const before = this.holders(this.tip)
    this.tip = move.commit
    const changes = changesBetween(before, this.holders(move.commit))
    this.moves.push({...move, changes, twins: [], isStray: false})
  }
}

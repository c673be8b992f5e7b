import type {PromiseName} from '../../../src/core/trial/broken-promise.ts'
import type {Mutation} from '../mutate.ts'
import type {PortFaults} from './side.ts'

/** A way to get the protocol wrong. */
export interface Mutant {
  readonly name: string
  readonly mutations?: readonly Mutation[]
  readonly faults?: PortFaults
  /** Whether so much has to come together that only the long form can be sure to find it. */
  readonly isRare?: true
  /** Promises of which it breaks at least one. */
  readonly breaks: readonly PromiseName[]
}

const land = 'src/git/land.ts'
const swap = 'src/git/swap.ts'
const stay = 'src/git/queue/stay.ts'
const queued = 'src/core/actions/queued-claim.ts'

/** Mistakes that others have made, or that we might. */
export const mutants: readonly Mutant[] = [
  {name: 'no lease', faults: {hasNoLease: true}, breaks: ['exclusive', 'ordered']},
  {name: 'a refspec with +', faults: {isForced: true}, breaks: ['exclusive']},
  {name: 'answers read from text', faults: {readsText: true}, breaks: ['never']},
  {
    name: 'the exit code of a killed git unchecked',
    faults: {ignoresExitCode: true},
    breaks: ['kept']
  },
  {
    name: 'one ref that all processes fetch to',
    faults: {sharesFetchRef: true},
    breaks: ['kept', 'founded']
  },
  {name: 'no pending ref', faults: {hasNoPendingRef: true}, breaks: ['founded']},
  {
    name: 'an unknown answer taken for a failure',
    mutations: [{file: land, from: "isUncertain ||= answer.kind === 'unknown'", to: ''}],
    breaks: ['never']
  },
  {
    name: 'one look after an answer was lost',
    mutations: [
      {
        file: land,
        from: 'else if (landing) return landing\n    if',
        to: "else if (landing) return landing\n    if (answer.kind === 'unknown') return {landed: false, snapshot: await port.read()}\n    if"
      }
    ],
    breaks: ['never', 'repeatable']
  },
  {
    name: 'a failed look that makes the unknown definite',
    mutations: [{file: land, from: 'if (mayHaveLanded && error', to: 'if (false && error'}],
    breaks: ['never']
  },
  {
    name: 'a refusal that outdoes an earlier unknown',
    mutations: [
      {
        file: land,
        from: 'if (isUncertain) {',
        to: "if (isUncertain && answer.kind === 'unknown') {"
      }
    ],
    breaks: ['never']
  },
  {
    name: 'contention said while something is on its way',
    mutations: [
      {file: land, from: 'if (isLast) throw outcomeUnknown(details)\n    return', to: ''}
    ],
    breaks: ['never']
  },
  {
    name: 'a moved branch taken for a loss without a look for the commit',
    mutations: [
      {file: land, from: 'if (await port.holds(snapshot, commit)) return {landed: true}', to: ''}
    ],
    breaks: ['repeatable', 'never']
  },
  {
    name: 'an unmoved branch taken for a landing',
    mutations: [
      {
        file: land,
        from: 'return snapshot.written === before.written ? undefined',
        to: 'return snapshot.written === before.written ? {landed: true}'
      }
    ],
    breaks: ['kept']
  },
  {
    name: 'an interruption that forgets what was sent',
    mutations: [{file: land, from: 'if (!isUncertain) stopIfInterrupted', to: 'stopIfInterrupted'}],
    breaks: ['never']
  },
  {
    name: 'a retry that does not decide again',
    mutations: [
      {
        file: swap,
        from: 'const decision = await decide(snapshot)',
        to: 'const kept = ((decide as any).kept ??= [])\n  const decision = (kept[0] ??= await decide(snapshot))'
      },
      {file: swap, from: 'isSame(read, snapshot) ? decision : await decide(read)', to: 'decision'}
    ],
    breaks: ['exclusive']
  },
  {
    name: 'a decision from before the wait',
    mutations: [
      {file: swap, from: 'isSame(read, snapshot) ? decision : await decide(read)', to: 'decision'},
      {file: swap, from: 'queue: port.queue', to: 'queue: undefined'}
    ],
    breaks: ['exclusive']
  },
  {
    name: 'a commit on the first tip with the lease of the last',
    mutations: [
      {
        file: swap,
        from: 'let snapshot = await port.read()',
        to: 'let snapshot = await port.read()\n  const first = snapshot\n  race.decide = async () => decide(first)'
      }
    ],
    breaks: ['exclusive']
  },
  {
    name: 'a rejection taken for certain before a look',
    mutations: [{file: land, from: "isUncertain || answer.kind === 'rejected'", to: 'isUncertain'}],
    breaks: ['never']
  },
  {
    name: 'a rejected request taken for none',
    mutations: [
      {file: stay, from: "kind === 'refused') return", to: "kind !== 'accepted') return"}
    ],
    breaks: ['never', 'repeatable']
  },
  {name: 'a fold in pieces', faults: {isFoldedInPieces: true}, breaks: ['never']},
  {
    name: 'one look for the commit of a request that is gone',
    mutations: [
      {
        file: stay,
        from: 'const snapshot = await this.#port.read()\n    if (this.#refIn(snapshot)) return undefined\n',
        to: 'const snapshot = first\n'
      }
    ],
    breaks: ['repeatable', 'never']
  },
  {
    name: 'a request that is gone taken for refused without a look for its commit',
    mutations: [
      {file: stay, from: 'if (fate) return fate\n    const snapshot', to: 'const snapshot'},
      {file: stay, from: 'return (await this.#find(snapshot)) ?? snapshot', to: 'return snapshot'}
    ],
    breaks: ['repeatable']
  },
  {
    name: 'a withdrawal that is not looked after',
    mutations: [{file: stay, from: 'if (waiting?.oid === this.#own.oid) return undefined', to: ''}],
    breaks: ['never']
  },
  {
    name: 'a request that may come back forgotten',
    isRare: true,
    mutations: [{file: swap, from: 'race.isLoose ||= fate.isLoose', to: ''}],
    breaks: ['never']
  },
  {
    name: 'a request that is folded whatever came since',
    mutations: [
      {
        file: queued,
        from: 'line.since?.every((deeds) => deeds.length === 1 && deeds.every(leavesRoom)) ?? false',
        to: 'true'
      }
    ],
    breaks: ['settled', 'never', 'exclusive', 'repeatable', 'ordered']
  }
]

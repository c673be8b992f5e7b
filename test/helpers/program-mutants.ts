import type {PromiseName} from '../../src/core/trial/broken-promise.ts'
import type {Mutation} from './mutate.ts'

/**
 * What a mutant is put to.
 *
 * - `race`: clones claim one number, and then whatever is free.
 * - `queue`: clones claim whatever is free, and a push takes long, so that losers meet in the queue.
 * - `one clone`: processes share a clone.
 * - `gc`: the clone collects its garbage while it pushes.
 * - `late`: a push arrives after its claim has ended.
 * - `lost request`: a push never arrives.
 * - `lost answer`: a push arrives, and nobody hears of it.
 */
export type Ordeal = 'race' | 'queue' | 'one clone' | 'gc' | 'late' | 'lost request' | 'lost answer'

/** A way to get the protocol wrong, in the program itself. */
export interface ProgramMutant {
  readonly name: string
  readonly mutations: readonly Mutation[]
  readonly ordeal: Ordeal
  /** Promises of which it breaks at least one. */
  readonly breaks: readonly PromiseName[]
}

const [commit, land, push, refs, swap] = ['commit', 'land', 'push', 'refs', 'swap'].map(
  (name) => `src/git/${name}.ts`
) as [string, string, string, string, string]

/** Mistakes of those who push, in the order of what they are put to. */
export const programMutants: readonly ProgramMutant[] = [
  {
    name: 'a refspec with +',
    mutations: [{file: push, from: "`${commit ?? ''}:${ref}`", to: "`+${commit ?? ''}:${ref}`"}],
    ordeal: 'race',
    breaks: ['kept', 'exclusive']
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
    ordeal: 'race',
    breaks: ['exclusive', 'local']
  },
  {
    name: 'a commit on the first tip with the lease of the last',
    mutations: [
      {file: swap, from: 'queue: port.queue', to: 'queue: undefined'},
      {
        file: swap,
        from: 'const commit = await port.commit(read, write)',
        to: 'const first: Snapshot = ((globalThis as any).first ??= read)\n  const commit = await port.commit(first, (await race.decide(first)).write ?? write)'
      }
    ],
    ordeal: 'race',
    breaks: ['kept']
  },
  {
    name: 'a fold that decides each request on the first state',
    mutations: [
      {
        file: 'src/shell/fold-claims.ts',
        from: 'if (plan?.write) document = {...document, registry: plan.registry}',
        to: ''
      }
    ],
    ordeal: 'queue',
    breaks: ['exclusive', 'local', 'kept']
  },
  {
    name: 'one ref that all processes fetch to',
    mutations: [
      {
        file: refs,
        from: '`${ownRefs}${kind}/${Date.now()}-${id}`',
        to: '`${ownRefs}${kind}/${kind === "fetch" ? "shared" : id}`'
      }
    ],
    ordeal: 'one clone',
    breaks: ['founded']
  },
  {
    name: 'no pending ref',
    mutations: [
      {
        file: commit,
        from: 'return isSigned ? sign',
        to: "await run(git, ['update-ref', '--stdin'], {input: `start\\ndelete ${ref}\\ncommit\\n`})\n  return isSigned ? sign"
      }
    ],
    ordeal: 'gc',
    breaks: ['founded']
  },
  {
    name: 'answers read from text',
    mutations: [
      {
        file: push,
        from: "kind: isAccepted ? 'accepted' : 'unknown'",
        to: "kind: isAccepted ? 'accepted' : 'rejected'"
      }
    ],
    ordeal: 'late',
    breaks: ['never']
  },
  {
    name: 'a push that is said not to have begun',
    mutations: [
      {file: push, from: 'events === \'\' || events.includes(\'"label":"push_refs"\')', to: 'false'}
    ],
    ordeal: 'late',
    breaks: ['never']
  },
  {
    name: 'an unknown answer taken for a failure',
    mutations: [{file: land, from: "isUncertain ||= answer.kind === 'unknown'", to: ''}],
    ordeal: 'late',
    breaks: ['never']
  },
  {
    name: 'contention said while something is on its way',
    mutations: [
      {file: land, from: 'if (isLast) throw outcomeUnknown(details)\n    return', to: ''}
    ],
    ordeal: 'late',
    breaks: ['never']
  },
  {
    name: 'one look after an answer was lost',
    mutations: [
      {
        file: land,
        from: 'stop({answer, isUncertain, sends, isLast: isLast(limits)}',
        to: "if (isUncertain) throw new RegmdError('REMOTE_UNAVAILABLE', 'It is not there')\n    stop({answer, isUncertain, sends, isLast: isLast(limits)}"
      }
    ],
    ordeal: 'late',
    breaks: ['never']
  },
  {
    name: 'the exit code of git unchecked',
    mutations: [
      {
        file: push,
        from: "return {kind: kind === 'unknown' ? await readTrace(trace) : kind, words: said}",
        to: "return {kind: kind === 'unknown' ? 'accepted' : kind, words: said}"
      }
    ],
    ordeal: 'lost request',
    breaks: ['kept']
  },
  {
    name: 'a moved branch taken for a loss without a look for the commit',
    mutations: [
      {file: land, from: 'if (await port.holds(snapshot, commit)) return {landed: true}', to: ''}
    ],
    ordeal: 'lost answer',
    breaks: ['repeatable']
  }
]

import type {Proof} from '../core/changes/proof.ts'
import {quote} from '../core/quote.ts'
import type {Inspected} from '../shell/inspect-history.ts'
import {flagOf, numberOf, readGlobals, textOf, usage} from './arguments.ts'
import type {Command} from './command.ts'

/** `regmd history [number]` */
export const history: Command = {
  options: (builder) =>
    builder
      .positional('number', {type: 'string', describe: 'Only what concerns this number'})
      .options({
        verify: {type: 'boolean', describe: 'Prove that no claim was ever taken over or rewritten'},
        contains: {
          type: 'string',
          requiresArg: true,
          describe: 'With --verify: the branch must contain this commit'
        }
      }),

  async run(argv, context) {
    const number = numberOf(argv)
    const isVerified = flagOf(argv, 'verify')
    const commit = textOf(argv, 'contains')
    if (commit !== undefined && !isVerified) {
      throw usage(
        '--contains goes with --verify',
        `regmd history --verify --contains ${quote(commit)}`
      )
    }

    const {inspectHistory} = await import('../shell/inspect-history.ts')
    const inspected = await inspectHistory(context, readGlobals(argv), {isVerified, commit})
    const told = {...inspected, ...about(number, inspected)}
    const [{proofOf}, report] = await Promise.all([
      import('../core/changes/proof.ts'),
      import('../report/history.ts')
    ])
    const proof = number === undefined ? undefined : proofOf(number, told)
    return {
      data: historyData(told, {proof, isVerified}),
      text: (screen) =>
        isVerified
          ? report.renderVerification(screen, told)
          : report.renderHistory(screen, {...told, proof}),
      exitCode: isVerified && told.breaches.length > 0 ? 1 : 0
    }
  }
}

/** What concerns one number; a breach of the document concerns every number. */
function about(
  number: number | undefined,
  {entries, breaches}: Inspected
): Pick<Inspected, 'entries' | 'breaches'> {
  if (number === undefined) return {entries, breaches}
  return {
    entries: entries.filter((one) => one.numbers.includes(number)),
    breaches: breaches.filter((one) => one.number === null || one.number === number)
  }
}

interface Shown {
  readonly proof: Proof | undefined
  readonly isVerified: boolean
}

function historyData(
  {entries, breaches, isComplete, branch, tip}: Inspected,
  {proof, isVerified}: Shown
): object {
  return {
    branch,
    commit: tip,
    entries,
    complete: isComplete,
    ...(proof ? {proof} : {}),
    ...(isVerified ? {breaches} : {}),
    untrusted: [
      '/entries/*',
      '/proof/first',
      '/proof/current',
      '/proof/holder',
      '/proof/lost/*',
      '/breaches/*/message'
    ]
  }
}

import type {Context} from '../context.ts'
import type {Breach, HistoryEntry} from '../core/history.ts'
import {type GivenArguments, flagOf, numberOf, readGlobals, textOf, usage} from './arguments.ts'
import type {Command} from './command.ts'

/** `regmd history [number]` */
export const history: Command = {
  name: 'history',
  usage: 'history [number]',
  summary: 'Show who came first: every claim and release, in order',

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
    if (commit !== undefined && !isVerified) throw usage('--contains goes with --verify')
    const {entries, breaches} = await readAll(argv, context, commit)
    const concerned = breaches.filter((one) => number === undefined || one.number === number)
    const told = entries.filter((one) => number === undefined || one.numbers.includes(number))
    const [{proofOf}, report] = await Promise.all([
      import('../core/changes/proof.ts'),
      import('../report/history.ts')
    ])
    const proof = number === undefined ? undefined : {number, ...proofOf(told)}
    return {
      data: {
        entries: told,
        ...(proof ? {proof} : {}),
        ...(isVerified ? {breaches: concerned} : {}),
        untrusted
      },
      text: (screen) =>
        isVerified
          ? report.renderVerification(screen, {entries: told, breaches: concerned})
          : report.renderHistory(screen, {entries: told, proof}),
      exitCode: isVerified && concerned.length > 0 ? 1 : 0
    }
  }
}

const untrusted = [
  '/entries/*/session',
  '/entries/*/author',
  '/entries/*/subject',
  '/entries/*/message',
  '/proof/*/session',
  '/breaches/*/message'
]

/** What there is to tell; what a rule of the whole breaks only where it is asked for. */
async function readAll(
  argv: GivenArguments,
  context: Context,
  commit: string | undefined
): Promise<{readonly entries: readonly HistoryEntry[]; readonly breaches: readonly Breach[]}> {
  const options = readGlobals(argv)
  const [{openWorkspace}, {readRegistry}, {readLost, tellHistory}, verify, {statesOf}] =
    await Promise.all([
      import('../shell/workspace.ts'),
      import('../shell/read.ts'),
      import('../shell/history.ts'),
      import('../shell/verify.ts'),
      import('../core/changes/block-change.ts')
    ])
  const workspace = await openWorkspace(context, options)
  const {git, remote} = workspace
  const reading = await readRegistry(workspace, options.offline)
  const {chronicle, paths} = await tellHistory(git, reading)
  const holders = statesOf(reading.document.registry)
  const entries = [...chronicle.entries, ...(await readLost(git, reading, {paths, holders}))]
  if (!flagOf(argv, 'verify')) return {entries, breaches: []}
  return {
    entries,
    breaches: [
      ...chronicle.breaches,
      ...(await verify.findRewound(git, reading, {remote, chronicle})),
      ...(commit === undefined ? [] : await verify.findMissing(git, reading, commit))
    ]
  }
}

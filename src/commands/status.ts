import {RegmdError} from '../core/error.ts'
import type {Place} from '../core/place.ts'
import {nextGate} from '../core/protocol/progress.ts'
import {type RecordKind, type Stamp, readStamp, recordKinds} from '../core/stamp.ts'
import type {Summary} from '../shell/summary.ts'
import {numberOf, readGlobals} from './arguments.ts'
import {claimData} from './claim-data.ts'
import type {Command} from './command.ts'

/** `regmd status [number]` */
export const status: Command = {
  options: (builder) =>
    builder.positional('number', {type: 'string', describe: 'Show one block only'}),

  async run(argv, context) {
    const number = numberOf(argv)
    const options = readGlobals(argv)
    const {openWorkspace} = await import('../shell/workspace.ts')
    // The rest is loaded while git looks for the repository.
    const [workspace, {readRegistry}, {findSession}, {placeOf}, {summarize}, report] =
      await Promise.all([
        openWorkspace(context, options),
        import('../shell/read.ts'),
        import('../shell/session.ts'),
        import('../shell/place.ts'),
        import('../shell/summary.ts'),
        import('../report/status.ts')
      ])
    const {repository} = workspace
    const reading = await readRegistry(workspace, options.offline)
    const session = findSession({flag: options.session, env: context.env, repository})?.id
    const summary = await summarize(workspace.git, reading, {session, number})
    const place = placeOf(workspace, reading.document.path, reading.branches.written)
    const [only] = summary.claims
    if (number !== undefined && !only) throw noBlock(number)

    return {
      data: statusData(summary, place, reading.snapshot.tip),
      text: (screen) =>
        number !== undefined && only
          ? report.renderBlock(screen, place, only)
          : report.renderStatus(screen, {place, ...summary})
    }
  }
}

function statusData(summary: Summary, {path, branch, remote}: Place, commit: string): object {
  const {claims, progress, records, available, approved} = summary
  const {consensus, stage} = progress
  return {
    path,
    branch,
    remote,
    commit,
    registered: consensus.registered,
    total: consensus.total,
    available,
    sessions: claims.map((claim) => ({
      ...claimData(claim),
      acknowledged: readStamp(claim.acknowledged ?? '') ?? null,
      reason: claim.reason ?? null
    })),
    consensus: {
      reached: consensus.reached,
      criteria: consensus.criteria,
      open: consensus.open
    },
    approved,
    stage,
    next: nextGate(progress)?.command ?? null,
    steps: Object.fromEntries(recordKinds.map((kind) => [kind, stampOf(records, kind)])),
    untrusted: ['/sessions/*', '/consensus/criteria/*/missing/*', '/consensus/open/*']
  }
}

/** When a step was taken, and for which digest; `null` where it was not. */
function stampOf(records: Summary['records'], wanted: RecordKind): Stamp | null {
  const record = records.find(({kind}) => kind === wanted)
  return record ? {time: record.time, digest: record.digest} : null
}

function noBlock(number: number): RegmdError {
  return new RegmdError('NOT_REGISTERED', `There is no block for number ${number}`, {
    hint: 'regmd status',
    details: {number}
  })
}

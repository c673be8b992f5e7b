import type {Context} from '../context.ts'
import type {Approval} from '../core/approval.ts'
import type {Consensus} from '../core/consensus.ts'
import type {Publication} from '../shell/forge.ts'
import type {Wording} from '../shell/gh-pull-request.ts'
import type {Proposal} from '../shell/propose.ts'
import {flagOf, readGlobals, usage} from './arguments.ts'
import type {Command, Result} from './command.ts'

/** `regmd propose` */
export const propose: Command = {
  options: (builder) =>
    builder.options({
      'dry-run': {type: 'boolean', describe: 'Print the decision card, and change nothing'}
    }),

  async run(argv, context) {
    const isDry = flagOf(argv, 'dry-run')
    const options = readGlobals(argv)
    if (options.offline && !isDry) {
      throw usage('--offline only reads; this command asks the forge', 'regmd propose --dry-run')
    }

    const {readProposal} = await import('../shell/propose.ts')
    const proposal = await readProposal(context, options)
    const carded = {...proposal, ...(await writeCard(proposal))}
    if (isDry) return preview(carded)
    const {approval} = proposal
    if (approval.missing.length === 0) return approvedAlready(carded, approval)
    return publishCard(carded, context)
  }
}

/** A proposal with its decision card. */
interface Carded extends Proposal {
  readonly consensus: Consensus
  readonly digest: string
  readonly wording: Wording
}

async function writeCard(proposal: Proposal): Promise<Omit<Carded, keyof Proposal>> {
  const {reading, problems, differences, approval} = proposal
  const [{consensusOf}, {digestOf}, {renderCard, renderCardTitle}] = await Promise.all([
    import('../core/consensus.ts'),
    import('../core/digest.ts'),
    import('../report/card.ts')
  ])
  const {document, branches, snapshot, policy} = reading
  const {registry, path} = document
  const [consensus, digest] = [consensusOf(registry, approval), digestOf(registry)]
  const body = renderCard({
    path,
    branch: branches.written,
    base: branches.base,
    commit: snapshot.tip,
    digest,
    registry,
    consensus,
    problems,
    differences,
    approvers: policy.approvers
  })
  return {consensus, digest, wording: {title: renderCardTitle(consensus), body}}
}

/** Nothing that was done, or is to be done. */
const untouched = {action: 'none', number: null, url: null, reason: null, commands: []} as const

async function preview(carded: Carded): Promise<Result> {
  const [{manual}, {renderPreview}] = await Promise.all([
    import('../shell/forge.ts'),
    import('../report/propose.ts')
  ])
  const {destination, wording} = carded
  const byHand = destination && manual(destination, null)
  const commands = byHand ? ['regmd propose', ...byHand.commands] : ['regmd approve']
  const url = byHand?.url ?? null
  return {
    data: {...dataOf(carded, {...untouched, url, commands}), dryRun: true},
    text: (screen) => renderPreview(screen, wording, {commands, url})
  }
}

async function approvedAlready(carded: Carded, approval: Approval): Promise<Result> {
  const {renderApproved} = await import('../report/propose.ts')
  const {base} = carded.reading.branches
  return {
    data: dataOf(carded, untouched),
    text: (screen) => renderApproved(screen, base, approval)
  }
}

async function publishCard(carded: Carded, context: Context): Promise<Result> {
  const [{requireProposable}, {publish}, {renderProposal}] = await Promise.all([
    import('../shell/propose.ts'),
    import('../shell/forge.ts'),
    import('../report/propose.ts')
  ])
  const {workspace, wording, digest, consensus} = carded
  const destination = await requireProposable(carded)
  const published = await publish(workspace, {destination, wording}, context)
  const {remote, branches} = destination
  return {
    data: dataOf(carded, published),
    text: (screen) => renderProposal(screen, {...published, ...branches, remote, digest, consensus})
  }
}

type Told = Omit<Publication, 'action'> & {readonly action: Publication['action'] | 'none'}

function dataOf({workspace, reading, approval, digest, wording}: Carded, told: Told): object {
  const {branches, document, snapshot} = reading
  return {
    action: told.action,
    number: told.number,
    url: told.url,
    reason: told.reason,
    path: document.path,
    branch: branches.written,
    base: branches.base,
    remote: workspace.remote ?? null,
    commit: snapshot.tip,
    digest,
    ...wording,
    commands: told.commands,
    approved: approval.missing.length === 0,
    untrusted: ['/reason', '/url', '/body']
  }
}

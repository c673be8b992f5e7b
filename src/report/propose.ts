import type {Approval} from '../core/approval.ts'
import type {Consensus} from '../core/consensus.ts'
import {line} from './claim.ts'
import {count} from './evidence.ts'
import {makeInert} from './inert.ts'
import {type Screen, commandOn} from './screen.ts'

/** What `propose` did, and what is to be done now. */
export interface ProposeReport {
  /** `manual`: a person has to open the pull request, or to merge by hand. */
  readonly action: 'created' | 'updated' | 'manual'
  readonly number: number | null
  readonly url: string | null
  /** Why it is manual; may be foreign text. */
  readonly reason: string | null
  /** To merge by hand. */
  readonly commands: readonly string[]
  readonly branch: string
  readonly base: string
  readonly remote: string | null
  readonly digest: string
  readonly consensus: Consensus
}

/** Tells where the pull request is, or how a person opens one, and how to approve. */
export function renderProposal(screen: Screen, report: ProposeReport): string {
  const {action, branch, base, remote, digest, consensus} = report
  const {registered, total} = consensus
  const lines = action === 'manual' ? manualLines(screen, report) : openLines(screen, report)
  const [head = '', ...others] = lines
  return [
    head,
    line(
      screen,
      'Carries',
      `${registered} of ${count(total, 'session')}, digest ${digest.slice(0, 12)}`
    ),
    line(screen, 'From', `${branch} into ${base}${remote === null ? '' : ` of ${remote}`}`),
    ...others,
    line(screen, 'Next', commandOn(screen, 'watch --until approved')),
    ''
  ].join('\n')
}

function openLines(screen: Screen, {action, number, url, base}: ProposeReport): readonly string[] {
  const name = number === null ? 'The pull request' : `Pull request ${number}`
  const state = action === 'created' ? 'is open' : 'was open, and is brought up to date'
  return [
    `✅ ${screen.style('bold', `${name} ${state}`)}`,
    ...(url === null ? [] : [uncut(screen, 'See it', url)]),
    line(screen, 'Approve', `a person merges it into ${base} with a merge commit`)
  ]
}

function manualLines(
  screen: Screen,
  {url, reason, commands, base}: ProposeReport
): readonly string[] {
  const why = reason === null ? [] : [line(screen, 'Note', makeInert(reason))]
  const card = commandOn(screen, 'propose --dry-run')
  if (url !== null) {
    return [
      `✋ ${screen.style('bold', 'Open the pull request yourself')}`,
      ...why,
      uncut(screen, 'Open', url),
      line(screen, 'Text', `what ${card} prints`),
      line(screen, 'Approve', `a person merges it into ${base} with a merge commit`)
    ]
  }

  return [
    `✋ ${screen.style('bold', 'There is no forge to open a pull request on: a person merges by hand')}`,
    ...why,
    line(screen, 'Card', `what ${card} prints`),
    line(screen, 'Approve', `${commandOn(screen, 'approve')}, or these commands:`),
    ...commandLines(commands)
  ]
}

/** Tells that there is nothing to propose. */
export function renderApproved(screen: Screen, base: string, {commit, time}: Approval): string {
  return [
    `✅ ${screen.style('bold', `${makeInert(base)} has approved the registry as it is`)}`,
    line(screen, 'Commit', `${commit?.slice(0, 10) ?? ''} at ${time ?? ''}`),
    line(screen, 'Next', commandOn(screen, 'activate --start DATE')),
    ''
  ].join('\n')
}

/** Shows the card, then the next command, and how a person does without it. */
export function renderPreview(
  screen: Screen,
  {title, body}: {readonly title: string; readonly body: string},
  {commands, url}: Pick<ProposeReport, 'commands' | 'url'>
): string {
  const [next = '', ...others] = commands
  const byHand = url === null ? others : [url]
  return [
    `# ${title}`,
    '',
    body,
    '---',
    '',
    'Nothing was changed. Next:',
    '',
    ...commandLines([commandOn(screen, next.replace(/^regmd /u, ''))]),
    ...(byHand.length === 0 ? [] : ['', 'Or by hand:', '', ...commandLines(byHand)]),
    ''
  ].join('\n')
}

/** Half of an address leads elsewhere. */
function uncut(screen: Screen, name: string, value: string): string {
  return line({...screen, width: Number.POSITIVE_INFINITY}, name, value)
}

/** Commands are never cut: half of one does something else. */
function commandLines(commands: readonly string[]): readonly string[] {
  return commands.map((command) => `    ${makeInert(command)}`)
}

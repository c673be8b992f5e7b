import type {Approval} from '../approval.ts'
import {type Consensus, consensusOf, missingRecord, partial} from '../consensus.ts'
import type {Criterion} from '../criterion.ts'
import {digestOf} from '../digest.ts'
import {lazily} from '../lazy-list.ts'
import {readStamp} from '../stamp.ts'
import type {Registry} from '../registry.ts'
import {type Stage, stages} from './table.ts'

/** What a stage wants, and what of it is missing. */
export interface Gate {
  readonly stage: Stage
  /** Whether something is missing. */
  readonly isOpen: boolean
  /** One phrase each; empty where nothing is. Found out when asked for. */
  readonly missing: readonly string[]
  /** Command that goes on from here. */
  readonly command: string
}

/** How far a registry has come, and what it lacks for each further stage. */
export interface Progress {
  readonly stage: Stage
  readonly consensus: Consensus
  /** Of all stages but the first, in order. */
  readonly gates: readonly Gate[]
}

/**
 * Reads from a document how far it has come.
 *
 * @param approval - what git says; without it, the document's own record of it counts.
 */
export function progressOf(registry: Registry, approval?: Approval): Progress {
  const consensus = consensusOf(registry, approval)
  const gates = gatesOf(registry, consensus, askingFor(approval))
  const next = nextGate({gates})
  const reached = next === undefined ? stages.length - 1 : stages.indexOf(next.stage) - 1
  return {stage: stages[reached] ?? 'registering', consensus, gates}
}

/** The next stage, and what is missing for it; nothing where all is done. */
export function nextGate({gates}: Pick<Progress, 'gates'>): Gate | undefined {
  return gates.find(({isOpen}) => isOpen)
}

/** The first of the stages up to one that something is missing for; nothing if that is reached. */
export function missingFor({gates}: Progress, stage: Stage): Gate | undefined {
  return gates.slice(0, stages.indexOf(stage)).find(({isOpen}) => isOpen)
}

/** Where both branches are one, as without any knowledge of git, there is no pull request. */
function askingFor(approval: Approval | undefined): string {
  return approval && !approval.command ? 'regmd propose' : 'regmd approve'
}

/** @param asking - command by which a human's approval is got. */
function gatesOf(registry: Registry, {criteria, open}: Consensus, asking: string): readonly Gate[] {
  const of = (...ids: readonly Criterion['id'][]) =>
    missingOf(criteria.filter(({id}) => ids.includes(id)))
  const isUnapproved = criteria.some(({id, met}) => id === 'approved' && !met)
  return [
    gate('registered', registering(registry, criteria), () =>
      of('registered', 'unique', 'roles', 'goals')
    ),
    gate('confirmed', 'regmd confirm', () => of('confirmed')),
    gate('broadcast', 'regmd broadcast', () => missingRecord(registry, 'broadcast')),
    gate('acknowledged', 'regmd ack', () => missingAcknowledgements(registry)),
    gate('approved', isUnapproved ? asking : 'regmd status', () => [
      ...of('approved'),
      ...open.map((task) => `“${task}” is not ticked`)
    ]),
    gate('activated', 'regmd activate --start DATE', () => missingRecord(registry, 'activated'))
  ]
}

function gate(stage: Stage, command: string, find: () => Iterable<string>): Gate {
  const lacks = lazily(find)
  return {
    stage,
    get isOpen() {
      return !lacks.isEmpty()
    },
    get missing() {
      return lacks.all()
    },
    command
  }
}

/** What criteria lack, each phrase once; that others are not registered yet is said by one of them. */
function* missingOf(criteria: readonly Criterion[]): Generator<string> {
  const told = new Set([partial])
  for (const {missing} of criteria) {
    for (const phrase of missing) {
      if (!told.has(phrase)) yield phrase
      told.add(phrase)
    }
  }
}

/** Command that goes on while some are not registered, or not ready. */
function registering({blocks}: Registry, criteria: Consensus['criteria']): string {
  const isMissing = (id: string) => criteria.some((one) => one.id === id && !one.met)
  const pending = blocks.find(({claim}) => claim.status !== 'REGISTERED')
  if (pending) return `regmd claim ${pending.claim.number}`
  if (isMissing('registered')) return 'regmd claim --next'
  const unready = blocks.find(({claim}) => claim.ready?.toUpperCase() !== 'YES')
  return unready ? `regmd ready ${unready.claim.number}` : 'regmd check'
}

/** Sessions that have not acknowledged what was broadcast; an older digest does not count. */
function missingAcknowledgements(registry: Registry): readonly string[] {
  const isBroadcast = missingRecord(registry, 'broadcast').length === 0
  const digest = isBroadcast ? digestOf(registry) : undefined
  return registry.blocks
    .filter(({claim: {acknowledged = ''}}) => {
      const seen = readStamp(acknowledged)?.digest
      return seen === undefined || seen !== digest
    })
    .map(({claim}) => `session ${claim.number} has not acknowledged`)
}

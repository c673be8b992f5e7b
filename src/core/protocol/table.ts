/** How far a registry has come, in order. */
export const stages = [
  'registering',
  'registered',
  'confirmed',
  'broadcast',
  'acknowledged',
  'approved',
  'activated'
] as const

/** How far a registry has come. */
export type Stage = (typeof stages)[number]

/** Who may do something. */
export type Actor = 'any session' | 'the holder' | 'the orchestrator' | 'a person' | 'anyone'

/** One thing that can be done to a registry. */
export interface ActionRule {
  readonly who: Actor
  /** Stage that must have been reached. */
  readonly from: Stage
  /** Stage that it leads to, once all who must have done it; absent where it leads nowhere new. */
  readonly to?: Stage
  /** Whether it changes what a session commits to, so that what was said about it falls. */
  readonly changes: boolean
}

/**
 * The state machine: what can be done, by whom, from which stage on, and where it leads. A registry
 * is in the last stage before the first of them that it lacks something for; whatever changes a
 * commitment takes back what was confirmed, broadcast, acknowledged, approved and activated before.
 */
export const protocol = {
  claim: {who: 'any session', from: 'registering', to: 'registered', changes: true},
  ready: {who: 'the holder', from: 'registering', to: 'registered', changes: false},
  release: {who: 'the holder', from: 'registering', changes: true},
  reassign: {who: 'the orchestrator', from: 'registering', changes: true},
  confirm: {who: 'the orchestrator', from: 'registered', to: 'confirmed', changes: false},
  broadcast: {who: 'the orchestrator', from: 'confirmed', to: 'broadcast', changes: false},
  ack: {who: 'the holder', from: 'broadcast', to: 'acknowledged', changes: false},
  propose: {who: 'anyone', from: 'acknowledged', changes: false},
  approve: {who: 'a person', from: 'acknowledged', to: 'approved', changes: false},
  activate: {who: 'the orchestrator', from: 'approved', to: 'activated', changes: false},
  sync: {who: 'anyone', from: 'registering', changes: false}
} as const satisfies Readonly<Record<string, ActionRule>>

/** Name of something that can be done to a registry. */
export type ActionName = keyof typeof protocol

/** Whether one stage is as far as another, or further. */
export function hasReached(stage: Stage, wanted: Stage): boolean {
  return stages.indexOf(stage) >= stages.indexOf(wanted)
}

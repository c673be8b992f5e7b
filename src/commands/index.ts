import type {ListedCommand} from './command.ts'

/** All commands, in the order of the help. */
export const commands: readonly ListedCommand[] = [
  {
    name: 'init',
    usage: 'init',
    summary: 'Set up a registry in this repository',
    load: async () => (await import('./init.ts')).init
  },
  {
    name: 'claim',
    usage: 'claim [number]',
    summary: 'Claim a number, role and goal for this session',
    load: async () => (await import('./claim.ts')).claim
  },
  {
    name: 'ready',
    usage: 'ready [number]',
    summary: 'Report that this session accepts its role and is ready',
    load: async () => (await import('./ready.ts')).ready
  },
  {
    name: 'release',
    usage: 'release [number]',
    summary: 'Give a number back, so that others can claim it',
    load: async () => (await import('./release.ts')).release
  },
  {
    name: 'reassign',
    usage: 'reassign <number>',
    summary: 'Change what a block says, as the orchestrator, to settle a conflict',
    load: async () => (await import('./reassign.ts')).reassign
  },
  {
    name: 'status',
    usage: 'status [number]',
    summary: 'Show the sessions, and what consensus still lacks',
    load: async () => (await import('./status.ts')).status
  },
  {
    name: 'check',
    usage: 'check',
    summary: 'Find what is wrong with the document, or with a change of it',
    load: async () => (await import('./check.ts')).check
  },
  {
    name: 'history',
    usage: 'history [number]',
    summary: 'Show who came first: every claim and release, in order',
    load: async () => (await import('./history.ts')).history
  },
  {
    name: 'confirm',
    usage: 'confirm',
    summary: 'Confirm that there are no conflicts, as the orchestrator',
    load: async () => (await import('./confirm.ts')).confirm
  },
  {
    name: 'broadcast',
    usage: 'broadcast',
    summary: 'Publish the final registry and its digest, as the orchestrator',
    load: async () => (await import('./broadcast.ts')).broadcast
  },
  {
    name: 'ack',
    usage: 'ack [number]',
    summary: 'Acknowledge the registry that was broadcast',
    load: async () => (await import('./ack.ts')).ack
  },
  {
    name: 'propose',
    usage: 'propose',
    summary: 'Put the registry before a human: open or update the pull request',
    load: async () => (await import('./propose.ts')).propose
  },
  {
    name: 'approve',
    usage: 'approve',
    summary: 'Approve the registry, as a person, where there is no forge to merge on',
    load: async () => (await import('./approve.ts')).approve
  },
  {
    name: 'activate',
    usage: 'activate',
    summary: 'Activate what a human approved, and schedule the first week',
    load: async () => (await import('./activate.ts')).activate
  },
  {
    name: 'sync',
    usage: 'sync',
    summary: 'Take in what the base branch has, and make the derived lines true',
    load: async () => (await import('./sync.ts')).sync
  },
  {
    name: 'watch',
    usage: 'watch [number]',
    summary: 'Follow the registry: one line an event, until stopped',
    isStreamed: true,
    load: async () => (await import('./watch.ts')).watch
  },
  {
    name: 'whoami',
    usage: 'whoami',
    summary: 'Show which session this is, and what it holds',
    load: async () => (await import('./whoami.ts')).whoami
  },
  {
    name: 'merge-driver',
    usage: 'merge-driver <ancestor> <ours> <theirs> [path] [marker-size]',
    summary: 'Merge registries block by block; git runs it',
    load: async () => (await import('./merge-driver.ts')).mergeDriver
  },
  {
    name: 'demo',
    usage: 'demo',
    summary: 'Watch twelve processes go from a race for numbers to their first week of work',
    load: async () => (await import('./demo.ts')).demo
  },
  {
    name: 'selftest',
    usage: 'selftest',
    summary: 'Race real clones against a scratch or a given remote, and prove the promises there',
    load: async () => (await import('./selftest.ts')).selftest
  }
]

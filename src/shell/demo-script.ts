/** One command of a scene, or the same one by all sessions at once. */
export interface Line {
  /** Session; `everyone` for all of the registry's, `orchestrator` for the first of them. */
  readonly who: string
  readonly program: 'regmd' | 'git'
  /** {@link monday} stands for the first day of the next week. */
  readonly args: readonly string[]
}

/** One part of the story. */
export interface Script {
  readonly title: string
  readonly lines: readonly Line[]
  /** Exit code that each process should have. */
  readonly expected: number
  /** Whether processes are told by a line each, or with all that they print. */
  readonly telling: 'lines' | 'output'
}

/** Stands for a date among arguments. */
export const monday = 'MONDAY'

/** The protocol from the first claim to the first week of work. */
export const script: readonly Script[] = [
  scene('Twelve sessions race for their numbers', [by('everyone', 'claim')], {telling: 'lines'}),
  scene('One more wants number 3', [by('late-comer', 'claim', '3')], {expected: 3}),
  scene('The orchestrator settles who sends how many emails', [
    reassigning('5', 16, 'Prospects 18-33 are sixteen'),
    reassigning('6', 17, 'Prospects 34-50 are seventeen')
  ]),
  scene('It confirms that nothing conflicts, and publishes the registry', [
    by('orchestrator', 'confirm'),
    by('orchestrator', 'broadcast', '--quiet')
  ]),
  scene('Every session acknowledges', [by('everyone', 'ack')], {telling: 'lines'}),
  scene('A human reads the registry, and approves it by merging', [
    git('fetch', '--quiet'),
    git('merge', '--quiet', '--no-ff', '-m', 'Approve the registry', 'origin/registry'),
    git('push', '--quiet')
  ]),
  scene('The orchestrator schedules the first week', [
    by('orchestrator', 'activate', '--start', monday, '--time-zone', 'UTC')
  ]),
  scene('What everybody sees, and what git proves', [
    by('human', 'status'),
    by('human', 'history', '--verify')
  ])
]

function scene(
  title: string,
  lines: readonly Line[],
  rest: Partial<Pick<Script, 'expected' | 'telling'>> = {}
): Script {
  return {title, lines, expected: 0, telling: 'output', ...rest}
}

function by(who: string, ...args: readonly string[]): Line {
  return {who, program: 'regmd', args}
}

function git(...args: readonly string[]): Line {
  return {who: 'human', program: 'git', args}
}

function reassigning(number: string, emails: number, reason: string): Line {
  const goal = `Send ${emails} perfectly personalized emails daily, 95%+ delivery rate`
  return by('orchestrator', 'reassign', number, '--goal', goal, '--reason', reason)
}

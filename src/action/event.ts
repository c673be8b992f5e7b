import {RegmdError} from '../core/error.ts'
import type {Inputs} from './inputs.ts'
import {type Payload, commitOf} from './payload.ts'

/** What a workflow runs for. */
export interface Event {
  /** `pull_request`, `push`, … */
  readonly name: string | undefined
  readonly payload: Payload
  /** Fully qualified ref that it runs for: `refs/pull/7/merge`. */
  readonly ref: string | undefined
  /** Commit id that it runs for, hex. */
  readonly sha: string | undefined
}

/** One command of regmd that is to be run. */
export interface Task {
  readonly args: readonly [command: 'check' | 'history', ...options: string[]]
  /** Whether it is no failure that a commit is not here, since another task needs the same one. */
  readonly mayMiss: boolean
}

/** What an event asks for. */
export interface Plan {
  readonly tasks: readonly Task[]
  /** What there is to say of it, if anything. */
  readonly remark: string | undefined
  /** What is wrong with the event itself, if anything. */
  readonly complaint: string | undefined
}

/**
 * Decides what to check for an event.
 *
 * @throws {RegmdError} `USAGE` for an event that the action is not made for, or that does not say
 *   what it has to.
 */
export function planOf(event: Event, inputs: Inputs): Plan {
  const plan = plans[event.name ?? '']
  if (plan && Object.hasOwn(plans, event.name ?? '')) return plan(event, inputs)
  throw refusal(
    event.name === 'pull_request_target'
      ? '`pull_request_target` runs with the rights of the base branch'
      : `The event \`${event.name ?? ''}\` does not say what to check`
  )
}

const plans: Readonly<Record<string, (event: Event, inputs: Inputs) => Plan>> = {
  pull_request: planPullRequest,
  merge_group: planMergeGroup,
  push: planPush,
  workflow_dispatch: planState,
  schedule: planState
}

function planPullRequest({payload, ref, sha}: Event, inputs: Inputs): Plan {
  const head = commitOf(sha, 'GITHUB_SHA')
  const base = payload.commit('pull_request', 'base', 'sha')
  // The event's base is as old as the event; what GitHub merged into is the merge's first parent.
  const isMerge = /^refs\/pull\/\d+\/merge$/u.test(ref ?? '')
  return run([checkTask(inputs, head, isMerge ? `${head}^1` : base)])
}

function planMergeGroup({payload}: Event, inputs: Inputs): Plan {
  const [base, head] = [
    payload.commit('merge_group', 'base_sha'),
    payload.commit('merge_group', 'head_sha')
  ]
  return run([checkTask(inputs, head, base)])
}

function planPush({payload, ref}: Event, inputs: Inputs): Plan {
  const branch = /^refs\/heads\/(.+)$/u.exec(ref ?? '')?.[1]
  if (branch === undefined) throw refusal('This push is not of a branch')
  if (payload.isTrue('deleted')) {
    return {...run([]), remark: `Nothing to check: the branch ${branch} was deleted`}
  }

  const [before, after] = [payload.commit('before'), payload.commit('after')]
  if (/^0+$/u.test(before)) {
    return run([checkTask(inputs, after, startOf(branch, payload)), historyTask(inputs)])
  }

  const isForced = payload.isTrue('forced')
  const check = {...checkTask(inputs, after, before), mayMiss: isForced}
  const plan = run([check, historyTask(inputs, before)])
  if (!isForced) return plan
  const complaint = `This push rewound or rewrote the branch ${branch}, which stood at ${before}`
  return {...plan, complaint}
}

/** A new branch is compared with the default branch, which itself is compared with nothing. */
function startOf(branch: string, payload: Payload): string | undefined {
  const name = payload.text('repository', 'default_branch')
  if (name === undefined) throw refusal('The event does not name the default branch')
  return branch === name ? undefined : `refs/remotes/origin/${name}`
}

function planState({sha}: Event, inputs: Inputs): Plan {
  return run([checkTask(inputs, commitOf(sha, 'GITHUB_SHA'), undefined), historyTask(inputs)])
}

function run(tasks: readonly Task[]): Plan {
  return {tasks, remark: undefined, complaint: undefined}
}

function checkTask(inputs: Inputs, ref: string, base: string | undefined): Task {
  const {strict, consensus} = inputs
  const options = [
    '--format=github',
    `--ref=${ref}`,
    ...(base === undefined ? [] : [`--base=${base}`]),
    ...(strict ? ['--strict'] : []),
    ...(consensus ? ['--consensus'] : [])
  ]
  return {args: ['check', ...options, ...registryOption(inputs)], mayMiss: false}
}

function historyTask(inputs: Inputs, before?: string): Task {
  const contains = before === undefined ? [] : [`--contains=${before}`]
  const args = ['--verify', '--offline', ...contains, ...registryOption(inputs)]
  return {args: ['history', ...args], mayMiss: false}
}

/** Joined, so that a value that starts with a dash is no option. */
function registryOption({registry}: Inputs): readonly string[] {
  return registry === undefined ? [] : [`--registry=${registry}`]
}

function refusal(why: string): RegmdError {
  return new RegmdError('USAGE', `${why}; the action checks pull requests, queues and branches`, {
    hint: 'write `on: [pull_request, merge_group]` and `push: branches:` with the names of the base and registry branches'
  })
}

import assert from 'node:assert/strict'
import {describe, test} from 'node:test'
import {planOf} from '../../src/action/event.ts'
import {type Inputs, readInputs} from '../../src/action/inputs.ts'
import {payloadOf} from '../../src/action/payload.ts'
import {RegmdError} from '../../src/core/error.ts'

const [a, b, c] = ['a', 'b', 'c'].map((digit) => digit.repeat(40)) as [string, string, string]
const zeros = '0'.repeat(40)
const repository = {default_branch: 'main'}

const quiet: Inputs = {registry: undefined, strict: false, consensus: false}

interface Given {
  readonly name?: string | undefined
  readonly ref?: string | undefined
  readonly sha?: string | undefined
  readonly event?: unknown
}

function plan({name, ref, sha, event}: Given, inputs: Inputs = quiet) {
  return planOf({name, ref, sha, payload: payloadOf(event)}, inputs)
}

const commandsOf = (given: Given, inputs?: Inputs) =>
  plan(given, inputs).tasks.map(({args}) => args.join(' '))

const push = (event: object, branch = 'registry'): Given => ({
  name: 'push',
  ref: `refs/heads/${branch}`,
  sha: b,
  event: {before: a, after: b, deleted: false, forced: false, repository, ...event}
})

const pullRequest = {pull_request: {base: {sha: a}}}

describe('planOf()', () => {
  const cases: readonly (readonly [string, Given, readonly string[]])[] = [
    [
      'a merge result is compared with what it was merged into',
      {name: 'pull_request', ref: 'refs/pull/7/merge', sha: c, event: pullRequest},
      [`check --format=github --ref=${c} --base=${c}^1`]
    ],
    [
      'another commit of a pull request with the base of the event',
      {name: 'pull_request', ref: 'refs/heads/topic', sha: c, event: pullRequest},
      [`check --format=github --ref=${c} --base=${a}`]
    ],
    [
      'a merge group',
      {
        name: 'merge_group',
        ref: 'refs/heads/gh-readonly-queue/main/pr-1',
        sha: c,
        event: {merge_group: {base_sha: a, head_sha: b}}
      },
      [`check --format=github --ref=${b} --base=${a}`]
    ],
    [
      'a push',
      push({}),
      [`check --format=github --ref=${b} --base=${a}`, `history --verify --offline --contains=${a}`]
    ],
    [
      'a push that makes a branch; GitHub calls it forced',
      push({before: zeros, created: true, forced: true}),
      [
        `check --format=github --ref=${b} --base=refs/remotes/origin/main`,
        'history --verify --offline'
      ]
    ],
    [
      'a push that makes the default branch',
      push({before: zeros, created: true}, 'main'),
      [`check --format=github --ref=${b}`, 'history --verify --offline']
    ],
    ['a push that deletes a branch', push({after: zeros, deleted: true, forced: true}), []],
    [
      'a run by hand',
      {name: 'workflow_dispatch', ref: 'refs/heads/main', sha: c, event: {}},
      [`check --format=github --ref=${c}`, 'history --verify --offline']
    ],
    [
      'a run by the clock',
      {name: 'schedule', ref: 'refs/heads/main', sha: c, event: {schedule: '0 0 * * *'}},
      [`check --format=github --ref=${c}`, 'history --verify --offline']
    ]
  ]
  for (const [name, given, commands] of cases) {
    test(name, () => {
      assert.deepEqual(commandsOf(given), commands)
    })
  }

  test('a forced push is an error in any case; its check may miss what was rewound', () => {
    const {tasks, complaint} = plan(push({forced: true}))
    assert.match(complaint ?? '', /rewound or rewrote the branch registry, which stood at a{40}/u)
    assert.deepEqual(
      tasks.map(({mayMiss}) => mayMiss),
      [true, false]
    )
    assert.equal(plan(push({})).complaint, undefined)
  })

  test('a deletion is said', () => {
    assert.match(plan(push({deleted: true})).remark ?? '', /branch registry was deleted/u)
  })

  test('inputs become options, and no value becomes another one', () => {
    const inputs = {registry: '--file=/etc/passwd', strict: true, consensus: true}
    assert.deepEqual(commandsOf(push({}), inputs), [
      `check --format=github --ref=${b} --base=${a} --strict --consensus --registry=--file=/etc/passwd`,
      `history --verify --offline --contains=${a} --registry=--file=/etc/passwd`
    ])
  })

  const withoutShas: readonly Given[] = [
    {name: 'pull_request', ref: 'refs/pull/7/merge', sha: c, event: {}},
    {name: 'pull_request', ref: 'refs/pull/7/merge', sha: '', event: pullRequest},
    {name: 'pull_request', ref: 'refs/pull/7/merge', event: pullRequest},
    {name: 'pull_request', ref: 'refs/pull/7/merge', sha: '--file', event: pullRequest},
    {name: 'merge_group', sha: c, event: {merge_group: {base_sha: a}}},
    {name: 'merge_group', sha: c, event: {merge_group: {head_sha: a, base_sha: ['x']}}},
    {name: 'merge_group', sha: c, event: {merge_group: null}},
    push({before: undefined}),
    push({after: null}),
    push({after: 'main'}),
    {name: 'push', ref: 'refs/heads/main', sha: c, event: 'text'},
    {name: 'push', ref: 'refs/heads/main', sha: c, event: undefined},
    {name: 'schedule', ref: 'refs/heads/main', event: {}}
  ]
  for (const given of withoutShas) {
    test(`refuses ${JSON.stringify(given)}`, () => {
      assert.throws(() => plan(given), isUsage(/is not the id of a commit/u))
    })
  }

  const unknown: readonly (readonly [Given, RegExp])[] = [
    [
      {name: 'pull_request_target', ref: 'refs/heads/main', sha: c, event: pullRequest},
      /`pull_request_target` runs with the rights of the base branch/u
    ],
    [{name: 'issues', sha: c, event: {}}, /The event `issues` does not say what to check/u],
    [{name: 'constructor', sha: c, event: {}}, /The event `constructor`/u],
    [{name: '', sha: c, event: {}}, /The event `` /u],
    [{sha: c, event: {}}, /The event `` /u],
    [{...push({}), ref: 'refs/tags/v1'}, /not of a branch/u],
    [push({before: zeros, repository: {}}), /default branch/u]
  ]
  for (const [given, wanted] of unknown) {
    test(`refuses ${given.name} ${given.ref}`, () => {
      assert.throws(() => plan(given), isUsage(wanted))
      assert.throws(
        () => plan(given),
        (error) => error instanceof RegmdError && /`on: \[pull_request/u.test(error.hint ?? '')
      )
    })
  }
})

describe('readInputs()', () => {
  test('reads what the runner hands over', () => {
    assert.deepEqual(readInputs({}), quiet)
    assert.deepEqual(readInputs({INPUT_REGISTRY: '', INPUT_STRICT: ' false ', X: 'y'}), quiet)
    assert.deepEqual(
      readInputs({INPUT_REGISTRY: ' a b.md ', INPUT_STRICT: 'true', INPUT_CONSENSUS: 'TRUE'}),
      {registry: 'a b.md', strict: true, consensus: true}
    )
  })

  for (const value of ['yes', '1', 'on', 'tRUE', 'null']) {
    test(`refuses ${value} for a switch`, () => {
      assert.throws(
        () => readInputs({INPUT_STRICT: value}),
        isUsage(/`strict` wants true or false/u)
      )
    })
  }
})

function isUsage(message: RegExp) {
  return (error: unknown) =>
    error instanceof RegmdError && error.code === 'USAGE' && message.test(error.message)
}

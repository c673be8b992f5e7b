import assert from 'node:assert/strict'
import {readFile} from 'node:fs/promises'
import {dirname, isAbsolute} from 'node:path'
import {test} from 'node:test'
import type {Answer} from '../../src/git/answer.ts'
import {push} from '../../src/git/push.ts'
import {type World, isThere, makeWorld} from '../helpers/repository.ts'

const commit = 'c'.repeat(40)
const expected = 'b'.repeat(40)
const ref = 'refs/heads/registry'

/** What a git says and does in place of a push. */
interface Said {
  /** Flag and summary of our ref's line; no line without it. */
  readonly line?: readonly [string, string]
  /** Last command of the script. */
  readonly end: string
  /** What git's trace says, if it writes one. */
  readonly trace?: string
}

const begun = '{"event":"region_enter","label":"transport_push"}'
const sent = `${begun}\\n{"event":"region_enter","label":"push_refs"}`

/** Only a line with an exit code of 0 is a success, only a `[rejected]` is none. */
const cases: readonly (readonly [string, Said, Answer['kind']])[] = [
  ['a line and success', {line: [' ', 'b..c'], end: 'exit 0'}, 'accepted'],
  ['a new branch', {line: ['*', '[new branch]'], end: 'exit 0'}, 'accepted'],
  ['what is there already', {line: ['=', '[up to date]'], end: 'exit 0'}, 'accepted'],
  ['a line and failure', {line: [' ', 'b..c'], end: 'exit 1'}, 'unknown'],
  ['a line and a crash', {line: ['*', '[new branch]'], end: 'exit 128'}, 'unknown'],
  ['a line and a signal', {line: [' ', 'b..c'], end: 'kill -9 $$'}, 'unknown'],
  ['no line and success', {end: 'exit 0', trace: sent}, 'unknown'],
  ['no line and failure', {end: 'exit 1', trace: sent}, 'unknown'],
  ['no line and a signal', {end: 'kill -9 $$', trace: sent}, 'unknown'],
  ['no line and no trace', {end: 'exit 1'}, 'unknown'],
  ['no line, and nothing sent', {end: 'exit 128', trace: begun}, 'unsent'],
  ['[rejected]', {line: ['!', '[rejected] (stale info)'], end: 'exit 1'}, 'rejected'],
  ['[remote rejected]', {line: ['!', '[remote rejected] (no)'], end: 'exit 1'}, 'rejected'],
  ['[remote failure]', {line: ['!', '[remote failure] (no)'], end: 'exit 1'}, 'unknown'],
  ['a ! that is new', {line: ['!', '[something] (no)'], end: 'exit 1'}, 'unknown']
]

async function pushBy(world: World, {line, end, trace}: Said): Promise<Answer> {
  const [flag = '', summary = ''] = line ?? []
  await world.script(
    world.path('bin/git'),
    `printf '%s\\n' "$GIT_TRACE2_EVENT" "$@" > '${world.path('arguments')}'`,
    'echo "To somewhere"',
    ...(trace === undefined ? [] : [`printf '${trace}\\n' > "$GIT_TRACE2_EVENT"`]),
    ...(line ? [`printf '%s\\t${commit}:${ref}\\t%s\\n' '${flag}' '${summary}'`] : []),
    'echo Done',
    end
  )
  const environment = {...world.env, PATH: `${world.path('bin')}:${world.env['PATH']}`}
  const git = {directory: world.root, environment, deadline: Date.now() + 60_000}
  return push(git, {remote: 'origin', updates: [{ref, commit, expected}]})
}

for (const [name, said, kind] of cases) {
  test(`a push that answers with ${name} is ${kind}`, async (t) => {
    assert.equal((await pushBy(await makeWorld(t), said)).kind, kind)
  })
}

test('a push names the value that it replaces, and forces nothing', async (t) => {
  const world = await makeWorld(t)
  await pushBy(world, {line: [' ', 'b..c'], end: 'exit 0'})
  const said = await readFile(world.path('arguments'), 'utf8')
  const [trace = '', ...args] = said.trim().split('\n')
  assert.ok(args.includes(`--force-with-lease=${ref}:${expected}`))
  assert.deepEqual(args.slice(-3), ['--', 'origin', `${commit}:${ref}`])
  assert.ok(!args.includes('--force') && !args.includes('-f'))
  assert.ok(isAbsolute(trace))
  assert.equal(await isThere(dirname(trace)), false, 'its folder is gone')
})

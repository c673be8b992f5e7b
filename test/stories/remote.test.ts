import assert from 'node:assert/strict'
import {mkdir, rm} from 'node:fs/promises'
import {join} from 'node:path'
import {test} from 'node:test'
import {regmd} from '../helpers/cli.ts'
import {checkHistory, checkTidy, claimCommits, holdersAt} from '../helpers/race.ts'
import {
  type Answered,
  type Origin,
  type World,
  branchesOf,
  claimArgs,
  cloneOf,
  commitRegistry,
  initRepository,
  isThere,
  makeOrigin,
  makeWorld,
  readAnswer,
  stateOf,
  tipOf,
  until
} from '../helpers/repository.ts'

/** A hook of the remote. */
async function hook(world: World, {remote}: Origin, name: string, ...lines: readonly string[]) {
  return world.script(join(remote, 'hooks', name), ...lines)
}

/** What the clone starts on the remote's side for a push; `$1` is the repository. */
async function receiveBy(world: World, {clone}: Origin, ...lines: readonly string[]) {
  const script = await world.script(world.path('receive-pack'), ...lines)
  await world.git(clone, 'config', 'remote.origin.receivepack', script)
}

/** Lines that do something on the first call only. */
function once(world: World, ...lines: readonly string[]): readonly string[] {
  return [`if mkdir '${world.path('called')}' 2>/dev/null; then`, ...lines, 'fi']
}

function checkRefused({code, json}: Answered, exitCode: number, name: string): void {
  assert.deepEqual([code, json.error?.code], [exitCode, name], JSON.stringify(json))
  assert.equal(json.exitCode, exitCode)
}

/** The words of git and the remote that a refusal carries. */
function wordsOf({json}: Answered): string {
  const {git} = json.error.details
  assert.ok(Array.isArray(git))
  return git.join('\n')
}

/** As `world.ask`, in this process: where how the process ends is not what is looked at. */
async function ask(world: World, folder: string, args: readonly string[]): Promise<Answered> {
  const options = {env: world.env, now: new Date()}
  const {exitCode, stdout, stderr} = await regmd(folder, [...args, '--json'], options)
  return readAnswer({code: exitCode, signal: null, stdout: Buffer.from(stdout), stderr})
}

/** Runs a claim that must change nothing, here or there. */
async function failingClaim(world: World, {remote, clone}: Origin, ...more: readonly string[]) {
  const look = async () => [
    await stateOf(world, clone),
    await branchesOf(world, clone),
    await branchesOf(world, remote)
  ]
  const before = await look()
  const args = [...claimArgs('s1', 1), ...more]
  // What is cut short is to leave nothing behind, a process that does not end included.
  const isCutShort = more.includes('--timeout')
  const answer = isCutShort ? await world.ask(clone, args) : await ask(world, clone, args)
  assert.deepEqual(await look(), before)
  return answer
}

async function succeed(world: World, folder: string, session: string, number: number) {
  const answer = await ask(world, folder, claimArgs(session, number))
  assert.equal(answer.code, 0, JSON.stringify(answer.json))
  return answer
}

async function parentOf(world: World, folder: string, branch: string): Promise<string> {
  return world.git(folder, 'rev-parse', `${branch}~1`)
}

test('a remote whose hook refuses: its words are shown, nothing is changed', async (t) => {
  const world = await makeWorld(t)
  const origin = await makeOrigin(world)
  const refusal = String.raw`printf 'no \033[31mclaims\007 on Sundays\n' >&2; exit 1`
  await hook(world, origin, 'pre-receive', refusal)
  const answer = await failingClaim(world, origin)
  checkRefused(answer, 8, 'REMOTE_REFUSED')
  assert.match(wordsOf(answer), /on Sundays/u)

  const {code, stdout, stderr} = await world.run(origin.clone, claimArgs('s1', 1))
  assert.deepEqual([code, stdout.toString()], [8, ''])
  assert.match(stderr, /no .*claims.* on Sundays/u)
  assert.match(stderr, /nothing was changed/u)
  // eslint-disable-next-line no-control-regex
  assert.doesNotMatch(stderr, /[\u001B\u0007]/u)
  await checkTidy(world, origin.remote, origin.clone)
})

test("a hook that says nothing: git's own reason is shown", async (t) => {
  const world = await makeWorld(t)
  const origin = await makeOrigin(world)
  await hook(world, origin, 'pre-receive', 'exit 1')
  const answer = await failingClaim(world, origin)
  checkRefused(answer, 8, 'REMOTE_REFUSED')
  assert.match(wordsOf(answer), /hook declined/u)
})

test('a remote that refuses one session lets the others in', async (t) => {
  const world = await makeWorld(t)
  const origin = await makeOrigin(world)
  const test_ = 'git show -s --format=%B "$3" | grep -q "^Registry-Session: s1$"'
  await hook(world, origin, 'update', `if ${test_}; then echo 'not you' >&2; exit 1; fi`)
  await succeed(world, origin.clone, 's2', 2)
  const answer = await failingClaim(world, origin)
  checkRefused(answer, 8, 'REMOTE_REFUSED')
  assert.match(wordsOf(answer), /not you/u)
  await succeed(world, origin.clone, 's3', 1)
  const holders = await holdersAt(world, origin.remote, 'registry')
  assert.deepEqual(Object.fromEntries(holders), {1: 's3', 2: 's2'})
})

test('a hook of the clone that refuses: nothing is sent', async (t) => {
  const world = await makeWorld(t)
  const origin = await makeOrigin(world)
  await world.script(
    join(origin.clone, '.git/hooks/pre-push'),
    `echo 'not from here' >&2`,
    'exit 1'
  )
  await hook(world, origin, 'pre-receive', `touch '${world.path('sent')}'`)
  const answer = await failingClaim(world, origin)
  checkRefused(answer, 8, 'REMOTE_REFUSED')
  assert.match(wordsOf(answer), /not from here/u)
  assert.ok(!(await isThere(world.path('sent'))))
})

test('a remote that does not exist', async (t) => {
  const world = await makeWorld(t)
  const origin = await makeOrigin(world)
  await world.git(origin.clone, 'remote', 'set-url', 'origin', world.path('nowhere.git'))
  const answer = await failingClaim(world, origin)
  checkRefused(answer, 7, 'REMOTE_UNAVAILABLE')
  assert.match(wordsOf(answer), /nowhere\.git/u)
})

test('a remote that is not configured', async (t) => {
  const world = await makeWorld(t)
  const origin = await makeOrigin(world)
  checkRefused(await failingClaim(world, origin, '--remote', 'other'), 7, 'REMOTE_UNAVAILABLE')
  checkRefused(await failingClaim(world, origin, '--remote=--all'), 7, 'REMOTE_UNAVAILABLE')
})

test('a push address that does not exist, though the remote can be read', async (t) => {
  const world = await makeWorld(t)
  const origin = await makeOrigin(world)
  await world.git(origin.clone, 'config', 'remote.origin.pushurl', world.path('nowhere.git'))
  const timeout = 60
  const started = Date.now()
  const answer = await failingClaim(world, origin, '--timeout', String(timeout))
  checkRefused(answer, 7, 'REMOTE_UNAVAILABLE')
  assert.match(wordsOf(answer), /nowhere\.git/u)
  assert.ok(Date.now() - started < timeout * 500, 'it does not wait for the deadline')
})

test('a remote without a registry', async (t) => {
  const world = await makeWorld(t)
  const remote = await initRepository(world, world.path('remote.git'), '--bare')
  const clone = await initRepository(world, world.path('clone'))
  await world.git(clone, 'commit', '--quiet', '--allow-empty', '-m', 'Start')
  await world.git(clone, 'add', await world.write(join(clone, 'registry/notes.md'), '# Notes\n'))
  await world.git(clone, 'remote', 'add', 'origin', remote)
  await world.git(clone, 'push', '--quiet', 'origin', 'main')
  checkRefused(await failingClaim(world, {remote, clone}), 6, 'REGISTRY_NOT_FOUND')
})

test('a remote without a commit', async (t) => {
  const world = await makeWorld(t)
  const remote = await initRepository(world, world.path('remote.git'), '--bare')
  const clone = await initRepository(world, world.path('clone'))
  await commitRegistry(world, clone)
  await world.git(clone, 'remote', 'add', 'origin', remote)
  checkRefused(await failingClaim(world, {remote, clone}), 6, 'REGISTRY_NOT_FOUND')
})

test('a folder that is not in a repository', async (t) => {
  const world = await makeWorld(t)
  const folder = world.path('folder')
  await mkdir(folder)
  const env = {GIT_CEILING_DIRECTORIES: world.root}
  const answer = await world.ask(folder, claimArgs('s1', 1), {env})
  checkRefused(answer, 7, 'NOT_A_REPOSITORY')
  assert.equal(answer.json.error.hint, 'git init')
})

test('a lock that somebody left on the remote: nothing is changed until it is gone', async (t) => {
  const world = await makeWorld(t)
  const origin = await makeOrigin(world)
  const lock = await world.write(join(origin.remote, 'refs/heads/registry.lock'), '')
  const answer = await failingClaim(world, origin, '--timeout', '5')
  assert.ok([4, 8].includes(answer.code ?? -1), JSON.stringify(answer.json))
  await rm(lock)
  await succeed(world, origin.clone, 's1', 1)
})

/** A stand-in for `git-receive-pack` that passes on what it says first, and nothing after that. */
const relay = `
import {spawn} from 'node:child_process'
const [repository, mode] = process.argv.slice(2)
const detached = mode === 'leave'
const child = spawn('git-receive-pack', [repository], {stdio: ['pipe', 'pipe', 'ignore'], detached})
let said = Buffer.alloc(0)
let isOver = false
child.stdout.on('data', (chunk) => {
  if (isOver) return
  said = Buffer.concat([said, chunk])
  const end = said.indexOf('0000', said.lastIndexOf('\\n') + 1)
  if (end === -1) return
  isOver = true
  process.stdout.write(said.subarray(0, end + 4))
})
process.stdin.pipe(child.stdin)
process.stdin.on('end', () => {
  if (mode === 'leave') child.stdin.on('finish', () => process.exit(1))
})
child.on('exit', () => process.exit(mode === 'well' ? 0 : 1))
`

async function relayLine(world: World, mode: 'well' | 'badly' | 'leave'): Promise<string> {
  const file = await world.write(world.path('relay.mjs'), relay)
  return `exec '${process.execPath}' '${file}' "$1" ${mode}`
}

/** Ways of losing an answer, each of which happens once. */
const losses: Readonly<Record<string, (world: World, origin: Origin) => Promise<unknown>>> = {
  'it fails after it has answered': async (world, origin) =>
    receiveBy(world, origin, 'git-receive-pack "$1"', ...once(world, 'exit 1')),

  'it is killed when the branch has moved': async (world, origin) =>
    hook(
      world,
      origin,
      'reference-transaction',
      '[ "$1" = committed ] || exit 0',
      ...once(world, 'kill -9 $PPID')
    ),

  'it is killed before the branch moves': async (world, origin) =>
    hook(world, origin, 'pre-receive', ...once(world, 'kill -9 $PPID')),

  'it says nothing after its greeting, and ends well': async (world, origin) => {
    const line = await relayLine(world, 'well')
    return receiveBy(world, origin, ...once(world, line), 'exec git-receive-pack "$1"')
  },

  'it says nothing after its greeting, and ends badly': async (world, origin) => {
    const line = await relayLine(world, 'badly')
    return receiveBy(world, origin, ...once(world, line), 'exec git-receive-pack "$1"')
  },

  'it hangs up, and moves the branch later': async (world, origin) => {
    const line = await relayLine(world, 'leave')
    await receiveBy(world, origin, ...once(world, line), 'exec git-receive-pack "$1"')
    const late = world.path('late')
    return hook(world, origin, 'pre-receive', `if mkdir '${late}' 2>/dev/null; then sleep 1; fi`)
  }
}

for (const [name, lose] of Object.entries(losses)) {
  test(`the answer of a push is lost: ${name}`, async (t) => {
    const world = await makeWorld(t)
    const origin = await makeOrigin(world)
    const {remote, clone} = origin
    await lose(world, origin)
    const first = await world.ask(clone, claimArgs('s1', 1))
    assert.ok([0, 5].includes(first.code ?? -1), JSON.stringify(first.json))
    const again = await succeed(world, clone, 's1', 1)

    const commits = await claimCommits(world, remote, 'registry')
    assert.equal(commits.length, 1)
    assert.equal(again.json.data['alreadyHeld'], first.code === 0)
    if (first.code === 0) assert.deepEqual(commits, [first.json.data['commit']])
    await checkHistory(world, {folder: remote, branch: 'registry'}, new Map([['s1', first]]))
    await succeed(world, clone, 's2', 2)
    await checkTidy(world, clone)
  })
}

test('the answers of all pushes are lost: unknown, and the same command settles it', async (t) => {
  const world = await makeWorld(t)
  const origin = await makeOrigin(world)
  const {remote, clone} = origin
  const killer = await hook(world, origin, 'pre-receive', 'kill -9 $PPID')
  const answer = await failingClaim(world, origin, '--timeout', '3')
  checkRefused(answer, 5, 'OUTCOME_UNKNOWN')
  await rm(killer)
  await succeed(world, clone, 's1', 1)
  assert.equal((await claimCommits(world, remote, 'registry')).length, 1)
})

test('a remote that hangs when it was sent something: unknown, and settled later', async (t) => {
  const world = await makeWorld(t)
  const origin = await makeOrigin(world)
  const {remote, clone} = origin
  const [began, ended] = [world.path('began'), world.path('ended')]
  await hook(
    world,
    origin,
    'pre-receive',
    `if mkdir '${began}' 2>/dev/null; then sleep 12; mkdir '${ended}'; fi`
  )
  const answer = await world.ask(clone, [...claimArgs('s1', 1), '--timeout', '2'])
  checkRefused(answer, 5, 'OUTCOME_UNKNOWN')
  assert.ok(!(await isThere(ended)), 'it does not wait longer than it was told')
  await succeed(world, clone, 's1', 1)
  await until('the first push is over', async () => isThere(ended))
  await succeed(world, clone, 's2', 2)
  assert.equal((await claimCommits(world, remote, 'registry')).length, 2)
  const holders = await holdersAt(world, remote, 'registry')
  assert.deepEqual(Object.fromEntries(holders), {1: 's1', 2: 's2'})
})

test('a remote that hangs before it was sent anything', async (t) => {
  const world = await makeWorld(t)
  const origin = await makeOrigin(world)
  const ended = world.path('ended')
  await receiveBy(world, origin, 'sleep 20', `mkdir '${ended}'`)
  const answer = await failingClaim(world, origin, '--timeout', '2')
  assert.ok(!(await isThere(ended)), 'it does not wait longer than it was told')
  assert.ok([4, 5, 7].includes(answer.code ?? -1), JSON.stringify(answer.json))
  await world.git(origin.clone, 'config', '--unset', 'remote.origin.receivepack')
  await succeed(world, origin.clone, 's1', 1)
})

test('a remote that cannot be read in time: unavailable', async (t) => {
  const world = await makeWorld(t)
  const origin = await makeOrigin(world)
  const ended = world.path('ended')
  const script = await world.script(world.path('upload-pack'), 'sleep 20', `mkdir '${ended}'`)
  await world.git(origin.clone, 'config', 'remote.origin.uploadpack', script)
  const answer = await failingClaim(world, origin, '--timeout', '2')
  checkRefused(answer, 7, 'REMOTE_UNAVAILABLE')
  assert.ok(!(await isThere(ended)), 'it does not wait longer than it was told')
})

test('a branch that is rewound before the push: what was removed stays removed', async (t) => {
  const world = await makeWorld(t)
  const origin = await makeOrigin(world)
  const {remote, clone} = origin
  await succeed(world, clone, 's1', 1)
  const kept = await tipOf(world, remote, 'registry')
  await succeed(world, clone, 's2', 2)
  const rewind = `git --git-dir="$1" update-ref refs/heads/registry ${kept}`
  await receiveBy(world, origin, ...once(world, rewind), 'exec git-receive-pack "$1"')

  const {json} = await succeed(world, clone, 's3', 3)
  assert.equal(json.data['attempts'], 2)
  assert.equal(await parentOf(world, remote, 'registry'), kept)
  const holders = await holdersAt(world, remote, 'registry')
  assert.deepEqual(Object.fromEntries(holders), {1: 's1', 3: 's3'})
})

test('a branch that is deleted before the push: it starts anew', async (t) => {
  const world = await makeWorld(t)
  const origin = await makeOrigin(world)
  const {remote, clone} = origin
  await succeed(world, clone, 's1', 1)
  const remove = 'git --git-dir="$1" update-ref -d refs/heads/registry'
  await receiveBy(world, origin, ...once(world, remove), 'exec git-receive-pack "$1"')

  await succeed(world, clone, 's2', 2)
  assert.equal(await parentOf(world, remote, 'registry'), await tipOf(world, remote, 'main'))
  const holders = await holdersAt(world, remote, 'registry')
  assert.deepEqual(Object.fromEntries(holders), {2: 's2'})
})

test('a branch that somebody makes before the push: it is not overwritten', async (t) => {
  const world = await makeWorld(t)
  const origin = await makeOrigin(world)
  const {remote, clone} = origin
  const other = await cloneOf(world, remote, world.path('other'))
  await world.git(other, 'commit', '--quiet', '--allow-empty', '-m', 'Other work')
  await world.git(other, 'push', '--quiet', 'origin', 'main:refs/heads/waiting')
  const create = 'git --git-dir="$1" update-ref refs/heads/registry refs/heads/waiting'
  await receiveBy(world, origin, ...once(world, create), 'exec git-receive-pack "$1"')

  await succeed(world, clone, 's1', 1)
  const waiting = await tipOf(world, remote, 'waiting')
  assert.equal(await parentOf(world, remote, 'registry'), waiting)
})

test('the registry branch starts at the tip of the base branch', async (t) => {
  const world = await makeWorld(t)
  const {remote, clone} = await makeOrigin(world)
  const other = await cloneOf(world, remote, world.path('other'))
  await world.git(other, 'commit', '--quiet', '--allow-empty', '-m', 'Other work')
  await world.git(other, 'push', '--quiet', 'origin', 'main')

  const {json} = await succeed(world, clone, 's1', 1)
  assert.equal(json.data['branch'], 'registry')
  assert.equal(json.data['commit'], await tipOf(world, remote, 'registry'))
  assert.equal(await parentOf(world, remote, 'registry'), await tipOf(world, other, 'main'))
  assert.equal(await tipOf(world, remote, 'main'), await tipOf(world, other, 'main'))
})

test('after a merge into the base branch, claims go on from there', async (t) => {
  const world = await makeWorld(t)
  const {remote, clone} = await makeOrigin(world)
  await succeed(world, clone, 's1', 1)
  const before = await tipOf(world, remote, 'registry')
  const human = await cloneOf(world, remote, world.path('human'))
  await world.git(human, 'merge', '--quiet', '--no-ff', '-m', 'Approve', 'origin/registry')
  await world.git(human, 'commit', '--quiet', '--allow-empty', '-m', 'Other work')
  await world.git(human, 'push', '--quiet', 'origin', 'main')

  await succeed(world, clone, 's2', 2)
  assert.equal(await parentOf(world, remote, 'registry'), await tipOf(world, human, 'main'))
  await world.git(remote, 'merge-base', '--is-ancestor', before, 'registry')
  const holders = await holdersAt(world, remote, 'registry')
  assert.deepEqual(Object.fromEntries(holders), {1: 's1', 2: 's2'})
})

test('when the base branch moves on without a merge, claims go on where they were', async (t) => {
  const world = await makeWorld(t)
  const {remote, clone} = await makeOrigin(world)
  await succeed(world, clone, 's1', 1)
  const before = await tipOf(world, remote, 'registry')
  const human = await cloneOf(world, remote, world.path('human'))
  await world.git(human, 'commit', '--quiet', '--allow-empty', '-m', 'Other work')
  await world.git(human, 'push', '--quiet', 'origin', 'main')

  await succeed(world, clone, 's2', 2)
  assert.equal(await parentOf(world, remote, 'registry'), before)
})

test('with `branch: main`, claims land there', async (t) => {
  const world = await makeWorld(t)
  const edit = (text: string) => text.replace('registry:\n', 'registry:\n  branch: main\n')
  const {remote, clone} = await makeOrigin(world, {edit})
  const before = await tipOf(world, remote, 'main')
  const state = await stateOf(world, clone)
  const {json} = await succeed(world, clone, 's1', 1)

  assert.equal(json.data['branch'], 'main')
  assert.equal(await parentOf(world, remote, 'main'), before)
  assert.deepEqual((await branchesOf(world, remote)).length, 1)
  assert.deepEqual(await stateOf(world, clone), state)
  assert.equal(await tipOf(world, clone, 'main'), before)
  await succeed(world, await cloneOf(world, remote, world.path('other')), 's2', 2)
  const holders = await holdersAt(world, remote, 'main')
  assert.deepEqual(Object.fromEntries(holders), {1: 's1', 2: 's2'})
})

test('with `base:` and `branch:`, claims start at the one and land on the other', async (t) => {
  const world = await makeWorld(t)
  const edit = (text: string) =>
    text.replace('registry:\n', 'registry:\n  base: trunk/next\n  branch: live/claims\n')
  const {remote, clone} = await makeOrigin(world, {edit})
  await world.git(clone, 'commit', '--quiet', '--allow-empty', '-m', 'Other work')
  await world.git(clone, 'push', '--quiet', 'origin', 'main:refs/heads/trunk/next')

  const {json} = await succeed(world, clone, 's1', 1)
  assert.equal(json.data['branch'], 'live/claims')
  const base = await tipOf(world, remote, 'trunk/next')
  assert.equal(await parentOf(world, remote, 'live/claims'), base)
  assert.equal(await tipOf(world, remote, 'registry'), '')
  await succeed(world, clone, 's2', 2)
  const holders = await holdersAt(world, remote, 'live/claims')
  assert.deepEqual(Object.fromEntries(holders), {1: 's1', 2: 's2'})
})

for (const isCloned of [true, false]) {
  const how = isCloned ? 'cloned' : 'added'
  test(`a remote that was ${how} has a default branch of another name`, async (t) => {
    const world = await makeWorld(t)
    const {remote, clone} = await makeOrigin(world)
    await world.git(remote, 'branch', '-m', 'main', 'trunk')
    await world.git(remote, 'symbolic-ref', 'HEAD', 'refs/heads/trunk')
    const folder = isCloned ? await cloneOf(world, remote, world.path('other')) : clone
    await succeed(world, folder, 's1', 1)
    assert.equal(await parentOf(world, remote, 'registry'), await tipOf(world, remote, 'trunk'))
  })
}

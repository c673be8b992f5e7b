import assert from 'node:assert/strict'
import {mkdir, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {describe, test} from 'node:test'
import {renderTemplate} from '../../src/core/template.ts'
import {option} from '../../src/shell/gh.ts'
import {
  type Environment,
  type Output,
  addClone,
  commitFiles,
  copyOf,
  execute,
  git,
  makeClone,
  makeRepository,
  regmd,
  regmdJson,
  registryPath
} from '../helpers/cli.ts'
import {type Call, type Replies, barePath, makeStandIn} from '../helpers/gh.ts'
import {until} from '../helpers/repository.ts'

const address = 'https://github.com/people/registry.git'

/** A remote with a registry of two sessions, and clones of the first session and of a person. */
interface Scene {
  readonly remote: string
  readonly clone: string
  readonly human: string
}

/** A new registry of two sessions, with front matter or without. */
function textOf(frontMatter?: string): string {
  const head = frontMatter === undefined ? '' : `---\n${frontMatter}\n---\n\n`
  return renderTemplate(2, {}).replace(/^---\n[^]*?\n---\n\n/u, () => head)
}

async function makeScene(frontMatter?: string): Promise<Scene> {
  const {remote, clone} = await makeClone({[registryPath]: textOf(frontMatter)})
  return {remote, clone, human: await addClone(remote, 'Grace Hopper')}
}

async function must(cwd: string, ...args: readonly string[]): Promise<Output> {
  const output = await regmdJson(cwd, args)
  assert.equal(output.exitCode, 0, JSON.stringify(output))
  return output
}

const sessions = ['one', 'two'] as const

/** Claims, confirms, broadcasts and acknowledges. */
async function settle(clone: string, {goal = 'Send 25 emails daily'} = {}): Promise<void> {
  for (const [index, session] of sessions.entries()) {
    const words = ['--role', `Role of ${session}`, '--goal', goal]
    await must(clone, 'claim', String(index + 1), '--session', session, ...words)
  }

  await agree(clone)
}

async function agree(clone: string): Promise<void> {
  await must(clone, 'confirm', '--session', 'one')
  await must(clone, 'broadcast', '--session', 'one')
  for (const session of sessions) await must(clone, 'ack', '--session', session)
}

/** Gives the remote an address of a forge, behind which the bare repository stands. */
async function pretend({clone, remote}: Scene, url: string): Promise<void> {
  await git(clone, 'config', `url.${remote}.insteadOf`, url)
  await git(clone, 'remote', 'set-url', 'origin', url)
}

/** A scene that is settled; made once, then copied. */
async function makeSettled(): Promise<Scene> {
  const [remote = '', clone = '', human = ''] = await copyOf(['settled'], async () => {
    const scene = await makeScene()
    await settle(scene.clone)
    return [scene.remote, scene.clone, scene.human]
  })
  return {remote, clone, human}
}

async function settledOn(url: string): Promise<Scene> {
  const scene = await makeSettled()
  await pretend(scene, url)
  return scene
}

let shared: Promise<Scene> | undefined

/** One scene for all tests that change nothing of it. */
function sharedScene(): Promise<Scene> {
  shared ??= settledOn(address)
  return shared
}

function refsOf(cwd: string): Promise<string> {
  return git(cwd, 'for-each-ref')
}

function named(calls: readonly Call[]): readonly string[] {
  return calls.map(({args}) => args.slice(0, 2).join(' '))
}

/** Value of an option, as it was given. */
function valueOf({args}: Call, name: string): string | undefined {
  return args[args.indexOf(`--${name}`) + 1]
}

const opened = {stdout: 'Creating…\nhttps://github.com/people/registry/pull/7\n'}

const listed = {
  stdout:
    '[{"number":7,"url":"https://github.com/people/registry/pull/7","isCrossRepository":false}]'
}

describe('through gh', () => {
  test('opens the pull request, and updates it the next time', async () => {
    const scene = await sharedScene()
    const {clone, remote} = scene
    const gh = await makeStandIn()
    const env = {PATH: gh.path}
    await gh.reply({'pr create': opened, 'pr list': [{stdout: '[]'}, listed]})
    const before = await refsOf(remote)
    const {exitCode, data} = await regmdJson(clone, ['propose'], {env})
    assert.equal(exitCode, 0)
    assert.deepEqual(
      {...data, body: '', digest: ''},
      {
        action: 'created',
        number: 7,
        url: 'https://github.com/people/registry/pull/7',
        reason: null,
        path: registryPath,
        branch: 'registry',
        base: 'main',
        remote: 'origin',
        commit: (await git(remote, 'rev-parse', 'registry')).trim(),
        digest: '',
        title: 'Approve the session registry: 2 of 2 sessions',
        body: '',
        commands: [],
        approved: false,
        untrusted: ['/reason', '/url', '/body']
      }
    )
    assert.match(data.digest, /^[0-9a-f]{64}$/u)

    const first = await gh.calls()
    assert.deepEqual(named(first), ['auth status', 'pr list', 'pr create'])
    const [auth, list, create] = first
    assert.ok(auth && list && create)
    assert.deepEqual(auth.args.slice(2), ['--hostname', 'github.com'])
    for (const call of [list, create]) {
      assert.deepEqual(
        ['repo', 'head', 'base'].map((name) => valueOf(call, name)),
        ['people/registry', 'registry', 'main']
      )
    }
    assert.equal(valueOf(create, 'title'), data.title)
    assert.equal(valueOf(create, 'body-file'), '-')
    assert.equal(create.stdin, data.body)
    assert.match(create.stdin, /^\| 1 \| `one` \| `Role of one` \| `Send 25 emails daily` \|$/mu)
    assert.match(create.stdin, /^\| 1 \| new \| `one` \| \|$/mu)
    assert.match(create.stdin, /Broadcast at \S+, acknowledged by 2 of 2 sessions\./u)
    for (const {env: seen} of first) {
      assert.deepEqual([seen['GH_PROMPT_DISABLED'], seen['NO_COLOR']], ['1', '1'])
    }

    const again = await regmd(clone, ['propose'], {env})
    assert.equal(again.exitCode, 0)
    assert.match(again.stdout, /Pull request 7 was open, and is brought up to date/u)
    assert.match(again.stdout, /https:\/\/github\.com\/people\/registry\/pull\/7$/mu)
    assert.match(again.stdout, /Next +regmd watch --until approved/u)
    const later = (await gh.calls()).slice(first.length)
    assert.deepEqual(named(later), ['auth status', 'pr list', 'pr edit'])
    const edit = later.at(-1)
    assert.ok(edit)
    assert.deepEqual(edit.args.slice(0, 5), ['pr', 'edit', '7', '--repo', 'people/registry'])
    assert.equal(edit.stdin, create.stdin)
    assert.equal(await refsOf(remote), before)
  })

  test('leaves the pull request of a fork alone, whatever its branch is called', async () => {
    const {clone} = await sharedScene()
    const gh = await makeStandIn()
    const foreign = listed.stdout.replace('false', 'true')
    await gh.reply({'pr create': opened, 'pr list': {stdout: foreign}})
    const {data} = await regmdJson(clone, ['propose'], {env: {PATH: gh.path}})
    assert.deepEqual([data.action, data.number], ['created', 7])
  })

  test('updates what somebody else opened meanwhile', async () => {
    const {clone} = await sharedScene()
    const gh = await makeStandIn()
    const refusal = {code: 1, stderr: 'a pull request for branch "registry" already exists\n'}
    await gh.reply({'pr create': refusal, 'pr list': [{stdout: '[]'}, listed]})
    const {data} = await regmdJson(clone, ['propose'], {env: {PATH: gh.path}})
    assert.deepEqual([data.action, data.number], ['updated', 7])
  })

  test('is used for a remote whose address says nothing, which it may know', async () => {
    const {clone} = await makeSettled()
    const gh = await makeStandIn()
    await gh.reply({'pr create': opened})
    const {data} = await regmdJson(clone, ['propose'], {env: {PATH: gh.path}})
    assert.equal(data.action, 'created')
    for (const {args} of await gh.calls()) {
      assert.ok(!args.some((argument) => /^--(?:repo|hostname)/u.test(argument)))
    }
  })

  test('names the host of a company, and is not asked about another forge', async () => {
    const scene = await settledOn('https://git.example.com/people/registry')
    const gh = await makeStandIn()
    const env = {PATH: gh.path}
    await gh.reply({'pr create': opened})
    await regmdJson(scene.clone, ['propose'], {env})
    const calls = await gh.calls()
    assert.deepEqual(calls[0]?.args.slice(2), ['--hostname', 'git.example.com'])
    assert.equal(calls[1] && valueOf(calls[1], 'repo'), 'git.example.com/people/registry')

    await pretend(scene, 'git@gitlab.com:people/deep/registry.git')
    const {data} = await regmdJson(scene.clone, ['propose'], {env})
    assert.deepEqual([data.action, data.reason], ['manual', null])
    assert.match(
      data.url,
      /^https:\/\/gitlab\.com\/people\/deep\/registry\/-\/merge_requests\/new\?/u
    )
    assert.equal((await gh.calls()).length, calls.length)
  })

  test('a program of that name in the repository is not run', async () => {
    const {clone} = await settledOn(address)
    const folder = join(clone, 'node_modules/.bin')
    await mkdir(folder, {recursive: true})
    await writeFile(join(folder, 'gh'), '#!/bin/sh\ntouch "$PWD/run"\n', {mode: 0o755})
    const {data} = await regmdJson(clone, ['propose'], {env: {PATH: await barePath()}})
    assert.equal(data.reason, 'gh is not installed')
    assert.doesNotMatch(await git(clone, 'status', '--short', '-uall'), /\brun$/mu)
  })
})

describe('by hand, where gh does not do it', () => {
  const page = 'https://github.com/people/registry/compare/main...registry?expand=1'

  test('without gh', async () => {
    const {clone} = await sharedScene()
    const env = {PATH: await barePath()}
    const {exitCode, data} = await regmdJson(clone, ['propose'], {env})
    assert.equal(exitCode, 0)
    assert.deepEqual(
      [data.action, data.number, data.url, data.reason, data.commands],
      ['manual', null, page, 'gh is not installed', []]
    )
    const {stdout} = await regmd(clone, ['propose'], {env, columns: 40})
    assert.ok(stdout.includes(page), stdout)
    assert.match(stdout, /regmd propose --dry-run/u)
  })

  const trouble: readonly (readonly [string, Replies, RegExp])[] = [
    [
      'not signed in',
      {'auth status': {code: 1, stderr: 'x'}},
      /^gh is not signed in to github\.com$/u
    ],
    [
      'list fails',
      {'pr list': {code: 1, stderr: 'HTTP 502\nmore'}},
      /^gh pr list failed: HTTP 502$/u
    ],
    ['list is none', {'pr list': {stdout: '<html>'}}, /something else than a list/u],
    [
      'create fails',
      {'pr create': {code: 1, stderr: 'No commits'}},
      /^gh pr create failed: No commits$/u
    ],
    ['edit fails', {'pr list': listed, 'pr edit': {code: 4}}, /^gh pr edit failed$/u],
    [
      'input is not read',
      {'pr create': {code: 1, stderr: 'busy', isDeaf: true}},
      /^gh pr create failed: busy$/u
    ]
  ]

  for (const [name, replies, reason] of trouble) {
    test(name, async () => {
      const {clone} = await sharedScene()
      const gh = await makeStandIn()
      await gh.reply(replies)
      const {exitCode, data} = await regmdJson(clone, ['propose'], {env: {PATH: gh.path}})
      assert.equal(exitCode, 0)
      assert.deepEqual([data.action, data.url], ['manual', page])
      assert.match(data.reason, reason)
    })
  }

  test('a program that hangs is stopped at the deadline', async () => {
    const {clone} = await sharedScene()
    const gh = await makeStandIn()
    await gh.reply({'pr list': {hangs: true}})
    const env = {PATH: gh.path}
    const {data} = await regmdJson(clone, ['propose', '--timeout', '8'], {env})
    assert.equal(data.reason, 'gh pr list failed: it did not answer in time')
  })

  test('an interruption ends it', async () => {
    const {clone} = await sharedScene()
    const gh = await makeStandIn()
    await gh.reply({'pr create': {hangs: true}})
    const controller = new AbortController()
    const running = regmdJson(clone, ['propose'], {env: {PATH: gh.path}, signal: controller.signal})
    await until('gh is asked', async () => named(await gh.calls()).includes('pr create'))
    controller.abort()
    const {exitCode, error} = await running
    assert.deepEqual([exitCode, error.code, error.hint], [130, 'INTERRUPTED', 'regmd propose'])
  })

  test('what it says is inert', async () => {
    const {clone} = await sharedScene()
    const gh = await makeStandIn()
    const stderr = '\u001B[31m::error::x ##[group]y \u202E https://x:secret@github.com\n'
    await gh.reply({'pr create': {code: 1, stderr}})
    const {stdout} = await regmd(clone, ['propose'], {env: {PATH: gh.path}})
    assert.match(stdout, /gh pr create failed: \\u\{1b\}\[31m::error::x ##\\u\{5b\}group/u)
    // oxlint-disable-next-line no-control-regex -- that is what must not be there
    assert.doesNotMatch(stdout, /[\u0000-\u0009\u001B\u202E]|secret/u)
  })

  test('garbage about the pull request is left out', async () => {
    const {clone} = await sharedScene()
    const gh = await makeStandIn()
    const env = {PATH: gh.path}
    await gh.reply({'pr create': {stdout: '\u001B]8;;x\u0007done\n'}})
    const created = await regmdJson(clone, ['propose'], {env})
    assert.deepEqual(
      [created.data.action, created.data.number, created.data.url],
      ['created', null, null]
    )
    const list = [null, 1, {number: '--web'}, {number: -7}, {number: 8, url: 'x\u001B[31m'}]
    await gh.reply({'pr list': {stdout: JSON.stringify(list)}})
    const updated = await regmdJson(clone, ['propose'], {env})
    assert.deepEqual(
      [updated.data.action, updated.data.number, updated.data.url],
      ['updated', 8, null]
    )
  })

  test('a person runs the commands, and that is an approval', async () => {
    const {clone, human, remote} = await makeSettled()
    const env: Environment = {PATH: await barePath()}
    const {stdout} = await regmd(human, ['propose'], {env})
    assert.match(stdout, /regmd approve, or these commands:/u)
    const {data} = await regmdJson(human, ['propose'], {env})
    assert.equal(data.url, null)
    for (const command of data.commands as readonly string[]) {
      assert.ok(stdout.includes(command), command)
      const {exitCode, stderr} = await execute(human, ['/bin/sh', '-c', command])
      assert.equal(exitCode, 0, `${command}\n${stderr}`)
    }

    assert.equal((await git(human, 'branch', '--show-current')).trim(), 'main')
    const [merge = ''] = (await git(remote, 'log', '-1', '--format=%P', 'main')).trim().split('\n')
    assert.equal(merge.split(' ').length, 2)
    const approved = await regmdJson(clone, ['propose'], {env})
    assert.deepEqual(
      [approved.exitCode, approved.data.action, approved.data.approved],
      [0, 'none', true]
    )
    const told = await regmd(clone, ['propose'], {env})
    assert.match(
      told.stdout,
      /main has approved the registry as it is\n.*\n.*regmd activate --start DATE/u
    )
  })
})

describe('refused', () => {
  test('before its turn: nothing is asked, nothing is changed', async () => {
    const {clone, remote} = await makeScene()
    const gh = await makeStandIn()
    const env = {PATH: gh.path}
    const steps = [
      ['claim', '1', '--session', 'one', '--role', 'Role of one', '--goal', '5 mails daily'],
      ['claim', '2', '--session', 'two', '--role', 'Role of two', '--goal', '5 mails daily'],
      ['confirm', '--session', 'one'],
      ['broadcast', '--session', 'one'],
      ['ack', '--session', 'one']
    ] as const
    const hints = ['claim 1', 'claim 2', 'confirm', 'broadcast', 'ack', 'ack']
    for (const [index, hint] of hints.entries()) {
      const before = await refsOf(remote)
      const {exitCode, error} = await regmdJson(clone, ['propose'], {env})
      assert.deepEqual([exitCode, error.code, error.hint], [3, 'NOT_READY', `regmd ${hint}`])
      assert.ok(error.details.missing.length > 0)
      assert.equal(await refsOf(remote), before)
      const step = steps[index]
      if (step) await must(clone, ...step)
    }

    await must(clone, 'ack', '--session', 'two')
    assert.deepEqual(await gh.calls(), [])
    assert.equal((await regmdJson(clone, ['propose'], {env})).exitCode, 0)
  })

  test('without a remote, and where both branches are one', async () => {
    const local = await makeRepository({[registryPath]: textOf()})
    const {clone} = await makeScene('registry: {branch: main}')
    for (const cwd of [local, clone]) {
      await settle(cwd)
      const {exitCode, error} = await regmdJson(cwd, ['propose'])
      assert.deepEqual([exitCode, error.code, error.hint], [2, 'USAGE', 'regmd approve'])
      const {data} = await regmdJson(cwd, ['propose', '--dry-run'])
      assert.deepEqual([data.dryRun, data.commands], [true, ['regmd approve']])
    }
  })

  test('offline', async () => {
    const {clone} = await makeScene()
    const {exitCode, error} = await regmdJson(clone, ['propose', '--offline'])
    assert.deepEqual([exitCode, error.hint], [2, 'regmd propose --dry-run'])
    assert.equal((await regmdJson(clone, ['propose', '--offline', '--dry-run'])).exitCode, 0)
  })

  test('where the base branch has edits of its own', async () => {
    const {clone, human} = await makeSettled()
    const env = {PATH: await barePath()}
    await commitFiles(human, {'README.md': 'x\n'})
    await git(human, 'push', '--quiet')
    assert.equal((await regmdJson(clone, ['propose'], {env})).exitCode, 0)
    const text = textOf().replace('# Session Registry\n', '# Session Registry\n\nA note.\n')
    await commitFiles(human, {[registryPath]: text})
    await git(human, 'push', '--quiet')
    const {exitCode, error} = await regmdJson(clone, ['propose'], {env})
    assert.deepEqual([exitCode, error.code, error.hint], [3, 'NOT_READY', 'regmd sync'])
    assert.match(error.message, /main has edits of the registry that registry has not/u)
  })

  test('where the base branch has it all, by a direct push', async () => {
    const {clone, human} = await makeSettled()
    await git(human, 'fetch', '--quiet')
    await git(human, 'push', '--quiet', 'origin', 'origin/registry:main')
    const {exitCode, error} = await regmdJson(clone, ['propose'])
    assert.deepEqual([exitCode, error.code, error.hint], [3, 'NOT_READY', 'regmd approve'])
    assert.match(error.message, /there is nothing to merge, and .*direct push/u)
  })
})

test('--dry-run prints the card at any stage, and changes nothing', async () => {
  const scene = await makeScene()
  const {clone, remote} = scene
  await pretend(scene, address)
  const gh = await makeStandIn()
  const env = {PATH: gh.path}
  const before = [await refsOf(remote), await refsOf(clone)]
  const {exitCode, stdout} = await regmd(clone, ['propose', '--dry-run'], {env})
  assert.equal(exitCode, 0)
  assert.match(
    stdout,
    /^# Approve the session registry: 0 of 2 sessions\n\n## 0 of 2 sessions, digest/u
  )
  assert.match(stdout, /^ {4}regmd propose$/mu)
  assert.match(stdout, /^ {4}https:\/\/github\.com\/people\/registry\/compare\//mu)
  const {data} = await regmdJson(clone, ['propose', '--dry-run'], {env})
  assert.deepEqual([data.action, data.dryRun, data.commands], ['none', true, ['regmd propose']])
  assert.ok(stdout.includes(data.body))
  assert.deepEqual([await refsOf(remote), await refsOf(clone)], before)
  assert.deepEqual(await gh.calls(), [])
})

test('option() gives values that start with a dash no place of their own', () => {
  assert.deepEqual(option('head', 'registry'), ['--head', 'registry'])
  assert.deepEqual(option('head', '--web'), ['--head=--web'])
})

test('names of branches are never options, and the card shows them as code', async () => {
  const scene = await makeScene("registry: {branch: 'a;$(id)|@b'}")
  await pretend(scene, address)
  await settle(scene.clone, {goal: 'Send 25 emails @octocat closes #1 <img src=x>'})
  const gh = await makeStandIn()
  await gh.reply({'pr create': opened})
  const {data} = await regmdJson(scene.clone, ['propose'], {env: {PATH: gh.path}})
  const create = (await gh.calls()).at(-1)
  assert.equal(create && valueOf(create, 'head'), 'a;$(id)|@b')
  assert.match(data.body, /`Send 25 emails \\u\{40\}octocat closes \\u\{23\}1 <img src=x>`/u)
  const {data: byHand} = await regmdJson(scene.clone, ['propose'], {env: {PATH: await barePath()}})
  assert.equal(
    byHand.url,
    'https://github.com/people/registry/compare/main...a%3B%24(id)%7C%40b?expand=1'
  )
})

test('a change after the approval is what the next card tells', async () => {
  const {clone, human} = await makeSettled()
  await git(human, 'fetch', '--quiet')
  await git(human, 'merge', '--quiet', '--no-ff', '-m', 'Merge', 'origin/registry')
  await git(human, 'push', '--quiet')
  const goal = ['--goal', 'Send 30 emails daily', '--reason', 'More']
  await must(clone, 'reassign', '2', ...goal, '--session', 'one')
  await agree(clone)
  const {data} = await regmdJson(clone, ['propose'], {env: {PATH: await barePath()}})
  assert.equal(data.action, 'manual')
  const section = /### What changed[^]*?### /u.exec(data.body as string)?.[0] ?? ''
  assert.match(section, /^\| 1 \| acknowledged anew \| `one` \| \|$/mu)
  assert.match(section, /^\| 2 \| reassigned \| `two` \| goal \(was `Send 25 emails daily`\)/mu)
})

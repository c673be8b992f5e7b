import assert from 'node:assert/strict'
import {join} from 'node:path'
import {type TestContext, test} from 'node:test'
import {RegmdError} from '../../src/core/error.ts'
import {words} from '../../src/git/failure.ts'
import {type Git, run, runChecked} from '../../src/git/run.ts'
import {type World, initRepository, makeWorld} from '../helpers/repository.ts'

/** Git in an empty repository; `env` is what regmd itself would have been started with. */
async function makeGit(t: TestContext, env: Readonly<Record<string, string>> = {}) {
  const world = await makeWorld(t)
  const directory = await initRepository(world, world.path('repository'))
  const git = gitIn(world, directory, env)
  return {world, git}
}

function gitIn(world: World, directory: string, env: Readonly<Record<string, string>>): Git {
  return {directory, environment: {...world.env, ...env}, deadline: Date.now() + 60_000}
}

/** A `git` of our own comes first on the path. */
async function fakeGit(t: TestContext, env: Readonly<Record<string, string>>, ...lines: string[]) {
  const world = await makeWorld(t)
  await world.script(world.path('bin', 'git'), ...lines)
  const PATH = `${world.path('bin')}:${world.env['PATH']}`
  return {world, git: gitIn(world, world.root, {...env, PATH})}
}

test('an exit code is an answer, whatever it is', async (t) => {
  const {git} = await makeGit(t)
  const codes = await Promise.all(
    [
      ['rev-parse', '--git-dir'],
      ['rev-parse', '--verify', '--quiet', 'nothing'],
      ['cat-file', 'commit', 'nothing'],
      ['not-a-command']
    ].map(async (args) => (await run(git, args)).code)
  )
  assert.deepEqual(codes, [0, 1, 128, 1])
})

for (const code of [0, 1, 2, 127, 128, 129, 141, 255]) {
  test(`exit code ${code} arrives, silent or not`, async (t) => {
    const {git} = await fakeGit(t, {}, `[ "$1" = loud ] && echo words >&2`, `exit ${code}`)
    assert.equal((await run(git, ['silent'])).code, code)
    const loud = await run(git, ['loud'])
    assert.deepEqual([loud.code, loud.stderr], [code, 'words\n'])
  })
}

for (const signal of ['KILL', 'TERM', 'INT']) {
  test(`a git that SIG${signal} ends has no exit code, and is no success`, async (t) => {
    const {git} = await fakeGit(t, {}, 'echo out', 'echo err >&2', `kill -${signal} $$`, 'sleep 20')
    const {code, stdout, stderr} = await run(git, ['push'])
    assert.deepEqual([code, stdout.toString(), stderr], [undefined, 'out\n', 'err\n'])
    await assert.rejects(runChecked(git, ['push']), {code: 'NOT_A_REPOSITORY'})
  })
}

test('a command that fails where it should not is an error with its words', async (t) => {
  const {git} = await makeGit(t)
  const failure = runChecked(git, ['cat-file', 'commit', 'nothing'])
  await assert.rejects(failure, (error) => {
    assert.ok(error instanceof RegmdError)
    assert.equal(error.code, 'NOT_A_REPOSITORY')
    assert.match(String(error.details['git']), /nothing/u)
    return true
  })
})

test('bytes are kept, in and out', async (t) => {
  const {git} = await makeGit(t)
  const bytes = Buffer.from('ff0d0a00fe0d41c3280a', 'hex')
  const oid = await runChecked(git, ['hash-object', '-w', '--stdin'], {input: bytes})
  const {stdout} = await run(git, ['cat-file', 'blob', oid.trim()])
  assert.deepEqual(stdout, bytes)
})

test('much output arrives whole', async (t) => {
  const {git} = await makeGit(t)
  const bytes = Buffer.alloc(3_000_000, 'regmd\r\n')
  const oid = await runChecked(git, ['hash-object', '-w', '--stdin'], {input: bytes})
  const {stdout} = await run(git, ['cat-file', 'blob', oid.trim()])
  assert.ok(stdout.equals(bytes))
})

test('standard input is closed when there is none', async (t) => {
  const {git} = await fakeGit(t, {}, 'cat | wc -c')
  const {code, stdout} = await run(git, ['anything'])
  assert.deepEqual([code, stdout.toString().trim()], [0, '0'])
})

test('a git that does not read its input is no failure', async (t) => {
  const {git} = await fakeGit(t, {}, 'echo done')
  const {code, stdout} = await run(git, ['anything'], {input: Buffer.alloc(1_000_000)})
  assert.deepEqual([code, stdout.toString()], [0, 'done\n'])
})

test('a git that hangs is stopped at the deadline, and has no exit code', async (t) => {
  const {git} = await fakeGit(t, {}, 'exec sleep 100')
  const {code} = await run({...git, deadline: Date.now()}, ['fetch'])
  assert.equal(code, undefined)
})

test('without a git, the error says so', async (t) => {
  const {world, git} = await makeGit(t)
  const environment = {...git.environment, PATH: join(world.root, 'nothing')}
  const failure = run({...git, environment}, ['version'])
  await assert.rejects(failure, {code: 'NOT_A_REPOSITORY', hint: 'git --version'})
})

test('a folder that does not exist is an error too', async (t) => {
  const {world, git} = await makeGit(t)
  const failure = run({...git, directory: world.path('nowhere')}, ['version'])
  await assert.rejects(failure, (error) => error instanceof Error)
})

/** Variables that git must see as they are. */
const kept = {
  HOME: '/home/somebody',
  SSH_AUTH_SOCK: '/run/agent',
  SSH_ASKPASS: '/bin/ask',
  DISPLAY: ':0',
  GIT_SSH_COMMAND: 'ssh -i key',
  GIT_SSH: '/usr/bin/ssh',
  GIT_SSH_VARIANT: 'ssh',
  GIT_ASKPASS: '/bin/ask',
  GIT_SSL_CAINFO: '/etc/ca.pem',
  GIT_SSL_NO_VERIFY: '1',
  GIT_HTTP_USER_AGENT: 'test',
  GIT_PROXY_COMMAND: '/bin/proxy',
  GIT_AUTHOR_NAME: 'A',
  GIT_COMMITTER_EMAIL: 'c@example.invalid',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_COUNT: '1',
  GIT_CONFIG_KEY_0: 'user.name',
  GIT_CONFIG_VALUE_0: 'B',
  GIT_ALLOW_PROTOCOL: 'file',
  GIT_CEILING_DIRECTORIES: '/home',
  https_proxy: 'http://proxy.invalid',
  HTTPS_PROXY: 'http://proxy.invalid',
  no_proxy: 'localhost',
  GNUPGHOME: '/home/somebody/.gnupg',
  GPG_TTY: '/dev/null',
  XDG_CONFIG_HOME: '/home/somebody/.config',
  CURL_CA_BUNDLE: '/etc/ca.pem'
}

/** Variables that would bend where git works, or what it runs. */
const dropped = {
  GIT_DIR: '/nowhere',
  GIT_WORK_TREE: '/nowhere',
  GIT_INDEX_FILE: '/nowhere',
  GIT_OBJECT_DIRECTORY: '/nowhere',
  GIT_ALTERNATE_OBJECT_DIRECTORIES: '/nowhere',
  GIT_COMMON_DIR: '/nowhere',
  GIT_NAMESPACE: 'other',
  GIT_PREFIX: 'other/',
  GIT_EXEC_PATH: '/nowhere',
  GIT_EXTERNAL_DIFF: '/nowhere',
  GIT_LITERAL_PATHSPECS: '1',
  GIT_ICASE_PATHSPECS: '1',
  GIT_GLOB_PATHSPECS: '1',
  GIT_QUARANTINE_PATH: '/nowhere',
  GIT_TRACE: '1',
  GIT_PAGER: 'less',
  GIT_EDITOR: 'vi',
  GIT_SEQUENCE_EDITOR: 'vi',
  GIT_SHALLOW_FILE: '/nowhere',
  GIT_REPLACE_REF_BASE: 'refs/other/',
  EDITOR: 'vi',
  VISUAL: 'vi',
  PAGER: 'less',
  LANGUAGE: 'de',
  LANG: 'de_DE.UTF-8'
}

test('credentials, transport and configuration reach git; what bends it does not', async (t) => {
  const given = {...kept, ...dropped, LC_MESSAGES: 'de_DE.UTF-8', LC_ALL: 'de_DE.UTF-8'}
  const {git} = await fakeGit(t, given, 'exec env')
  const {stdout} = await run(git, ['version'])
  const seen = new Map(
    stdout
      .toString()
      .split('\n')
      .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)])
  )

  for (const [name, value] of Object.entries(kept)) assert.equal(seen.get(name), value, name)
  for (const name of Object.keys(dropped)) assert.equal(seen.get(name), undefined, name)
  assert.equal(seen.get('LC_MESSAGES'), undefined)
  assert.equal(seen.get('LC_ALL'), 'C', 'messages are English')
  assert.equal(seen.get('GIT_TERMINAL_PROMPT'), '0', 'nobody is asked')
  assert.equal(seen.get('GCM_INTERACTIVE'), 'never')
})

test('words of git carry no credentials, and are few', () => {
  const said = "fatal: unable to access 'https://user:secret@host.invalid/r.git/': gone\r\nDone\n\n"
  assert.deepEqual(words(said), ["fatal: unable to access 'https://host.invalid/r.git/': gone"])
  assert.equal(words(Array.from({length: 100}, (_, line) => `line ${line}`).join('\n')).length, 10)
})

import assert from 'node:assert/strict'
import {chmod, readFile, rm, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {describe, test} from 'node:test'
import {Ajv2020} from 'ajv/dist/2020.js'
import {findHidden} from '../../src/core/characters.ts'
import {
  type Output,
  type Run,
  type RunOptions,
  addClone,
  commitFiles,
  git,
  heldBy,
  makeClone,
  makeFolder,
  makeRepository,
  packageRoot,
  readSeed,
  regmd,
  registryPath,
  registryText,
  writeFiles
} from '../helpers/cli.ts'

const schema = JSON.parse(
  await readFile(join(packageRoot, 'schemas/output.schema.json'), 'utf8')
) as object
const validate = new Ajv2020({allErrors: true, strict: true}).compile(schema)

/** Checks what holds for every run with `--json`, and returns the object. */
function read({exitCode, stdout, stderr}: Run): Output {
  const output = JSON.parse(stdout) as Output
  assert.ok(validate(output), JSON.stringify({errors: validate.errors, output}, null, 2))
  assert.ok(stdout.startsWith('{') && stdout.endsWith('}\n'))
  assert.equal(output.schemaVersion, 1)
  assert.equal(output.exitCode, exitCode)
  assert.equal(output.ok, exitCode <= 1)
  assert.equal(findHidden(stdout.replaceAll('\n', '')).length, 0, 'hidden characters in stdout')
  assert.equal(findHidden(stderr.replaceAll('\n', '')).length, 0, 'hidden characters in stderr')
  assert.doesNotMatch(stderr, /^\s*[{[]/mu)
  if (!output.ok) {
    assert.notEqual(output.error.message, '')
    assert.ok(output.error.hint, 'no hint')
    assert.equal(typeof output.error.details, 'object')
    assert.equal(stderr, '')
  }

  return output
}

async function ask(cwd: string, args: readonly string[], options?: RunOptions): Promise<Output> {
  return read(await regmd(cwd, [...args, '--json'], options))
}

const mixed = registryText({
  sessions: 5,
  blocks: {
    1: heldBy('boss', 1),
    2: heldBy('two (run-2)', 2),
    4: ['- **NUMBER**: 4', '- **ROLE**: r', '- **GOAL**: 5 x', '- **SESSION_ID**: four']
  }
})

describe('success', () => {
  test('claim', async () => {
    const repository = await makeRepository({[registryPath]: mixed})
    const env = {REGMD_SESSION: 'me'}
    const {command, data} = await ask(repository, ['claim', '3'], {env})
    const tip = (await git(repository, 'rev-parse', 'main')).trim()
    assert.equal(command, 'claim')
    assert.deepEqual(
      {...data, untrusted: []},
      {
        number: 3,
        session: 'me',
        title: 'Part 3',
        role: 'Role 3',
        goal: 'Find 30 prospects daily',
        responsibilities: [],
        status: 'REGISTERED',
        timestamp: '2026-11-20T18:10:27Z',
        ready: true,
        path: registryPath,
        branch: 'main',
        remote: null,
        commit: tip,
        attempts: 1,
        alreadyHeld: false,
        warnings: [],
        untrusted: []
      }
    )

    const again = await ask(repository, ['claim'], {env})
    assert.deepEqual({...again.data}, {...data, alreadyHeld: true, attempts: 0})
  })

  test('claim on a remote', async () => {
    const {clone} = await makeClone({[registryPath]: mixed})
    const {data} = await ask(clone, ['claim', '--next', '--session', 'me', '--no-ready'])
    assert.equal(data.remote, 'origin')
    assert.equal(data.branch, 'registry')
    assert.equal(data.ready, false)
    assert.equal(data.commit, (await git(clone, 'rev-parse', 'origin/registry')).trim())
  })

  test('claim --dry-run', async () => {
    const repository = await makeRepository({[registryPath]: mixed})
    const {data} = await ask(repository, ['claim', '3', '--session', 'me', '--dry-run'])
    assert.equal(data.number, 3)
    assert.match(data.diff, /^\+- \*\*SESSION_ID\*\*: me$/mu)
    assert.equal(data.commit ?? null, null)
  })

  test('ready and release', async () => {
    const repository = await makeRepository({[registryPath]: mixed})
    const env = {REGMD_SESSION: 'me'}
    await ask(repository, ['claim', '3', '--no-ready'], {env})
    const ready = await ask(repository, ['ready'], {env})
    assert.equal(ready.data.changed, true)
    assert.equal(ready.data.number, 3)
    const again = await ask(repository, ['ready', '3'], {env})
    assert.equal(again.data.changed, false)
    assert.equal(again.data.commit, null)
    const release = await ask(repository, ['release', '--reason', 'done'], {env})
    assert.equal(release.data.status, 'PENDING')
    assert.equal(release.data.session, null)
    const released = await ask(repository, ['release', '3', '--reason', 'done'], {env})
    assert.equal(released.data.changed, false)
  })

  test('status', async () => {
    const repository = await makeRepository({[registryPath]: mixed})
    const {data} = await ask(repository, ['status'])
    assert.equal(data.registered, 2)
    assert.equal(data.total, 5)
    assert.deepEqual(data.available, [3, 5])
    assert.deepEqual(data.approved, [])
    assert.equal(data.sessions.length, 5)
    assert.deepEqual(data.sessions[0].responsibilities, [])
    assert.equal(data.sessions[0].ready, true)
    assert.equal(data.sessions[2].ready, false)
    assert.equal(data.consensus.reached, false)
    assert.equal(data.consensus.criteria.length, 6)
    const one = await ask(repository, ['status', '2'])
    assert.equal(one.data.sessions.length, 1)
    assert.equal(one.data.registered, 2)
  })

  test('status of a registry that is full', async () => {
    const repository = await makeRepository({
      [registryPath]: registryText({sessions: 1, blocks: {1: heldBy('boss', 1)}})
    })
    assert.deepEqual((await ask(repository, ['status'])).data.available, [])
  })

  test('status of a block that was released, and of one that nobody understands', async () => {
    const repository = await makeRepository({
      [registryPath]: registryText({
        blocks: {
          1: ['- **STATUS**: ⏳ PENDING', '- **REASON**: moved on'],
          2: ['- **STATUS**: MAYBE'],
          3: []
        }
      })
    })
    const {data} = await ask(repository, ['status'])
    assert.equal(data.sessions[0].reason, 'moved on')
    assert.equal(data.sessions[1].status, 'UNKNOWN')
    assert.equal(data.sessions[2].role, null)
  })

  test('history', async () => {
    const repository = await makeRepository({[registryPath]: mixed})
    await ask(repository, ['claim', '3', '--session', 'me'])
    const {data} = await ask(repository, ['history'])
    assert.deepEqual(
      data.entries.map(({action, number}: {action: string; number: number}) => [action, number]),
      [
        ['claim', 1],
        ['claim', 2],
        ['claim', 3]
      ]
    )
    assert.deepEqual((await ask(repository, ['history', '4'])).data.entries, [])
  })

  test('history of one number', async () => {
    const repository = await makeRepository({[registryPath]: mixed})
    await ask(repository, ['claim', '3', '--session', 'me'])
    const {data} = await ask(repository, ['history', '3'])
    assert.equal(data.complete, true)
    assert.equal(data.proof.number, 3)
    assert.deepEqual(data.proof.first, data.entries[0])
    assert.deepEqual(data.proof.current, data.proof.first)
    assert.deepEqual(data.proof.lost, [])
    await ask(repository, ['release', '--session', 'me', '--reason', 'done'])
    assert.equal((await ask(repository, ['history', '3'])).data.proof.current, null)
    assert.equal((await ask(repository, ['history', '5'])).data.proof.first, null)
  })

  test('history of a number that somebody claimed too late', async () => {
    const {clone, remote} = await makeClone({[registryPath]: mixed})
    await ask(clone, ['claim', '3', '--session', 'me'])
    const late = await addClone(remote, 'Grace Hopper')
    await git(late, 'checkout', '--quiet', '-b', 'late', 'origin/main')
    const taken = registryText({sessions: 5, blocks: {3: heldBy('late', 3)}})
    await commitFiles(late, {[registryPath]: taken}, 'Claim it')
    const {data} = await ask(late, ['history', '3'])
    assert.deepEqual(
      data.proof.lost.map(({action, session, author}: Record<string, string>) => [
        action,
        session,
        author
      ]),
      [['lost', 'late', 'Grace Hopper']]
    )
  })

  test('history --verify', async () => {
    const repository = await makeRepository({[registryPath]: mixed})
    await ask(repository, ['claim', '3', '--session', 'me'])
    const clean = await ask(repository, ['history', '--verify'])
    assert.deepEqual(clean.data.breaches, [])
    assert.equal(clean.exitCode, 0)
    const text = await readFile(join(repository, registryPath), 'utf8')
    const taken = text.replace('**SESSION_ID**: me', '**SESSION_ID**: you')
    await commitFiles(repository, {[registryPath]: taken}, 'Take it over')
    const broken = await ask(repository, ['history', '--verify'])
    assert.equal(broken.exitCode, 1)
    const [breach] = broken.data.breaches
    assert.equal(breach.kind, 'takeover')
    assert.equal(breach.number, 3)
    assert.equal(breach.commit, (await git(repository, 'rev-parse', 'main')).trim())
    assert.equal(broken.data.entries.at(-1).action, 'breach')
  })

  test('check', async () => {
    const repository = await makeRepository({[registryPath]: await readSeed()})
    const {command, exitCode, data} = await ask(repository, ['check'])
    assert.equal(command, 'check')
    assert.equal(exitCode, 0)
    assert.equal(data.path, registryPath)
    assert.equal(data.errors, 0)
    assert.equal(data.warnings, 2)
    assert.equal('consensus' in data, false)
    assert.deepEqual(
      data.problems.map(({code, severity, number}: Record<string, unknown>) => [
        code,
        severity,
        number
      ]),
      [
        ['GOAL_BATCH_MISMATCH', 'warning', 5],
        ['GOAL_BATCH_MISMATCH', 'warning', 6]
      ]
    )
    assert.equal(data.problems[0].related.length, 1)
    const strict = await ask(repository, ['check', '--strict'])
    assert.equal(strict.exitCode, 1)
    assert.deepEqual(strict.data, data)
  })

  test('check --format json', async () => {
    const repository = await makeRepository({[registryPath]: await readSeed()})
    const wanted = await regmd(repository, ['check', '--json'])
    for (const args of [['--format', 'json'], ['--format=json']]) {
      const run = await regmd(repository, ['check', ...args])
      read(run)
      assert.deepEqual(run, wanted)
    }

    const {error} = read(await regmd(repository, ['check', '--format', 'json', '--ref', 'nope']))
    assert.equal(error.code, 'COMMIT_UNAVAILABLE')
  })

  test('check --consensus', async () => {
    const repository = await makeRepository({[registryPath]: await readSeed()})
    const {exitCode, data} = await ask(repository, ['check', '--consensus'])
    assert.equal(exitCode, 1)
    assert.equal(data.errors, 0)
    assert.equal(data.consensus.reached, false)
    assert.equal(data.consensus.criteria.length, 6)
    assert.ok(data.untrusted.includes('/consensus/criteria/*/missing/*'))
  })

  test('check of a document that is wrong, and of a change', async () => {
    const repository = await makeRepository({[registryPath]: mixed})
    const double = `${mixed}\n### Session #3\n\n- a: b\n`
    await writeFiles(repository, {[registryPath]: double, 'elsewhere.md': double})
    for (const args of [[], ['--base', 'HEAD'], ['--file', 'elsewhere.md']]) {
      const {exitCode, data} = await ask(repository, ['check', ...args])
      assert.equal(exitCode, 1)
      assert.ok(data.errors > 0)
      const codes = data.problems.map(({code}: {code: string}) => code)
      assert.ok(codes.includes('NUMBER_DUPLICATE'))
    }
  })

  test('check --explain', async () => {
    const folder = await makeFolder()
    const {data} = await ask(folder, ['check', '--explain', 'NUMBER_DUPLICATE'])
    const page = await readFile(join(packageRoot, 'docs/rules/NUMBER_DUPLICATE.md'), 'utf8')
    assert.deepEqual(data, {code: 'NUMBER_DUPLICATE', severity: 'error', page})
  })

  test('history with trailers that a person wrote', async () => {
    const repository = await makeRepository({[registryPath]: mixed})
    for (const number of ['0', 'abc', '-1', '1.5', '2\nRegistry-Number: 3']) {
      const trailers = `Registry-Action: claim\nRegistry-Number: ${number}\nRegistry-Session: %E0%A4%A`
      await commitFiles(
        repository,
        {[registryPath]: `${mixed}\n<!-- ${number} -->\n`},
        `By hand\n\n${trailers}`
      )
    }

    const {data} = await ask(repository, ['history'])
    assert.deepEqual(
      data.entries.map(({action}: {action: string}) => action),
      ['claim', 'claim', ...Array.from({length: 5}, () => 'edit')]
    )
  })

  test('whoami', async () => {
    const repository = await makeRepository({[registryPath]: mixed})
    const {data} = await ask(repository, ['whoami', '--session', 'run-2'])
    assert.equal(data.number, 2)
    assert.equal(data.source, 'flag')
    assert.equal(data.session, 'run-2')
    const nobody = await ask(repository, ['whoami', '--session', 'nobody'])
    assert.equal(nobody.data.number, null)
    assert.deepEqual(nobody.data.responsibilities, [])
    await ask(repository, ['whoami', '--set', 'two'])
    assert.equal((await ask(repository, ['whoami'])).data.source, 'git config')
  })

  test('init', async () => {
    const repository = await makeRepository({})
    const {data} = await ask(repository, ['init'])
    assert.ok(data.written.some(({path}: {path: string}) => path === registryPath))
    const again = await ask(repository, ['init'])
    for (const {action} of again.data.written) assert.equal(action, 'kept')
  })

  test('--quiet leaves the object', async () => {
    const repository = await makeRepository({[registryPath]: mixed})
    assert.equal((await ask(repository, ['status', '--quiet'])).data.total, 5)
  })
})

describe('failures that write nothing', async () => {
  const folder = await makeFolder()
  const repository = await makeRepository({[registryPath]: mixed})
  const {clone, remote} = await makeClone({[registryPath]: mixed})
  const empty = await makeRepository({'README.md': '# Nothing\n'})
  const two = await makeRepository({
    [registryPath]: mixed,
    'registry/other one.md': mixed
  })
  const full = await makeRepository({
    [registryPath]: registryText({sessions: 1, blocks: {1: heldBy('boss', 1)}})
  })
  const broken = await makeRepository({[registryPath]: registryText({frontMatter: 'registry: ['})})
  const latin = await makeRepository({
    [registryPath]: Buffer.from(registryText().replace('Part 1', 'Caf\u00e9'), 'latin1')
  })
  const double = await makeRepository({[registryPath]: `${mixed}\n### Session #3\n\n- a: b\n`})
  await rm(remote, {recursive: true})
  const session = ['--session', 'me']
  const outside = {env: {GIT_CEILING_DIRECTORIES: folder}}

  const writes = [
    ['claim', '3'],
    ['ready', '3'],
    ['release', '3', '--reason', 'x']
  ]
  const reads = [['status'], ['history'], ['whoami']]
  const cases: readonly (readonly [string, string, readonly string[], RunOptions?])[] = [
    ...['claim', 'ready', 'release', 'status', 'check', 'history', 'whoami', 'init', 'demo'].map(
      (name) => ['USAGE', folder, [name, '--nope']] as const
    ),
    ['USAGE', folder, ['nope']],
    ['USAGE', folder, ['--nope']],
    ['USAGE', repository, ['claim', '3x', ...session]],
    ['USAGE', repository, ['claim', '3', '--goal']],
    ['USAGE', repository, ['claim', '3', '--offline', ...session]],
    ['USAGE', repository, ['release', '3', ...session]],
    ['USAGE', repository, ['init', '--sessions', 'many']],
    ['USAGE', repository, ['init', '--from', 'missing.md']],
    ['USAGE', repository, ['status', '--timeout', '0']],
    ['USAGE', repository, ['status', '--timeout', '1', '--timeout', '2']],
    ['USAGE', repository, ['status', '--registry', '../outside.md']],
    ['USAGE', repository, ['whoami', '--set', '  ']],
    ...[...writes, ['whoami']].map((args) => ['USAGE', repository, args] as const),
    ['NUMBER_NEEDED', repository, ['claim', ...session]],
    ['NUMBER_TAKEN', repository, ['claim', '1', ...session]],
    ['NUMBER_TAKEN', repository, ['claim', '1', ...session, '--dry-run']],
    ['NUMBER_RESERVED', repository, ['claim', '4', ...session]],
    ['NUMBER_OUT_OF_RANGE', repository, ['claim', '6', ...session]],
    ['NUMBER_OUT_OF_RANGE', repository, ['ready', '6', ...session]],
    ['NUMBER_OUT_OF_RANGE', repository, ['release', '6', ...session, '--reason', 'x']],
    ['SESSION_HAS_NUMBER', repository, ['claim', '3', '--session', 'two']],
    ['SESSION_HAS_NUMBER', repository, ['claim', '--goal', '9 x', '--session', 'two']],
    ['NO_FREE_NUMBER', full, ['claim', '--next', ...session]],
    ['NOT_HOLDER', repository, ['ready', '2', ...session]],
    ['NOT_HOLDER', repository, ['release', '2', ...session, '--reason', 'x']],
    ['NOT_REGISTERED', repository, ['ready', '3', ...session]],
    ['NOT_REGISTERED', repository, ['ready', ...session]],
    ['NOT_REGISTERED', repository, ['release', ...session, '--reason', 'x']],
    ['NOT_REGISTERED', repository, ['status', '9']],
    ['USAGE', repository, ['claim', '3', '--goal', '', ...session]],
    ['CLAIM_INVALID', repository, ['claim', '3', '--goal', ' ', ...session]],
    ['CLAIM_INVALID', repository, ['claim', '3', '--session', 'a b c']],
    ['CLAIM_INVALID', repository, ['release', '2', '--reason', ' ', '--session', 'two']],
    ['REGISTRY_INVALID', double, ['claim', '3', ...session]],
    ['REGISTRY_INVALID', broken, ['claim', '3', ...session]],
    ['REGISTRY_INVALID', broken, ['status']],
    ['REGISTRY_INVALID', latin, ['status']],
    ['REGISTRY_INVALID', latin, ['claim', '1', ...session]],
    ['REGISTRY_INVALID', latin, ['init', '--from', registryPath]],
    ['REGISTRY_INVALID', empty, ['init', '--from', 'README.md']],
    ...[...writes, ...reads].flatMap((args) => [
      ['REGISTRY_NOT_FOUND', empty, [...args, ...session]] as const,
      ['REGISTRY_AMBIGUOUS', two, [...args, ...session]] as const,
      ['REMOTE_UNAVAILABLE', clone, [...args, ...session]] as const,
      ['REMOTE_UNAVAILABLE', repository, [...args, ...session, '--remote', 'nowhere']] as const,
      ['NOT_A_REPOSITORY', folder, [...args, ...session], outside] as const
    ]),
    ['REGISTRY_NOT_FOUND', repository, ['status', '--registry', 'missing.md']],
    ['REGISTRY_NOT_FOUND', empty, ['status', '--registry', 'README.md']],
    ['NOT_A_REPOSITORY', folder, ['init'], outside],
    ['USAGE', repository, ['check', '--format', 'xml']],
    ['USAGE', repository, ['check', '--file', registryPath, '--ref', 'HEAD']],
    ['USAGE', repository, ['check', '--base', '']],
    ['USAGE', repository, ['check', '--explain', 'NOPE']],
    ['USAGE', repository, ['history', '--contains', 'HEAD']],
    ['COMMIT_UNAVAILABLE', repository, ['check', '--ref', 'nope']],
    ['COMMIT_UNAVAILABLE', repository, ['check', '--base', 'nope']],
    ['COMMIT_UNAVAILABLE', repository, ['history', '--verify', '--contains', 'nope']],
    ['REGISTRY_INVALID', broken, ['check']],
    ['REGISTRY_INVALID', latin, ['check']],
    ['REGISTRY_NOT_FOUND', empty, ['check']],
    ['REGISTRY_NOT_FOUND', empty, ['check', '--file', 'README.md']],
    ['REGISTRY_NOT_FOUND', folder, ['check', '--file', 'missing.md']],
    ['REGISTRY_AMBIGUOUS', two, ['check']],
    ['NOT_A_REPOSITORY', folder, ['check'], outside],
    ['INTERRUPTED', repository, ['claim', '3', ...session], {signal: AbortSignal.abort()}]
  ]
  for (const [code, cwd, args, options] of cases) {
    test(`${code}: ${args.join(' ')}`, async () => {
      const output = await ask(cwd, args, options)
      assert.equal(output.error?.code, code)
      const known = ['nope', '--nope'].includes(args[0] ?? '') ? 'regmd' : args[0]
      assert.equal(output.command, known)
    })
  }

  test('details of a number that is taken', async () => {
    const {error} = await ask(repository, ['claim', '2', '--session', 'four'])
    assert.equal(error.details.number, 2)
    assert.equal(error.details.holder, 'two (run-2)')
    assert.deepEqual(error.details.available, [3, 4, 5])
    assert.equal(error.details.commit, null)
  })

  test('a number that is registered without a session', async () => {
    const cwd = await makeRepository({
      [registryPath]: registryText({blocks: {2: ['- **STATUS**: ✅ REGISTERED']}})
    })
    assert.equal((await ask(cwd, ['claim', '2', ...session])).error.code, 'NUMBER_TAKEN')
  })

  test('the numbers that are open, where one is needed', async () => {
    const {error} = await ask(repository, ['claim', ...session])
    assert.deepEqual(error.details.available, [3, 5])
  })

  test('the byte that is not UTF-8', async () => {
    const {error} = await ask(latin, ['status'])
    const bytes = await readFile(join(latin, registryPath))
    assert.equal(error.details.offset, bytes.indexOf(0xe9))
  })
})

describe('failures of git and the remote', () => {
  test('IDENTITY_MISSING', async () => {
    const repository = await makeRepository({[registryPath]: mixed})
    for (const key of ['user.name', 'user.email']) await git(repository, 'config', '--unset', key)
    await git(repository, 'config', 'user.useConfigOnly', 'true')
    const {error} = await ask(repository, ['claim', '3', '--session', 'me'])
    assert.equal(error.code, 'IDENTITY_MISSING')
  })

  test('CONTENTION where the branch stays locked', async () => {
    const repository = await makeRepository({[registryPath]: mixed})
    await ask(repository, ['claim', '3', '--session', 'me', '--no-ready'])
    const lock = join(repository, '.git/refs/heads/main.lock')
    await writeFile(lock, '')
    const tip = await git(repository, 'rev-parse', 'main')
    const {error} = await ask(repository, ['ready', '--session', 'me', '--timeout', '1'])
    assert.equal(error.code, 'CONTENTION')
    await rm(lock)
    assert.equal(await git(repository, 'rev-parse', 'main'), tip)
  })

  test('REMOTE_REFUSED, with what the hook said', async () => {
    const {clone, remote} = await makeClone({[registryPath]: mixed})
    await writeHook(
      remote,
      String.raw`printf '\033[31mNo \302\23331m claims \342\200\256here\033[0m\n' >&2; exit 1`
    )
    for (const args of [
      ['claim', '3'],
      ['claim', '3', '--role', 'Role 9']
    ]) {
      const {error} = await ask(clone, [...args, '--session', 'me'])
      assert.equal(error.code, 'REMOTE_REFUSED')
      assert.match(error.details.git.join('\n'), /No .* claims .*here/u)
    }

    const {exitCode, stdout, stderr} = await regmd(clone, ['claim', '3', '--session', 'me'])
    assert.equal(exitCode, 8)
    assert.equal(stdout, '')
    assert.match(stderr, /No .* claims/u)
    assert.deepEqual(findHidden(stderr.replaceAll('\n', '')), [])
  })

  test('OUTCOME_UNKNOWN where the remote dies while it receives', async () => {
    const {clone, remote} = await makeClone({[registryPath]: mixed})
    await writeHook(remote, 'kill -9 $PPID')
    const {error} = await ask(clone, ['claim', '3', '--session', 'me', '--timeout', '1'])
    assert.equal(error.code, 'OUTCOME_UNKNOWN')
    await rm(join(remote, 'hooks/pre-receive'))
    const {data} = await ask(clone, ['claim', '3', '--session', 'me'])
    assert.equal(data.number, 3)
  })
})

async function writeHook(remote: string, script: string): Promise<void> {
  const hook = join(remote, 'hooks/pre-receive')
  await writeFile(hook, `#!/bin/sh\n${script}\n`)
  await chmod(hook, 0o755)
}

describe('hidden characters', async () => {
  const [escape, c1, bidi] = ['\u001b[31m', '\u009b31m', '\u202e']
  const nasty = `a${escape}b${c1}c${bidi}d`
  const shown = String.raw`a\u{1b}[31mb\u{9b}31mc\u{202e}d`
  const repository = await makeRepository(
    {
      [registryPath]: registryText({
        sessions: 4,
        blocks: {
          1: heldBy(nasty, 1),
          2: [
            `- **ROLE**: ${nasty}`,
            `- **GOAL**: Find 5 ${nasty}`,
            `- **SESSION_ID**: ${nasty}`,
            `- **RESPONSIBILITIES**: ${nasty}`,
            '- **STATUS**: PENDING',
            `- **REASON**: ${nasty}`
          ],
          3: [
            '- **ROLE**: three',
            '- **GOAL**: 5 mails',
            `- **NOTES**: ${nasty}`,
            '- **STATUS**: PENDING'
          ],
          4: [`- **STATUS**: ${nasty}`]
        }
      })
    },
    nasty
  )
  const odd = `registry/${nasty}.md`
  await git(repository, 'commit', '--quiet', '--allow-empty', '-m', `Edit ${nasty}`)

  const runs: readonly (readonly string[])[] = [
    ['status'],
    ['status', '1'],
    ['status', '2'],
    ['history'],
    ['whoami', '--session', nasty],
    ['whoami', '--session', 'me'],
    ['whoami', '--set', nasty],
    ['claim', '1', '--session', 'me'],
    ['claim', '2', '--session', 'me'],
    ['claim', '4', '--session', 'me'],
    ['claim', '3', '--session', 'me', '--dry-run'],
    ['claim', '3', '--session', nasty],
    ['claim', '3', '--session', 'me', '--goal', nasty],
    ['claim', '3', '--session', 'me', '--title', nasty],
    ['claim', '3', '--session', 'me', '--responsibility', nasty],
    ['claim', nasty],
    ['claim', `--${nasty}`, 'x'],
    [nasty],
    ['release', '1', '--session', 'me', '--reason', 'x'],
    ['release', '1', '--session', nasty, '--reason', nasty],
    ['ready', '1', '--session', nasty],
    ['ready', '1', '--session', 'me'],
    ['status', '--registry', odd],
    ['status', '--remote', nasty],
    ['status', '--timeout', nasty],
    ['init', '--from', odd],
    ['init', '--sessions', nasty]
  ]
  for (const args of runs) {
    test(`never raw: ${JSON.stringify(args)}`, async () => {
      for (const extra of [[], ['--json']]) {
        for (const options of [{}, {columns: 70}]) {
          const {stdout, stderr} = await regmd(repository, [...args, ...extra], options)
          assert.deepEqual(findHidden(`${stdout}${stderr}`.replaceAll('\n', '')), [])
        }
      }
    })
  }

  test('as data they are what they were', async () => {
    const {data} = await ask(repository, ['status'])
    assert.equal(data.sessions[1].role, nasty)
    assert.equal((await regmd(repository, ['status', '2'])).stdout.includes(shown), true)
  })

  test('the name of an author', async () => {
    const {data} = await ask(repository, ['history'])
    assert.equal(data.entries[0].author, nasty)
    assert.ok((await regmd(repository, ['history'])).stdout.includes(shown))
  })

  test('a claim beside them', async () => {
    const cwd = await makeRepository({
      [registryPath]: registryText({sessions: 2, blocks: {1: heldBy(nasty, 1)}})
    })
    const {stdout} = await regmd(cwd, ['claim', '2', '--session', 'me'])
    assert.deepEqual(findHidden(stdout.replaceAll('\n', '')), [])
    const {data} = await ask(cwd, ['claim', '2', '--session', 'me'])
    assert.equal(data.alreadyHeld, true)
  })

  test('the names of files', async () => {
    const cwd = await makeRepository({[registryPath]: mixed, [odd]: mixed})
    for (const args of [['status'], ['status', '--json']]) {
      const {exitCode, stdout, stderr} = await regmd(cwd, args)
      assert.equal(exitCode, 6)
      assert.deepEqual(findHidden(`${stdout}${stderr}`.replaceAll('\n', '')), [])
    }
  })

  test('the name of a document that is adopted', async () => {
    const cwd = await makeRepository({})
    await writeFiles(cwd, {[`${nasty}.md`]: mixed})
    for (const args of [[], ['--json']]) {
      const {stdout, stderr} = await regmd(cwd, ['init', '--from', `${nasty}.md`, ...args])
      assert.deepEqual(findHidden(`${stdout}${stderr}`.replaceAll('\n', '')), [])
    }
  })

  test('the name of a branch', async () => {
    const frontMatter = `registry:\n  branch: re${bidi}gistry`
    const {clone} = await makeClone({[registryPath]: registryText({frontMatter})})
    for (const args of [
      ['claim', '1', '--session', 'me'],
      ['status'],
      ['whoami', '--session', 'me']
    ]) {
      const {stdout, stderr} = await regmd(clone, args)
      assert.deepEqual(findHidden(`${stdout}${stderr}`.replaceAll('\n', '')), [])
    }
  })
})

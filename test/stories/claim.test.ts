import assert from 'node:assert/strict'
import {readFile, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {afterEach, describe, test} from 'node:test'
import {
  type Run,
  addClone,
  commitFiles,
  git,
  heldBy,
  makeClone,
  makeFolder,
  makeRepository,
  readSeed,
  regmd,
  regmdJson,
  registryPath,
  registryText,
  seeds,
  writeFiles
} from '../helpers/cli.ts'
import {isLong} from '../helpers/fire.ts'

const as = (session: string) => ({env: {REGMD_SESSION: session}})

/** A clone whose remote has a seed that was adopted by `init --from`. */
async function adopted(seed: (typeof seeds)[number]) {
  const {remote, clone} = await makeClone({})
  const folder = await makeFolder()
  await writeFiles(folder, {'sessions.md': await readSeed(seed)})
  const run = await regmd(clone, ['init', '--from', join(folder, 'sessions.md')])
  assert.equal(run.exitCode, 0, run.stderr)
  await commitFiles(clone, {}, 'Set up')
  await git(clone, 'push', '--quiet', 'origin', 'main')
  return {remote, clone}
}

/** Lines that one commit removes and adds, without context. */
async function changedLines(cwd: string, from: string, to: string): Promise<readonly string[]> {
  const diff = await git(cwd, 'diff', '--unified=0', '--no-color', from, to, '--', registryPath)
  return diff.split('\n').filter((line) => /^[+-](?![+-]{2} )/u.test(line))
}

for (const seed of seeds) {
  describe(`the story on the seed ${seed}`, async () => {
    const {remote, clone} = await adopted(seed)
    const [pending, registered] = seed === 'decoded' ? ['⏳', '✅'] : ['‚è≥', '‚úÖ']

    test('the copy is the document, byte for byte', async () => {
      assert.deepEqual(await readFile(join(clone, registryPath)), await readSeed(seed))
      const blob = await git(clone, 'rev-parse', `origin/main:${registryPath}`)
      assert.equal(blob.trim(), (await git(clone, 'hash-object', registryPath)).trim())
    })

    test('without a number it is the reserved one, and the message is printed', async () => {
      const {exitCode, stdout, stderr} = await regmd(clone, ['claim'], as('marketing-research-2'))
      assert.equal(exitCode, 0, stderr)
      const message = [
        'REGISTRATION COMPLETE',
        'NUMBER: 3',
        'ROLE: Prospect Research AI - Find and score prospects (Batch 2)',
        'GOAL: Find 25 high-quality prospects daily, avg score 70+/100',
        'SESSION_ID: marketing-research-2 (session-1763243097)',
        'STATUS: REGISTERED',
        'READY: YES'
      ].join('\n')
      assert.ok(stdout.includes(`\n${message}\n`), stdout)
      assert.match(stdout, /regmd status/u)
      assert.match(stdout, new RegExp(`git show origin/registry:${registryPath}`, 'u'))
    })

    test('only the lines of the block and the derived ones are changed', async () => {
      assert.deepEqual(await changedLines(clone, 'main', 'origin/registry'), [
        `-- **STATUS**: ${pending} PENDING REGISTRATION`,
        `+- **STATUS**: ${registered} REGISTERED`,
        '+- **TIMESTAMP**: 2026-11-20T18:10:27Z',
        '+- **READY**: YES',
        '-- [ ] No duplicate numbers claimed',
        '+- [x] No duplicate numbers claimed',
        '-**Current Status**: 0/12 sessions registered',
        '+**Current Status**: 1/12 sessions registered'
      ])
      assert.equal(
        await git(clone, 'diff', '--name-only', 'main', 'origin/registry'),
        `${registryPath}\n`
      )
    })

    test('what the output says to see is there', async () => {
      const text = await git(clone, 'show', `origin/registry:${registryPath}`)
      assert.match(text, /marketing-research-2/u)
    })

    test('nothing of the user’s is touched', async () => {
      assert.equal(await git(clone, 'status', '--porcelain'), '')
      assert.equal(await git(clone, 'branch', '--list'), '* main\n')
      assert.equal(await git(clone, 'for-each-ref', 'refs/regmd'), '')
      assert.equal(await git(clone, 'stash', 'list'), '')
    })

    test('again is the same, and no commit', async () => {
      const tip = await git(remote, 'rev-parse', 'registry')
      for (const args of [['claim'], ['claim', '3'], ['claim', '--next']]) {
        const {exitCode, data} = await regmdJson(clone, args, as('session-1763243097'))
        assert.equal(exitCode, 0)
        assert.equal(data.alreadyHeld, true)
        assert.equal(data.number, 3)
        assert.equal(data.commit, tip.trim())
      }

      const {stdout} = await regmd(clone, ['claim'], as('marketing-research-2'))
      assert.match(stdout, /already/u)
      assert.match(stdout, /^REGISTRATION COMPLETE$/mu)
      assert.equal(await git(remote, 'rev-parse', 'registry'), tip)
    })

    // How a document is encoded makes no difference to a refusal.
    if (isLong || seed === 'decoded') {
      test('a number that is taken', async () => {
        const {exitCode, error} = await regmdJson(clone, ['claim', '3'], as('late-comer'))
        assert.equal(exitCode, 3)
        assert.equal(error.code, 'NUMBER_TAKEN')
        assert.equal(error.details.number, 3)
        assert.equal(error.details.holder, 'marketing-research-2 (session-1763243097)')
        assert.equal(error.details.commit, (await git(remote, 'rev-parse', 'registry')).trim())
        assert.deepEqual(error.details.available, [])
        const own = await regmdJson(clone, ['claim', '3'], as('marketing-outreach-1'))
        assert.deepEqual(own.error.details.available, [4])
        assert.match(own.error.hint, /^regmd (?:--json )?claim 4\b/u)
      })

      test('a runtime of another session is not this one', async () => {
        const {error} = await regmdJson(clone, ['claim'], as('marketing-research-2 (session-1)'))
        assert.equal(error.code, 'NUMBER_NEEDED')
      })

      test('number 13 is out of range', async () => {
        const {exitCode, error} = await regmdJson(clone, ['claim', '13'], as('late-comer'))
        assert.equal(exitCode, 3)
        assert.equal(error.code, 'NUMBER_OUT_OF_RANGE')
      })

      test('a session has one number', async () => {
        const {exitCode, error} = await regmdJson(clone, ['claim', '4'], as('marketing-research-2'))
        assert.equal(exitCode, 3)
        assert.equal(error.code, 'SESSION_HAS_NUMBER')
        assert.equal(error.details.number, 3)
      })

      test('a number that is reserved', async () => {
        const {exitCode, error} = await regmdJson(clone, ['claim', '5'], as('late-comer'))
        assert.equal(exitCode, 3)
        assert.equal(error.code, 'NUMBER_RESERVED')
        assert.match(error.message, /marketing-outreach-2/u)
      })

      test('nothing reserved, and nothing free', async () => {
        const needed = await regmdJson(clone, ['claim'], as('late-comer'))
        assert.equal(needed.exitCode, 2)
        assert.equal(needed.error.code, 'NUMBER_NEEDED')
        assert.deepEqual(needed.error.details.available, [])
        const next = await regmdJson(clone, ['claim', '--next'], as('late-comer'))
        assert.equal(next.exitCode, 3)
        assert.equal(next.error.code, 'NO_FREE_NUMBER')
      })
    }

    test('another clone, at the same tip', async () => {
      const other = await addClone(remote, 'Grace Hopper')
      const {data} = await regmdJson(other, ['claim', '4'], as('marketing-outreach-1'))
      assert.equal(data.number, 4)
      const {data: status} = await regmdJson(clone, ['status'])
      assert.equal(status.registered, 2)
    })

    test('released, and claimed by another', async () => {
      const release = await regmdJson(
        clone,
        ['release', '--reason', 'Out of tokens, sorry'],
        as('marketing-research-2')
      )
      assert.equal(release.exitCode, 0)
      assert.equal(release.data.number, 3)
      const {data} = await regmdJson(clone, ['status', '3'])
      assert.equal(data.sessions[0].reason, 'Out of tokens, sorry')
      assert.equal(data.sessions[0].session, null)
      assert.deepEqual(data.available, [3])
      const claim = await regmdJson(clone, ['claim', '--next'], as('late-comer'))
      assert.equal(claim.data.number, 3)
      assert.equal(claim.data.goal, 'Find 25 high-quality prospects daily, avg score 70+/100')
    })

    test('the whole way leaves every other byte as it was', async () => {
      const text = await git(clone, 'show', `origin/registry:${registryPath}`)
      const restored = text
        .replace(/^- \*\*(?:TIMESTAMP|READY)\*\*: .*\n/gmu, '')
        .replaceAll(`${registered} REGISTERED`, `${pending} PENDING REGISTRATION`)
        .replace(
          'SESSION_ID**: late-comer',
          'SESSION_ID**: marketing-research-2 (session-1763243097)'
        )
        .replace('- [x] No duplicate', '- [ ] No duplicate')
        .replace('2/12 sessions', '0/12 sessions')
      assert.equal(restored, (await readSeed(seed)).toString())
    })
  })
}

describe('claim', () => {
  test('--next takes the lowest that is free', async () => {
    const repository = await makeRepository({
      [registryPath]: registryText({sessions: 4, blocks: {1: heldBy('boss', 1)}})
    })
    assert.equal((await regmdJson(repository, ['claim', '--next'], as('a'))).data.number, 2)
    assert.equal((await regmdJson(repository, ['claim', '4'], as('b'))).data.number, 4)
    assert.equal((await regmdJson(repository, ['claim', '--next'], as('c'))).data.number, 3)
    assert.equal(
      (await regmdJson(repository, ['claim', '--next'], as('d'))).error.code,
      'NO_FREE_NUMBER'
    )
  })

  test('--dry-run prints the diff and writes nothing', async () => {
    const {clone, remote} = await makeClone({[registryPath]: await readSeed()})
    const before = await git(remote, 'for-each-ref')
    const {exitCode, stdout} = await regmd(
      clone,
      ['claim', '--dry-run'],
      as('marketing-outreach-1')
    )
    assert.equal(exitCode, 0)
    assert.match(stdout, /^--- a\/registry\/sessions\.md$/mu)
    assert.match(stdout, /^\+\+\+ b\/registry\/sessions\.md$/mu)
    assert.match(stdout, /^\+- \*\*STATUS\*\*: ✅ REGISTERED$/mu)
    assert.equal(await git(remote, 'for-each-ref'), before)
    assert.equal(await git(clone, 'for-each-ref', 'refs/regmd'), '')
    assert.equal(await git(clone, 'status', '--porcelain'), '')

    await writeFile(join(clone, 'claim.diff'), stdout)
    await git(clone, 'apply', '--check', 'claim.diff')
  })

  test('--dry-run refuses as the claim would', async () => {
    const repository = await makeRepository({
      [registryPath]: registryText({blocks: {1: heldBy('boss', 1)}})
    })
    const {error} = await regmdJson(repository, ['claim', '1', '--dry-run'], as('me'))
    assert.equal(error.code, 'NUMBER_TAKEN')
  })

  test('--dry-run of what is held already is an empty diff', async () => {
    const repository = await makeRepository({
      [registryPath]: registryText({blocks: {1: heldBy('boss', 1)}})
    })
    const {exitCode, stdout} = await regmd(repository, ['claim', '1', '--dry-run'], as('boss'))
    assert.equal(exitCode, 0)
    assert.doesNotMatch(stdout, /^@@/mu)
  })

  test('--no-ready holds readiness back; ready reports it', async () => {
    const repository = await makeRepository({[registryPath]: registryText()})
    const claim = await regmd(repository, ['claim', '2', '--no-ready'], as('me'))
    assert.doesNotMatch(claim.stdout, /READY/u)
    assert.doesNotMatch(await git(repository, 'show', `main:${registryPath}`), /READY/u)
    const ready = await regmdJson(repository, ['ready'], as('me'))
    assert.equal(ready.data.changed, true)
    assert.deepEqual(await changedLines(repository, 'main~1', 'main'), ['+- **READY**: YES'])
    assert.equal((await regmdJson(repository, ['ready', '2'], as('me'))).data.changed, false)
    const other = await regmdJson(repository, ['ready', '2'], as('other'))
    assert.equal(other.error.code, 'NOT_HOLDER')
    assert.equal(other.exitCode, 3)
  })

  test('repeating a claim does not undo readiness', async () => {
    const repository = await makeRepository({[registryPath]: registryText()})
    await regmdJson(repository, ['claim', '2'], as('me'))
    const {data} = await regmdJson(repository, ['claim', '2', '--no-ready'], as('me'))
    assert.equal(data.alreadyHeld, true)
    assert.equal((await regmdJson(repository, ['status', '2'])).data.sessions[0].ready, true)
  })

  test('a claim with the same role and goal is a repeated one, with others it is not', async () => {
    const repository = await makeRepository({[registryPath]: registryText()})
    const args = ['claim', '2', '--goal', 'Send 5 mails daily']
    await regmdJson(repository, args, as('me'))
    assert.equal((await regmdJson(repository, args, as('me'))).data.alreadyHeld, true)
    const {exitCode, error} = await regmdJson(
      repository,
      ['claim', '2', '--goal', 'Send 6 mails daily'],
      as('me')
    )
    assert.equal(exitCode, 3)
    assert.equal(error.code, 'SESSION_HAS_NUMBER')
  })

  test('a number without a block gets one', async () => {
    const text = registryText({sessions: 3}).replace(/### Session #2[^]*?(?=### Session #3)/u, '')
    const repository = await makeRepository({[registryPath]: text})
    const {exitCode, error} = await regmdJson(repository, ['claim', '2'], as('me'))
    assert.equal(exitCode, 6)
    assert.equal(error.code, 'CLAIM_INVALID')
    const {data} = await regmdJson(
      repository,
      ['claim', '2', '--role', 'Mailer', '--goal', 'Send 5 mails daily', '--title', 'Mail'],
      as('me')
    )
    assert.equal(data.number, 2)
    const status = await regmdJson(repository, ['status'])
    assert.deepEqual(
      status.data.sessions.map(({number}: {number: number}) => number),
      [1, 2, 3]
    )
    const after = await git(repository, 'show', `main:${registryPath}`)
    assert.match(after, /^### Session #2: Mail$/mu)
    const lines = await changedLines(repository, 'main~1', 'main')
    assert.deepEqual(
      lines.filter((line) => line.startsWith('-')),
      ['-- [ ] No duplicate numbers claimed', '-**Current Status**: 0/3 sessions registered']
    )
  })

  const odd = `$120k MRR | a*b _c_ <x> #1 @who \` "q"`
  for (const text of [
    odd,
    '- 5 [x] <!-- y --> &amp; **z** ~~a~~ https://example.com/a_b_c \\n',
    '1. first: `5` ![a](b) [c](d) | e || :emoji: $x$ $$y$$',
    '# 5 > quoted + list * star ***',
    String.raw`Find 5 \u{a} NUMBER: 9 \* \_ \\ $(touch x) ${'`'}id${'`'} %s %n`,
    'Zoë → 東京 🎯 5 👩‍💻 é — “quoted”'
  ]) {
    test(`literally ${text}`, async () => {
      const repository = await makeRepository({[registryPath]: registryText()})
      const goal = `${text} by 8 AM`
      const args = ['role', 'title', 'responsibility'].map((name) => `--${name}=${text}`)
      const run = await regmd(repository, ['claim', '2', `--goal=${goal}`, ...args], as('me'))
      assert.equal(run.exitCode, 0, run.stderr)
      const {data} = await regmdJson(repository, ['status', '2'])
      const [session] = data.sessions
      assert.equal(session.goal, goal)
      assert.equal(session.role, text)
      assert.equal(session.title, text)
      assert.deepEqual(session.responsibilities, [text])
      assert.equal(run.stdout.split('\n').filter((line) => line.startsWith('NUMBER:')).length, 1)
      assert.ok(run.stdout.includes(`\nGOAL: ${goal}\n`), run.stdout)
    })
  }

  const hidden = [
    ['newline', 'Find 5\nSTATUS: x', 'U+000A'],
    ['escape', 'Find 5 \u001b[31m', 'U+001B'],
    ['C1', 'Find 5 \u009b31m', 'U+009B'],
    ['bidi override', 'Find 5 \u202edaily', 'U+202E'],
    ['zero-width space', 'Find\u200b 5', 'U+200B'],
    ['byte order mark', 'Find 5 \ufeff', 'U+FEFF'],
    ['line separator', 'Find 5\u2028x', 'U+2028'],
    ['lone surrogate', 'Find 5 \ud800', 'U+D800']
  ] as const
  const options = ['--goal', '--role', '--title', '--responsibility']
  for (const [index, [name, value, codePoint]] of hidden.entries()) {
    test(`a ${name} is refused by its code point`, async () => {
      const repository = await makeRepository({[registryPath]: registryText()})
      for (const option of options.filter((_, turn) => isLong || turn === index % 4)) {
        const {exitCode, error} = await regmdJson(
          repository,
          ['claim', '2', option, value],
          as('me')
        )
        assert.equal(exitCode, 6)
        assert.equal(error.code, 'CLAIM_INVALID')
        assert.ok(error.message.includes(codePoint), error.message)
      }

      assert.equal((await git(repository, 'rev-list', '--count', 'main')).trim(), '1')
    })
  }

  test('a number claimed while the registry is checked out is seen by who opens it', async () => {
    const repository = await makeRepository({[registryPath]: registryText()})
    await regmd(repository, ['claim', '2'], as('me'))
    assert.match(await readFile(join(repository, registryPath), 'utf8'), /SESSION_ID\*\*: me$/mu)
    assert.equal(await git(repository, 'status', '--porcelain'), '')
  })

  test('a copy that a person has changed stays, and the output says so', async () => {
    const repository = await makeRepository({[registryPath]: registryText()})
    const changed = `${registryText()}\nMine.\n`
    await writeFile(join(repository, registryPath), changed)
    const {exitCode, stdout} = await regmd(repository, ['claim', '2'], as('me'))
    assert.equal(exitCode, 0)
    assert.match(stdout, /Note/u)
    assert.equal(await readFile(join(repository, registryPath), 'utf8'), changed)
  })
})

describe('release', async () => {
  const make = async () =>
    makeRepository({
      [registryPath]: registryText({
        sessions: 4,
        blocks: {1: heldBy('boss', 1), 2: heldBy('two', 2), 3: heldBy('three', 3)}
      })
    })

  test('the orchestrator may, for anyone', async () => {
    const repository = await make()
    const {data} = await regmdJson(repository, ['release', '2', '--reason', 'gone'], as('boss'))
    assert.equal(data.number, 2)
    assert.equal(data.status, 'PENDING')
  })

  test('others may not', async () => {
    const repository = await make()
    const {exitCode, error} = await regmdJson(
      repository,
      ['release', '2', '--reason', 'mine!'],
      as('three')
    )
    assert.equal(exitCode, 3)
    assert.equal(error.code, 'NOT_HOLDER')
    assert.equal(error.details.holder, 'two')
  })

  test('a number that nobody holds', async () => {
    const repository = await make()
    const unheld = await regmdJson(repository, ['release', '--reason', 'x'], as('nobody'))
    assert.equal(unheld.error.code, 'NOT_REGISTERED')
    assert.equal(unheld.exitCode, 3)
    const {exitCode, data} = await regmdJson(
      repository,
      ['release', '4', '--reason', 'x'],
      as('me')
    )
    assert.equal(exitCode, 0)
    assert.equal(data.changed, false)
  })

  test('says what it did', async () => {
    const repository = await make()
    const {stdout} = await regmd(repository, ['release', '--reason', 'gone home'], as('two'))
    assert.match(stdout, /Number 2 is open again/u)
    assert.match(stdout, /gone home/u)
  })

  test('the next one who claims it does not inherit the reason', async () => {
    const repository = await make()
    await regmdJson(repository, ['release', '--reason', 'gone home'], as('two'))
    const {data} = await regmdJson(repository, ['claim', '2'], as('me'))
    assert.equal(data.session, 'me')
    assert.doesNotMatch(await git(repository, 'show', `main:${registryPath}`), /gone home/u)
  })
})

describe('commits', () => {
  const secret = 'hunter2-in-the-text'
  const session = 'agent-7 (run/8.9)'

  const expected = (subject: string, action: string) =>
    new RegExp(
      [
        `^registry: session 2 ${subject}`,
        '',
        `Registry-Action: ${action}`,
        'Registry-Number: 2',
        String.raw`Registry-Session: agent-7 \(run/8\.9\)`,
        'Registry-Path: registry/sessions\\.md',
        // Makes each commit unlike any other; no text of the user's.
        '(?:Registry-Attempt: [0-9a-f-]{36}\n)?$'
      ].join('\n'),
      'u'
    )

  test('have a fixed message, trailers and no text of the user', async () => {
    const {clone, remote} = await makeClone({[registryPath]: registryText()}, 'Grace Hopper')
    const texts = ['--role', secret, '--goal', `Send 5 ${secret}`, '--title', secret]
    const steps: readonly (readonly [readonly string[], string, string])[] = [
      [['claim', '2', '--no-ready', ...texts], 'claims its number', 'claim'],
      [['ready'], 'is ready', 'ready'],
      [['release', '--reason', secret], 'is released', 'release']
    ]
    for (const [args, subject, action] of steps) {
      const run = await regmd(clone, args, as(session))
      assert.equal(run.exitCode, 0, run.stderr)
      const message = await git(remote, 'log', '-1', '--format=%B', 'registry')
      assert.match(message.trimEnd() + '\n', expected(subject, action))
      assert.ok(!message.includes(secret))
      assert.equal(
        await git(remote, 'log', '-1', '--format=%an <%ae>|%cn <%ce>', 'registry'),
        'Grace Hopper <grace.hopper@example.com>|Grace Hopper <grace.hopper@example.com>\n'
      )
      const trailers = await git(remote, 'log', '-1', '--format=%(trailers:only)', 'registry')
      for (const name of ['Action', 'Number', 'Session', 'Path']) {
        assert.match(trailers, new RegExp(`^Registry-${name}: `, 'mu'))
      }
    }

    assert.equal((await git(remote, 'rev-list', '--count', 'main..registry')).trim(), '3')
    assert.equal(
      (await git(remote, 'rev-parse', 'registry~3')).trim(),
      (await git(remote, 'rev-parse', 'main')).trim()
    )
  })

  test('take the identity of the environment', async () => {
    const repository = await makeRepository({[registryPath]: registryText()})
    const env = {
      REGMD_SESSION: 'me',
      GIT_AUTHOR_NAME: 'Zoë',
      GIT_AUTHOR_EMAIL: 'zoe@example.com',
      GIT_COMMITTER_NAME: 'Bot',
      GIT_COMMITTER_EMAIL: 'bot@example.com'
    }
    await regmd(repository, ['claim', '2'], {env})
    assert.equal(
      await git(repository, 'log', '-1', '--format=%an <%ae>|%cn <%ce>'),
      'Zoë <zoe@example.com>|Bot <bot@example.com>\n'
    )
  })

  test('mention nobody and close nothing', async () => {
    const repository = await makeRepository({[registryPath]: registryText()})
    const run = await regmd(repository, ['claim', '2', '--session', 'fixes/a@b'], {})
    assert.equal(run.exitCode, 0, run.stderr)
    const message = await git(repository, 'log', '-1', '--format=%B')
    assert.doesNotMatch(message, /(?<![\p{L}\p{N}])@\w|#\d/u)
  })

  test('start where the base branch is once it holds the registry branch', async () => {
    const {clone, remote} = await makeClone({[registryPath]: registryText()})
    await regmd(clone, ['claim', '1'], as('one'))
    await git(clone, 'merge', '--quiet', '--no-ff', '--no-edit', 'origin/registry')
    await commitFiles(clone, {'README.md': 'More\n'})
    await git(clone, 'push', '--quiet', 'origin', 'main')
    const {exitCode, data} = await regmdJson(clone, ['claim', '2'], as('two'))
    assert.equal(exitCode, 0)
    assert.equal(
      (await git(remote, 'rev-parse', `${data.commit}~1`)).trim(),
      (await git(remote, 'rev-parse', 'main')).trim()
    )
  })
})

describe('hints', async () => {
  const registry = registryText({
    sessions: 6,
    blocks: {
      1: heldBy('boss', 1),
      2: heldBy('two', 2),
      4: [
        '- **ROLE**: Role 4',
        '- **GOAL**: 5 mails',
        '- **SESSION_ID**: four',
        '- **STATUS**: PENDING'
      ],
      5: ['- **STATUS**: PENDING'],
      6: ['- **STATUS**: MAYBE']
    }
  })
  const repository = await makeRepository({[registryPath]: registry})
  const full = await makeRepository({
    [registryPath]: registryText({sessions: 1, blocks: {1: heldBy('boss', 1)}})
  })
  const empty = await makeRepository({})
  const two = await makeRepository({
    'registry/a b.md': registry,
    'registry/c.md': registry
  })
  const folder = await makeFolder()
  const start = (await git(repository, 'rev-parse', 'main')).trim()

  // What a hint wrote is not there for the next one.
  afterEach(async () => {
    await git(repository, 'reset', '--quiet', '--hard', start)
  })

  const refused: readonly (readonly [string, string, readonly string[]])[] = [
    [repository, 'NUMBER_TAKEN', ['claim', '1', '--session', 'me']],
    [repository, 'NUMBER_TAKEN', ['claim', '1', '--session', "o'me $x"]],
    [repository, 'NUMBER_RESERVED', ['claim', '4', '--session', 'me']],
    [repository, 'NUMBER_OUT_OF_RANGE', ['claim', '7', '--session', 'me']],
    [repository, 'NUMBER_NEEDED', ['claim', '--session', 'me']],
    [repository, 'SESSION_HAS_NUMBER', ['claim', '3', '--session', 'two']],
    [full, 'NO_FREE_NUMBER', ['claim', '--next', '--session', 'me']],
    [repository, 'NOT_HOLDER', ['ready', '2', '--session', 'me']],
    [repository, 'NOT_HOLDER', ['release', '2', '--session', 'me', '--reason', 'x']],
    [repository, 'NOT_REGISTERED', ['ready', '3', '--session', 'me']],
    [repository, 'NOT_REGISTERED', ['ready', '--session', 'me']],
    [repository, 'NOT_REGISTERED', ['status', '9']],
    [repository, 'USAGE', ['release', '--session', 'two']],
    [repository, 'USAGE', ['release', '2', '--session', 'two']],
    [repository, 'USAGE', ['claim', '3']],
    [repository, 'USAGE', ['claim', '3x']],
    [repository, 'USAGE', ['claim', '3', '--gaol', 'x']],
    [repository, 'USAGE', ['status', '--registry', '../x.md']],
    [repository, 'USAGE', ['whoami', '--set', '']],
    [repository, 'USAGE', ['init', '--from', 'missing.md']],
    [repository, 'USAGE', ['claim', '3', '--goal', '', '--session', 'me']],
    [repository, 'CLAIM_INVALID', ['claim', '3', '--goal', ' ', '--session', 'me']],
    [repository, 'CLAIM_INVALID', ['claim', '3', '--role', '[x]', '--session', 'me']],
    [repository, 'CLAIM_INVALID', ['claim', '3', '--title', 'a\nb', '--session', 'me']],
    [repository, 'CLAIM_INVALID', ['claim', '3', '--responsibility', '', '--session', 'me']],
    [repository, 'CLAIM_INVALID', ['claim', '3', '--session', 'a b c']],
    [repository, 'CLAIM_INVALID', ['claim', '5', '--session', 'me']],
    [repository, 'CLAIM_INVALID', ['release', '2', '--reason', ' ', '--session', 'two']],
    [repository, 'REGISTRY_INVALID', ['claim', '6', '--session', 'me']],
    [empty, 'REGISTRY_NOT_FOUND', ['claim', '--session', 'me']],
    [repository, 'REGISTRY_NOT_FOUND', ['claim', '--session', 'me', '--registry', 'x y.md']],
    [two, 'REGISTRY_AMBIGUOUS', ['claim', '--session', 'me']],
    [repository, 'REMOTE_UNAVAILABLE', ['claim', '3', '--session', 'me', '--remote', 'up']],
    [folder, 'NOT_A_REPOSITORY', ['claim', '3', '--session', 'me']]
  ]
  for (const [index, [cwd, code, args]] of refused.entries()) {
    const isFirst = refused.findIndex(([, other]) => other === code) === index
    test(`of ${code}: ${args.join(' ').replaceAll('\n', String.raw`\n`)}`, async () => {
      const {error} = await regmdJson(cwd, args, {env: {GIT_CEILING_DIRECTORIES: folder}})
      assert.equal(error.code, code)
      if (isLong || isFirst) {
        const {stderr} = await regmd(cwd, args, {env: {GIT_CEILING_DIRECTORIES: folder}})
        const hint = error.hint.replace(' --json', '')
        assert.ok(stderr.endsWith(`Next: ${hint}\n`), stderr)
      }

      assert.match(error.hint, /^(?:regmd|git) /u)
      assert.doesNotMatch(error.hint, /\s{2}/u)
      if (error.hint.startsWith('git ')) return
      const next = await runHint(cwd, error.hint)
      assert.ok(!isUnknown(next), `${error.hint}\n${next.stderr}`)
    })
  }

  test('carry the options that this run was given', async () => {
    const {error} = await regmdJson(repository, [
      'claim',
      '1',
      '--session',
      'me',
      '--registry',
      registryPath,
      '--remote',
      'none'
    ])
    assert.match(error.hint, /--session me/u)
    assert.match(error.hint, /--registry registry\/sessions\.md/u)
    assert.match(error.hint, /--remote none/u)
    const next = await runHint(repository, error.hint, ['--dry-run'])
    assert.equal(next.exitCode, 0, next.stderr)
  })

  test('lead an agent that follows them to a number', async () => {
    const {error} = await regmdJson(repository, ['claim', '1', '--session', 'me'])
    assert.match(error.hint, /^regmd (?:--json )?claim 3\b/u)
    const open = await regmdJson(repository, ['claim', '--session', 'me'])
    assert.match(open.error.hint, /^regmd (?:--json )?claim .*--next\b/u)
    const next = await runHint(repository, open.error.hint, ['--dry-run'])
    assert.equal(next.exitCode, 0, next.stderr)
  })

  test('of an identity that git lacks', async () => {
    const cwd = await makeRepository({[registryPath]: registry})
    await git(cwd, 'config', '--remove-section', 'user')
    await git(cwd, 'config', 'user.useConfigOnly', 'true')
    const {exitCode, error} = await regmdJson(cwd, ['claim', '3', '--session', 'me'])
    assert.equal(exitCode, 7)
    assert.match(error.hint, /^git config /u)
  })
})

/** Runs a hint as a shell would, as far as `, ` or a following command. */
async function runHint(cwd: string, hint: string, more: readonly string[] = []): Promise<Run> {
  const [command = ''] = hint.split(/, | && /u)
  const words = [...command.matchAll(/(?:[^\s'\\]|'[^']*'|\\.)+/gu)].map(([word]) =>
    word.replaceAll(/'([^']*)'|\\(.)/gu, '$1$2')
  )
  return regmd(cwd, [...words.slice(1), ...more])
}

function isUnknown({exitCode, stderr}: Run): boolean {
  return (
    exitCode === 70 ||
    (exitCode === 2 && /unknown|not enough|did you mean|not the number/iu.test(stderr))
  )
}

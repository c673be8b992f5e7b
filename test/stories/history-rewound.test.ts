import assert from 'node:assert/strict'
import {before, describe, test} from 'node:test'
import {
  addClone,
  commitFiles,
  git,
  makeFolder,
  regmd,
  regmdJson,
  registryPath,
  registryText
} from '../helpers/cli.ts'
import {isLong} from '../helpers/fire.ts'
import {
  type Team,
  actIn,
  actsOf,
  approve,
  breachesOf,
  claimed,
  copyTeam,
  historyOf,
  idOf,
  makeTeam,
  textAt
} from '../helpers/history.ts'

let four: Promise<Team> | undefined

/** A remote with four claims on its registry branch; copies of it are what tests change. */
async function fourClaims(): Promise<Team> {
  four ??= makeFour()
  return four
}

async function makeFour(): Promise<Team> {
  const team = await makeTeam(registryText({sessions: 6}), ['Ada'])
  for (const number of [1, 2, 3, 4]) await team.act(`s${number}`, 'claim', `${number}`)
  return team
}

describe('a registry branch', {concurrency: 2}, () => {
  test('rewound by two: who saw it knows, who comes new knows only with --contains', async () => {
    const {remote, human} = await copyTeam(await fourClaims(), [])
    const tip = await idOf(human, 'origin/registry')
    const admin = await addClone(remote, 'Admin')
    await git(
      admin,
      'push',
      '--quiet',
      '--force',
      'origin',
      'origin/registry~2:refs/heads/registry'
    )
    await git(human, 'fetch', '--quiet')
    assert.deepEqual(await breachesOf(human), [
      ['rewound', tip, 3],
      ['rewound', tip, 4]
    ])
    assert.deepEqual(await breachesOf(human, '4'), [['rewound', tip, 4]])
    assert.deepEqual(await breachesOf(human, '2'), [])

    const fresh = `${human}-fresh`
    // By way of a transport, which leaves behind what no ref holds.
    await git(human, 'clone', '--quiet', `file://${remote}`, fresh)
    assert.deepEqual(await breachesOf(fresh), [])
    assert.deepEqual(await actsOf(fresh), ['claim 1 s1', 'claim 2 s2'])
    const {exitCode, error} = await regmdJson(fresh, ['history', '--verify', '--contains', tip])
    assert.deepEqual([exitCode, error.code], [7, 'COMMIT_UNAVAILABLE'])
    await git(human, 'branch', 'kept', tip)
    await git(fresh, 'fetch', '--quiet', human, '+refs/heads/kept:refs/kept')
    assert.deepEqual(await breachesOf(fresh, '--contains', tip), [['rewound', tip, null]])
  })

  test('rewound: a clone that only ever claimed knows', async () => {
    const {remote, human, clones} = await copyTeam(await fourClaims(), ['Ada'])
    const ada = clones[0]!
    await actIn(ada, 's5', ['claim', '5'])
    const tip = (await git(remote, 'rev-parse', 'registry')).trim()
    await git(remote, 'update-ref', 'refs/heads/registry', `${tip}~1`)
    assert.deepEqual(await breachesOf(ada), [['rewound', tip, 5]])
    assert.deepEqual(await breachesOf(human), [])
  })

  test('rewound: a clone that fetched it in between knows', async () => {
    const {remote, human, clones} = await copyTeam(await fourClaims(), ['Ada'])
    await actIn(clones[0]!, 's5', ['claim', '5'])
    const tip = (await git(remote, 'rev-parse', 'registry')).trim()
    await git(human, 'fetch', '--quiet')
    await git(remote, 'update-ref', 'refs/heads/registry', `${tip}~1`)
    assert.deepEqual(await breachesOf(human), [['rewound', tip, 5]])
    await git(human, 'fetch', '--quiet')
    assert.deepEqual(await breachesOf(human), [['rewound', tip, 5]])
  })

  test('rewritten: an amended claim', async () => {
    const {human} = await copyTeam(await fourClaims(), [])
    const tip = await idOf(human, 'origin/registry')
    await git(human, 'switch', '--quiet', 'registry')
    const text = await textAt(human, 'HEAD')
    await commitFiles(human, {
      [registryPath]: text.replace('**SESSION_ID**: s4', '**SESSION_ID**: mallory')
    })
    const message = await git(human, 'log', '-1', '--format=%B', tip)
    await git(human, 'reset', '--quiet', '--soft', 'HEAD~2')
    await git(human, 'commit', '--quiet', '-m', message.replace('Session: s4', 'Session: mallory'))
    await git(human, 'push', '--quiet', '--force', 'origin', 'registry')
    assert.deepEqual(await actsOf(human), [
      'claim 1 s1',
      'claim 2 s2',
      'claim 3 s3',
      'claim 4 mallory'
    ])
    assert.deepEqual(await breachesOf(human), [['rewound', tip, 4]])
  })

  test('rewritten, with nothing of it changed but messages: no breach', async () => {
    const {human} = await copyTeam(await fourClaims(), [])
    const tip = await idOf(human, 'origin/registry')
    await git(human, 'switch', '--quiet', 'registry')
    await git(human, 'commit', '--quiet', '--amend', '--no-edit', '--date', '2020-01-01T00:00:00Z')
    await git(human, 'push', '--quiet', '--force', 'origin', 'registry')
    assert.deepEqual(await breachesOf(human), [])
    assert.deepEqual(await breachesOf(human, '--contains', tip), [['rewound', tip, null]])
  })

  for (const way of ['squash', 'squashOwnWords', 'rebase', 'merge'] as const) {
    test(`deleted after it was taken over (${way}) and started anew`, async () => {
      const {human, clones, remote} = await copyTeam(await fourClaims(), ['Ada'])
      await approve(human, way)
      await git(human, 'push', '--quiet', 'origin', ':registry')
      assert.deepEqual(await breachesOf(human), [], 'deleted')
      await actIn(clones[0]!, 's5', ['claim', '5'])
      await git(human, 'fetch', '--quiet')
      assert.deepEqual(await breachesOf(human), [], 'started anew')
      const fresh = await addClone(remote, 'Fresh')
      const expected = [1, 2, 3, 4, 5].map((number) => `claim ${number} s${number}`)
      const {entries} = await historyOf(fresh)
      const claims = entries.filter(({action}) => action === 'claim')
      assert.deepEqual(
        claims.map(({number, session}) => `claim ${number} ${session}`),
        expected
      )
      assert.deepEqual(await breachesOf(fresh), [], 'fresh')
    })
  }

  test('deleted after a squash merge that hides a hand-over', async () => {
    for (const way of ['squash', 'squashOwnWords'] as const) {
      const {human, clones} = await copyTeam(await fourClaims(), ['Ada'])
      await actIn(clones[0]!, 's2', ['release', '2', '--reason', 'moved on'])
      await git(human, 'fetch', '--quiet')
      await actIn(clones[0]!, 'late', ['claim', '2'])
      await approve(human, way)
      await git(human, 'push', '--quiet', 'origin', ':registry')
      assert.deepEqual(await breachesOf(human), [], way)
      const {proof} = await historyOf(human, '2')
      assert.equal(proof.current?.session, 'late')
      assert.deepEqual(proof.lost, [])
    }
  })

  test('merged into a line on which another session claims the same number', async () => {
    const {human, clones} = await copyTeam(await fourClaims(), ['Ada'])
    await actIn(clones[0]!, 's5', ['claim', '5'])
    await git(human, 'fetch', '--quiet')
    const stood = await idOf(human, 'origin/registry')
    await git(human, 'switch', '--quiet', '-c', 'other', 'origin/registry~1')
    await commitFiles(human, {
      [registryPath]: claimed(await textAt(human, 'HEAD'), 5, 'late')
    })
    await git(human, 'merge', '--quiet', '-s', 'ours', '-m', 'Merge', 'origin/registry')
    await git(human, 'push', '--quiet', 'origin', 'other:registry')
    await git(human, 'fetch', '--quiet')
    const breaches = await breachesOf(human)
    assert.deepEqual(
      breaches.filter(([kind]) => kind === 'rewound'),
      [['rewound', stood, 5]]
    )
    const {data} = await regmdJson(human, ['history', '--verify', '--contains', stood])
    assert.equal(data.breaches.filter(({kind}: {kind: string}) => kind === 'rewound').length, 2)
  })

  test('deleted without being taken over', async () => {
    const {human, remote} = await copyTeam(await fourClaims(), [])
    const tip = await idOf(human, 'origin/registry')
    await git(remote, 'update-ref', '-d', 'refs/heads/registry')
    assert.deepEqual(
      await breachesOf(human),
      [1, 2, 3, 4].map((number) => ['rewound', tip, number])
    )
  })
})

describe('--contains', async () => {
  let team: Team
  let tip = ''

  before(async () => {
    team = await copyTeam(await fourClaims(), [])
    tip = await idOf(team.human, 'origin/registry')
  })

  test('a commit that is there', async () => {
    for (const name of [
      tip,
      tip.slice(0, 10),
      'origin/registry',
      'origin/registry~3',
      'origin/main'
    ]) {
      assert.deepEqual(await breachesOf(team.human, '--contains', name), [], name)
    }
  })

  test('a commit that is not', async () => {
    await commitFiles(team.human, {'other.md': 'Other\n'})
    const commit = await idOf(team.human)
    assert.deepEqual(await breachesOf(team.human, '--contains', 'HEAD'), [
      ['rewound', commit, null]
    ])
    assert.deepEqual(await breachesOf(team.human, '2', '--contains', commit), [
      ['rewound', commit, null]
    ])
  })

  const unknown = [
    '0123456789012345678901234567890123456789',
    'no such',
    '--all',
    '-h',
    '',
    'HEAD:registry/sessions.md',
    'HEAD^{tree}',
    '$(touch x)',
    'a\u001B[31mb'
  ]
  for (const name of unknown) {
    test(`${JSON.stringify(name)}, which is none`, async () => {
      const {exitCode, error} = await regmdJson(team.human, [
        'history',
        '--verify',
        `--contains=${name}`
      ])
      const expected = name === '' ? [2, 'USAGE'] : [7, 'COMMIT_UNAVAILABLE']
      assert.deepEqual([exitCode, error.code], expected, error.message)
      assert.notEqual(error.hint, '')
      if (!isLong && !name.includes('\u001B')) return
      const {stderr} = await regmd(team.human, ['history', '--verify', `--contains=${name}`])
      assert.ok(!stderr.includes('\u001B'), stderr)
    })
  }

  test('goes with --verify', async () => {
    for (const args of [[], ['2'], ['--no-verify']]) {
      const {exitCode, error} = await regmdJson(team.human, ['history', '--contains', tip, ...args])
      assert.deepEqual([exitCode, error.code], [2, 'USAGE'], args.join())
    }
  })

  test('offline', async () => {
    await git(team.human, 'remote', 'set-url', 'origin', '/nowhere')
    assert.deepEqual(await breachesOf(team.human, '--offline', '--contains', tip), [])
    assert.equal((await actsOf(team.human, '--offline')).length, 4)
  })
})

test('a shallow clone does not claim to have verified what it cannot see', async () => {
  const {remote, human} = await copyTeam(await fourClaims(), [])
  await git(human, 'switch', '--quiet', 'registry')
  const text = await textAt(human, 'HEAD')
  await commitFiles(human, {[registryPath]: text.replace('ID**: s2', 'ID**: intruder')})
  const commit = await idOf(human)
  await actIn(human, 's5', ['claim', '5', '--remote', 'none']).catch(() => undefined)
  await commitFiles(human, {'other.md': 'Other\n'})
  await commitFiles(human, {
    [registryPath]: (await textAt(human, 'HEAD')).replace('# Registry', '# Reg')
  })
  await git(human, 'push', '--quiet', 'origin', 'registry')
  assert.deepEqual(await breachesOf(human), [['takeover', commit, 2]])

  for (const depth of [1, 2, 3, 20]) {
    const clone = await makeFolder('shallow-')
    await git(
      remote,
      'clone',
      '--quiet',
      `--depth=${depth}`,
      '--no-single-branch',
      `file://${remote}`,
      clone
    )
    const {exitCode, data, error} = await regmdJson(clone, ['history', '--verify'])
    if (depth === 20) {
      assert.deepEqual(
        data.breaches.map((one: {commit: string}) => one.commit),
        [commit]
      )
    } else {
      assert.notEqual(exitCode, 0, `depth ${depth} says: ${JSON.stringify(data?.breaches)}`)
      assert.equal(error?.code, 'COMMIT_UNAVAILABLE')
      assert.match(error.hint, /--unshallow/u)
    }
  }
})

describe('without a remote', {concurrency: 2}, () => {
  test('main that is reset', async () => {
    const {human} = await copyTeam(await fourClaims(), [])
    await git(human, 'merge', '--quiet', '--ff-only', 'origin/registry')
    await git(human, 'remote', 'remove', 'origin')
    await actIn(human, 's5', ['claim', '5'])
    const tip = await idOf(human)
    assert.deepEqual(await breachesOf(human), [])
    await git(human, 'reset', '--quiet', '--hard', 'HEAD~1')
    assert.deepEqual(await breachesOf(human), [['rewound', tip, 5]])
    await git(human, 'reset', '--quiet', '--hard', tip)
    assert.deepEqual(await breachesOf(human), [])
  })

  test('main that is rebased onto other work keeps its claims', async () => {
    const {human} = await copyTeam(await fourClaims(), [])
    await git(human, 'branch', 'side')
    await git(human, 'merge', '--quiet', '--ff-only', 'origin/registry')
    await git(human, 'remote', 'remove', 'origin')
    await git(human, 'switch', '--quiet', 'side')
    await commitFiles(human, {'other.md': 'Other\n'})
    await git(human, 'switch', '--quiet', 'main')
    await git(human, 'rebase', '--quiet', 'side')
    assert.deepEqual(await breachesOf(human), [])
    assert.equal((await actsOf(human)).length, 4)
  })
})

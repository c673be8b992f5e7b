import assert from 'node:assert/strict'
import {describe, test} from 'node:test'
import {
  copyOf,
  execute,
  git,
  heldBy,
  makeRepository,
  regmdJson,
  registryPath
} from '../helpers/cli.ts'
import {amount} from '../helpers/fire.ts'
import {
  act,
  commit,
  deed,
  documentOf,
  judge,
  readRegistry,
  refusal,
  registryFiles,
  replaced,
  reservedFor,
  revision,
  startBranch,
  withBlock,
  withClaim,
  withFields
} from '../helpers/pull-request.ts'

const live = ['branch: registry', 'base: main']
const registry = 'refs/heads/registry'

/** A repository without a remote whose registry branch and main are two. */
async function makeTwoBranches(options: Parameters<typeof documentOf>[0] = {}): Promise<string> {
  return makeRepository(registryFiles(documentOf({sessions: 6, ...options}, ...live)))
}

/** The same, where one number has no block yet. */
async function makeWithout(number: number): Promise<string> {
  const text = withBlock(documentOf({sessions: 6}, ...live), number, () => '')
  return makeRepository(registryFiles(text))
}

const acts = {
  claim: async (cwd: string, number: number, session: string) =>
    act(cwd, session, ['claim', String(number)]),
  release: async (cwd: string, number: number, session: string) =>
    act(cwd, session, ['release', String(number), '--reason', 'Moved on'])
}

/** Two branches, of which the registry branch has claims of boss and two; made once, then copied. */
async function makeTwoClaims(): Promise<string> {
  const [cwd = ''] = await copyOf(['two claims'], async () => {
    const made = await makeTwoBranches()
    await acts.claim(made, 1, 'boss')
    await acts.claim(made, 2, 'two')
    return [made]
  })
  return cwd
}

/** The same after claims, releases and claims by others. */
async function makeBusy(): Promise<string> {
  const [cwd = ''] = await copyOf(['busy'], async () => {
    const made = await makeTwoBranches({blocks: {5: reservedFor('five', 5)}})
    await acts.claim(made, 1, 'boss')
    await acts.claim(made, 2, 'two')
    await acts.claim(made, 3, 'three')
    await acts.release(made, 3, 'boss')
    await acts.claim(made, 3, 'other')
    await acts.claim(made, 4, 'four')
    await acts.release(made, 4, 'four')
    await acts.claim(made, 5, 'five')
    await acts.release(made, 5, 'five')
    await acts.claim(made, 5, 'sixth')
    return [made]
  })
  return cwd
}

/** Message of a squash merge as GitHub writes it. */
async function squashMessage(cwd: string, range: string): Promise<string> {
  const messages = await git(cwd, 'log', '--reverse', '--no-merges', '--format=* %B%x00', range)
  return `Registry (#7)\n\n${messages.replaceAll('\0\n', '\n').replaceAll('\0', '')}`
}

/** Ways in which the registry branch gets into main; main is checked out and has moved on. */
const ways: Readonly<Record<string, (cwd: string) => Promise<void>>> = {
  'a merge commit': async (cwd) => {
    await git(cwd, 'merge', '--quiet', '--no-ff', '-m', 'Merge pull request #7', registry)
  },
  'a squash merge': async (cwd) => {
    const message = await squashMessage(cwd, `main..${registry}`)
    await git(cwd, 'merge', '--quiet', '--squash', registry)
    await git(cwd, 'commit', '--quiet', '-m', message)
  },
  'a squash merge with words of its own': async (cwd) => {
    await git(cwd, 'merge', '--quiet', '--squash', registry)
    await git(cwd, 'commit', '--quiet', '-m', 'Approve the claims')
  },
  'a rebase merge': async (cwd) => {
    await git(cwd, 'cherry-pick', `main..${registry}`)
  }
}

/** Ways that are followed further: one that keeps the commits, and one that tells nothing of them. */
const followed = amount({
  short: ['a merge commit', 'a squash merge with words of its own'],
  long: Object.keys(ways)
})

describe('what lands on main', () => {
  for (const [name, merge] of Object.entries(ways)) {
    test(`${name}, and the next one after it, pass`, async () => {
      const cwd = await makeBusy()
      const [first] = [await revision(cwd, 'main')]
      await commit(cwd, {'other.txt': 'x'}, 'Go on elsewhere')
      const before = await revision(cwd, 'main')
      assert.deepEqual(await judge(cwd, '--base', 'main', '--ref', registry), [], 'asked')
      await merge(cwd)
      assert.deepEqual(await judge(cwd, '--base', before, '--ref', 'main'), [], 'landed')
      assert.deepEqual(await judge(cwd, '--base', first, '--ref', 'main'), [], 'landed, with more')
      assert.deepEqual(await judge(cwd, '--base', 'main', '--ref', registry), [], 'nothing left')
      if (!followed.includes(name)) return

      await acts.claim(cwd, 6, 'six')
      assert.deepEqual(await judge(cwd, '--base', 'main', '--ref', registry), [], 'one more')
      await acts.release(cwd, 2, 'two')
      assert.deepEqual(await judge(cwd, '--base', 'main', '--ref', registry), [], 'a release')
      await acts.claim(cwd, 2, 'seventh')
      assert.deepEqual(await judge(cwd, '--base', 'main', '--ref', registry), [], 'a claim again')
    })
  }

  test('a squash merge passes where the registry branch is gone', async () => {
    const cwd = await makeTwoClaims()
    await ways['a squash merge']!(cwd)
    await git(cwd, 'branch', '-D', 'registry')
    assert.deepEqual(await judge(cwd, '--base', 'main~1', '--ref', 'main'), [])
  })

  for (const whom of ['four', 'boss']) {
    test(`a squash merge of a claim and its release by ${whom} passes where the branch is gone`, async () => {
      const cwd = await makeTwoBranches()
      await acts.claim(cwd, 1, 'boss')
      await acts.claim(cwd, 4, 'four')
      await acts.release(cwd, 4, whom)
      await ways['a squash merge']!(cwd)
      await git(cwd, 'branch', '-D', 'registry')
      assert.deepEqual(await judge(cwd, '--base', 'main~1', '--ref', 'main'), [])
    })
  }

  test('a squash merge with words of its own is unaccounted for where the branch is gone', async () => {
    const cwd = await makeTwoClaims()
    await ways['a squash merge with words of its own']!(cwd)
    await git(cwd, 'branch', '-D', 'registry')
    assert.deepEqual(await judge(cwd, '--base', 'main~1', '--ref', 'main'), ['FOREIGN_BLOCK 2'])
  })

  test('a branch of that name that lags behind does not stand in for the one of the remote', async () => {
    const cwd = await makeTwoBranches()
    await acts.claim(cwd, 1, 'boss')
    const old = await revision(cwd, registry)
    await acts.claim(cwd, 2, 'two')
    await acts.claim(cwd, 3, 'three')
    await ways['a squash merge with words of its own']!(cwd)
    await git(cwd, 'update-ref', 'refs/remotes/origin/registry', registry)
    await git(cwd, 'update-ref', registry, old)
    assert.deepEqual(await judge(cwd, '--base', 'main~1', '--ref', 'main'), [])
  })

  test('the revert of an approved claim fails, whichever way it came', async () => {
    for (const [name, merge] of Object.entries(ways)) {
      const [cwd = ''] = await copyOf(['one claim'], async () => {
        const made = await makeTwoBranches()
        await acts.claim(made, 2, 'two')
        return [made]
      })
      await commit(cwd, {'other.txt': 'x'})
      await merge(cwd)
      const mainline = name === 'a merge commit' ? ['-m', '1'] : []
      await git(cwd, 'revert', '--no-edit', ...mainline, 'HEAD')
      const found = await judge(cwd, '--base', 'HEAD~1', '--ref', 'main')
      assert.deepEqual(found, ['STATUS_ROLLED_BACK 2'], name)
    }
  })

  test('main merged into the registry branch passes, whatever main has changed', async () => {
    const cwd = await makeTwoClaims()
    const text = await readRegistry(cwd)
    const reword = (now: string) =>
      withBlock(now, 6, (block) => replaced(block, '60 prospects daily', '61 prospects daily'))
    await commit(cwd, registryFiles(replaced(reword(text), '# Registry\n', '# Register\n')))
    assert.deepEqual(await judge(cwd, '--base', 'main', '--ref', registry), [], 'before')
    await git(cwd, 'checkout', '--quiet', 'registry')
    await git(cwd, 'merge', '--quiet', '--no-edit', 'main')
    await git(cwd, 'checkout', '--quiet', 'main')
    assert.deepEqual(await judge(cwd, '--base', 'main', '--ref', registry), [], 'merged')
    await acts.claim(cwd, 3, 'three')
    assert.deepEqual(await judge(cwd, '--base', 'main', '--ref', registry), [], 'one more')
    await ways['a merge commit']!(cwd)
    assert.deepEqual(await judge(cwd, '--base', 'HEAD~1', '--ref', 'main'), [], 'landed')
  })

  for (const [name, merge] of Object.entries(ways).filter(([way]) => followed.includes(way))) {
    test(`${name} of a number without a block, given to another later, passes`, async () => {
      const claim = ['claim', '6', '--role', 'Cook', '--goal', 'Cook 9 meals daily']
      const [cwd = ''] = await copyOf(['without, claimed'], async () => {
        const made = await makeWithout(6)
        await act(made, 'six', claim)
        return [made]
      })
      const asked = await revision(cwd, registry)
      // Of two merge bases the younger one is the better.
      const message = ['commit', '--quiet', '--allow-empty', '-m', 'Go on elsewhere'] as const
      await execute(cwd, ['git', ...message], {GIT_COMMITTER_DATE: '2038-01-01T00:00:00Z'})
      const main = await revision(cwd, 'main')
      await merge(cwd)
      assert.deepEqual(await judge(cwd, '--base', main, '--ref', 'main'), [], 'landed')
      await startBranch(cwd, 'registry', asked)
      // Main as it was before: what both have in common is older than the block.
      await git(cwd, 'merge', '--quiet', '--no-edit', '--no-ff', main)
      await git(cwd, 'checkout', '--quiet', 'main')
      assert.deepEqual(await judge(cwd, '--base', 'main', '--ref', registry), [], 'nothing left')
      await acts.release(cwd, 6, 'six')
      await act(cwd, 'other', claim)
      assert.deepEqual(
        await judge(cwd, '--base', 'main', '--ref', registry),
        [],
        'given to another'
      )
    })
  }

  test('merges both ways at the same time pass', async () => {
    const cwd = await makeTwoClaims()
    const asked = await revision(cwd, registry)
    // The best of two merge bases is the younger one.
    for (const date of ['2020-01-01T00:00:00Z', '2038-01-01T00:00:00Z']) {
      const message = ['commit', '--quiet', '--allow-empty', '-m', 'Go on elsewhere'] as const
      await execute(cwd, ['git', ...message], {GIT_COMMITTER_DATE: date})
      const main = await revision(cwd, 'main')
      await git(cwd, 'merge', '--quiet', '--no-ff', '-m', 'Merge pull request #7', asked)
      await git(cwd, 'checkout', '--quiet', '-B', 'registry', asked)
      await git(cwd, 'merge', '--quiet', '--no-edit', '--no-ff', main)
      await git(cwd, 'checkout', '--quiet', 'main')
      await acts.release(cwd, 2, 'two')
      await acts.claim(cwd, 2, 'other')
      const bases = await git(cwd, 'merge-base', '--all', 'main', registry)
      assert.equal(bases.trim().split('\n').length, 2)
      assert.deepEqual(await judge(cwd, '--base', 'main', '--ref', registry), [], date)
      await git(cwd, 'reset', '--quiet', '--hard', `${main}~1`)
    }
  })
})

describe('merges on the registry branch', () => {
  /** A claim by session two on the registry branch, and one by evil on a line of its own. */
  async function makeRivals(): Promise<string> {
    const cwd = await makeTwoBranches()
    await acts.claim(cwd, 1, 'boss')
    const early = await revision(cwd, registry)
    await acts.claim(cwd, 2, 'two')
    await startBranch(cwd, 'rival', early)
    await commit(
      cwd,
      registryFiles(withClaim(await readRegistry(cwd), 2, 'evil')),
      deed('claim', 2, 'evil')
    )
    return cwd
  }

  for (const kept of ['ours', 'theirs']) {
    test(`of a claim that came too late, ${kept} kept`, async () => {
      const cwd = await makeRivals()
      await startBranch(cwd, 'topic', registry)
      await git(cwd, 'merge', '--quiet', '--no-edit', '-X', kept, 'rival')
      const found = await judge(cwd, '--base', 'main', '--ref', 'topic')
      assert.deepEqual(found, kept === 'ours' ? [] : ['CLAIM_TAKEN_OVER 2'])
    })
  }

  test('that lose a claim fail, also where another takes the number then', async () => {
    const cwd = await makeTwoClaims()
    await commit(cwd, {'other.txt': 'x'}, 'Go on elsewhere')
    await startBranch(cwd, 'sync', registry)
    await git(cwd, 'merge', '--quiet', '--no-commit', '--no-ff', 'main')
    const lost = withFields(await readRegistry(cwd), 2, reservedFor('[open]', 2))
    await commit(cwd, registryFiles(lost), "Merge branch 'main'")
    const found = await judge(cwd, '--base', 'main', '--ref', 'sync')
    assert.deepEqual(found, ['STATUS_ROLLED_BACK 2'])
    await commit(cwd, registryFiles(withClaim(lost, 2, 'evil')), deed('claim', 2, 'evil'))
    const taken = await judge(cwd, '--base', 'main', '--ref', 'sync')
    assert.equal(taken.length, 1, JSON.stringify(taken))
  })

  test('of what main has reworded in a block that was claimed meanwhile pass', async () => {
    const cwd = await makeTwoClaims()
    const reword = (now: string) =>
      withBlock(now, 2, (block) => replaced(block, '#2: Part 2', '#2: The second part'))
    await commit(cwd, registryFiles(reword(await readRegistry(cwd))))
    assert.deepEqual(await judge(cwd, '--base', 'main', '--ref', registry), [], 'not merged')
    await startBranch(cwd, 'result', 'main')
    await git(cwd, 'merge', '--quiet', '--no-edit', registry)
    assert.deepEqual(await judge(cwd, '--base', 'main', '--ref', 'result'), [], 'merge result')
    await startBranch(cwd, 'sync', registry)
    await git(cwd, 'merge', '--quiet', '--no-edit', 'main')
    assert.deepEqual(await judge(cwd, '--base', 'main', '--ref', 'sync'), [], 'synced')
  })
})

describe('where the registry is', async () => {
  const blocks = {1: heldBy('alpha', 1)}
  const text = documentOf({sessions: 4, blocks})
  const cwd = await makeRepository({...registryFiles(text), 'README.md': '# Kitchen\n'})
  const other = 'registry/kitchen.md'
  const topic = async () => {
    await git(cwd, 'checkout', '--quiet', '--force', 'main')
    await startBranch(cwd, 'topic', 'main')
  }
  const rename = async (content: string) => {
    await git(cwd, 'mv', registryPath, other)
    await commit(cwd, {[other]: content}, 'Rename the registry')
  }
  const found = async () => judge(cwd, '--base', 'main', '--ref', 'topic')
  const asked = async () => refusal(cwd, '--base', 'main', '--ref', 'topic')

  test('a rename passes, alone and with a claim', async () => {
    await topic()
    await rename(text)
    assert.deepEqual(await found(), [])
    await commit(cwd, {[other]: withClaim(text, 2, 'beta')})
    assert.deepEqual(await found(), [])
  })

  test('a rename with a takeover fails, in one commit or more', async () => {
    const taken = withFields(text, 1, heldBy('evil', 1))
    await topic()
    await rename(taken)
    assert.deepEqual(await found(), ['CLAIM_TAKEN_OVER 1'])
    await topic()
    await rename(text)
    await commit(cwd, {[other]: taken})
    assert.deepEqual(await found(), ['CLAIM_TAKEN_OVER 1'])
    await topic()
    await commit(cwd, registryFiles(taken))
    await rename(taken)
    assert.deepEqual(await found(), ['CLAIM_TAKEN_OVER 1'])
  })

  for (const option of ['--registry', '--file']) {
    test(`a rename with a takeover fails where ${option} names the new path`, async () => {
      await topic()
      await rename(withFields(text, 1, heldBy('evil', 1)))
      const named = await judge(cwd, '--base', 'main', option, other)
      assert.deepEqual(named, ['CLAIM_TAKEN_OVER 1'])
    })
  }

  test('a rename on the registry branch, and claims before and after it', async () => {
    const two = await makeTwoBranches()
    await acts.claim(two, 1, 'boss')
    await git(two, 'checkout', '--quiet', 'registry')
    await git(two, 'mv', registryPath, other)
    await commit(two, {}, 'Rename the registry')
    const text = withClaim(await readRegistry(two, other), 2, 'two')
    await commit(two, {[other]: text}, deed('claim', 2, 'two'))
    await git(two, 'checkout', '--quiet', 'main')
    assert.deepEqual(await judge(two, '--base', 'main', '--ref', registry), [])
  })

  test('a rename on the base meanwhile, and claims under the old path', async () => {
    const two = await makeTwoBranches({blocks: {4: heldBy('four', 4)}})
    await acts.claim(two, 1, 'boss')
    await acts.claim(two, 2, 'two')
    const now = await readRegistry(two)
    await git(two, 'mv', registryPath, other)
    await commit(two, {[other]: withClaim(now, 3, 'three')}, 'Rename the registry')
    assert.deepEqual(await judge(two, '--base', 'main', '--ref', registry), [])
  })

  test('a rename and back again passes', async () => {
    await topic()
    await rename(text)
    await git(cwd, 'mv', other, registryPath)
    await commit(cwd, registryFiles(withClaim(text, 2, 'beta')))
    assert.deepEqual(await found(), [])
  })

  test('a registry that is gone is refused', async () => {
    await topic()
    await git(cwd, 'rm', '--quiet', registryPath)
    await commit(cwd, {})
    assert.equal(await asked(), '6 REGISTRY_NOT_FOUND')
    assert.equal(await refusal(cwd, '--base', 'main'), '6 REGISTRY_NOT_FOUND')
  })

  test('a registry without blocks is refused', async () => {
    await topic()
    await commit(cwd, registryFiles('# Registry\n'))
    assert.equal(await asked(), '6 REGISTRY_NOT_FOUND')
  })

  test('a second registry is refused', async () => {
    await topic()
    await commit(cwd, {[other]: documentOf({sessions: 2})})
    assert.equal(await refusal(cwd, '--ref', 'topic'), '6 REGISTRY_AMBIGUOUS', 'without a base')
    assert.equal(await asked(), '6 REGISTRY_AMBIGUOUS')
  })

  test('a second registry elsewhere passes', async () => {
    await topic()
    await commit(cwd, {'docs/kitchen.md': documentOf({sessions: 2})})
    assert.deepEqual(await found(), [])
  })

  test('a symbolic link is refused', async () => {
    await topic()
    await commit(cwd, {'kitchen.md': text})
    const link = (await git(cwd, 'rev-parse', 'HEAD:README.md')).trim()
    await git(cwd, 'update-index', '--cacheinfo', `120000,${link},${registryPath}`)
    await git(cwd, 'commit', '--quiet', '-m', 'Link the registry')
    await git(cwd, 'checkout', '--quiet', '--force', 'main')
    assert.equal(await asked(), '6 REGISTRY_INVALID')
  })

  test('a file that is not UTF-8 is refused', async () => {
    await topic()
    await commit(cwd, {[registryPath]: Buffer.concat([Buffer.from(text), Buffer.from([0xff])])})
    assert.equal(await asked(), '6 REGISTRY_INVALID')
  })

  test('one that is not UTF-8 in between does not hide anything', async () => {
    await topic()
    await commit(cwd, {[registryPath]: Buffer.from([0xff])})
    await commit(
      cwd,
      registryFiles(withFields(text, 1, heldBy('evil', 1))),
      deed('claim', 1, 'evil')
    )
    const codes = await found()
    assert.ok(codes.includes('CLAIM_TAKEN_OVER 1'), JSON.stringify(codes))
  })

  test('a base that cannot be read is refused, and named as such', async () => {
    await startBranch(cwd, 'broken', 'main')
    await commit(cwd, {[registryPath]: Buffer.concat([Buffer.from(text), Buffer.from([0xff])])})
    const base = await revision(cwd, 'broken')
    await startBranch(cwd, 'topic', 'broken')
    await commit(cwd, registryFiles(text))
    const {exitCode, error} = await regmdJson(cwd, ['check', '--base', 'broken', '--ref', 'topic'])
    assert.deepEqual([exitCode, error.code], [6, 'REGISTRY_INVALID'])
    assert.match(error.message, new RegExp(`base|${base.slice(0, 7)}`, 'u'))
  })

  test('a pull request that sets the registry up passes', async () => {
    const empty = await makeRepository({'README.md': '# Kitchen\n'})
    await startBranch(empty, 'topic', 'main')
    await commit(empty, registryFiles(text))
    assert.deepEqual(await judge(empty, '--base', 'main', '--ref', 'topic'), [])
    assert.deepEqual(await judge(empty, '--base', 'main'), [])
    assert.equal(await refusal(empty, '--base', 'main', '--ref', 'main'), '6 REGISTRY_NOT_FOUND')
  })

  test('a pull request that sets up what the base has got meanwhile is compared with it', async () => {
    const empty = await makeRepository({'README.md': '# Kitchen\n'})
    await startBranch(empty, 'topic', 'main')
    await commit(empty, registryFiles(documentOf({sessions: 4})))
    await git(empty, 'checkout', '--quiet', 'main')
    await commit(empty, registryFiles(text))
    const codes = await judge(empty, '--base', 'main', '--ref', 'topic')
    assert.equal(codes.length, 1, JSON.stringify(codes))
  })
})

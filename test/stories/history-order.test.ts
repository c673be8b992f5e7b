import assert from 'node:assert/strict'
import {describe, test} from 'node:test'
import {
  addClone,
  commitFiles,
  git,
  makeRepository,
  regmd,
  registryPath,
  registryText,
  writeFiles
} from '../helpers/cli.ts'
import {
  actIn,
  actsOf,
  approve,
  breachesOf,
  claimMessage,
  claimed,
  claimsIn,
  gitWith,
  historyOf,
  idOf,
  line,
  makeTeam,
  textAt
} from '../helpers/history.ts'

describe('order', {concurrency: 2}, () => {
  test('what a side branch brought counts from its merge, whatever clocks say', async () => {
    const repository = await makeRepository({[registryPath]: registryText({sessions: 8})})
    await git(repository, 'switch', '--quiet', '-c', 'side')
    const dates = (days: number) => {
      const date = `${Date.parse('2026-11-20T00:00:00Z') / 1000 + days * 86_400} +0000`
      return {GIT_COMMITTER_DATE: date, GIT_AUTHOR_DATE: date}
    }
    const claimOn = async (branch: string, number: number, days: number) => {
      await git(repository, 'switch', '--quiet', branch)
      const text = await textAt(repository, 'HEAD')
      await writeFiles(repository, {[registryPath]: claimed(text, number, `s${number}`)})
      await git(repository, 'add', '.')
      await gitWith(
        repository,
        dates(days),
        'commit',
        '--quiet',
        '-m',
        claimMessage(number, `s${number}`)
      )
    }
    await claimOn('side', 5, -30)
    await claimOn('side', 6, -40)
    await claimOn('main', 1, 20)
    await claimOn('main', 2, -20)
    await gitWith(repository, dates(-50), 'merge', '--quiet', '-X', 'theirs', '-m', 'Side', 'side')
    await claimOn('main', 3, -60)
    assert.deepEqual(
      await actsOf(repository),
      [1, 2, 5, 6, 3].map((number) => `claim ${number} s${number}`)
    )
    assert.deepEqual(await breachesOf(repository), [])
  })

  test('an octopus', async () => {
    const repository = await makeRepository({[registryPath]: registryText({sessions: 8})})
    for (const number of [2, 5, 8]) {
      await git(repository, 'switch', '--quiet', '-c', `side${number}`, 'main')
      const text = claimed(await textAt(repository, 'HEAD'), number, `s${number}`)
      await commitFiles(repository, {[registryPath]: text}, claimMessage(number, `s${number}`))
    }
    await git(repository, 'switch', '--quiet', 'main')
    await actIn(repository, 's1', ['claim', '1'])
    await git(repository, 'merge', '--quiet', '-m', 'All', 'side2', 'side5', 'side8').catch(
      () => ''
    )
    const isMerged = (await git(repository, 'rev-list', '--merges', 'HEAD')).trim() !== ''
    assert.ok(isMerged, 'git could not merge')
    const acts = await actsOf(repository)
    assert.equal(acts[0], 'claim 1 s1')
    assert.deepEqual(acts.slice(1).toSorted(), ['claim 2 s2', 'claim 5 s5', 'claim 8 s8'])
    assert.deepEqual(await breachesOf(repository), [])
  })

  test('a criss-cross', async () => {
    const repository = await makeRepository({[registryPath]: registryText({sessions: 9})})
    const claimHere = async (number: number) => {
      const text = claimed(await textAt(repository, 'HEAD'), number, `s${number}`)
      await commitFiles(repository, {[registryPath]: text}, claimMessage(number, `s${number}`))
    }
    await git(repository, 'branch', 'side')
    await claimHere(1)
    await git(repository, 'tag', 'one')
    await git(repository, 'switch', '--quiet', 'side')
    await claimHere(4)
    await git(repository, 'tag', 'four')
    await git(repository, 'merge', '--quiet', '-m', 'One', 'one')
    await claimHere(7)
    await git(repository, 'switch', '--quiet', 'main')
    await git(repository, 'merge', '--quiet', '-m', 'Four', 'four')
    await claimHere(9)
    await git(repository, 'merge', '--quiet', '-m', 'Side', 'side')
    assert.deepEqual(
      await actsOf(repository),
      [1, 4, 9, 7].map((number) => `claim ${number} s${number}`)
    )
    assert.deepEqual(await breachesOf(repository), [])
  })

  test('a claim that lost when its branch was merged never counts', async () => {
    const repository = await makeRepository({[registryPath]: registryText({sessions: 8})})
    await git(repository, 'switch', '--quiet', '-c', 'side')
    const text = claimed(await textAt(repository, 'HEAD'), 2, 'loser')
    await commitFiles(repository, {[registryPath]: text}, claimMessage(2, 'loser'))
    const late = await idOf(repository)
    await git(repository, 'switch', '--quiet', 'main')
    await actIn(repository, 'winner', ['claim', '2'])
    await git(repository, 'merge', '--quiet', '-X', 'ours', '-m', 'Side', 'side')
    const {entries, proof} = await historyOf(repository, '2')
    assert.deepEqual(claimsIn(entries), ['claim 2 winner'])
    assert.deepEqual([proof.first?.session, proof.current?.session], ['winner', 'winner'])
    assert.deepEqual(
      proof.lost.map(({commit}) => commit),
      [late]
    )
    assert.deepEqual(await breachesOf(repository), [])
  })

  test('a merge that hands a number to the loser is a takeover', async () => {
    const repository = await makeRepository({[registryPath]: registryText({sessions: 8})})
    await git(repository, 'switch', '--quiet', '-c', 'side')
    const text = claimed(await textAt(repository, 'HEAD'), 2, 'loser')
    await commitFiles(repository, {[registryPath]: text}, claimMessage(2, 'loser'))
    await git(repository, 'switch', '--quiet', 'main')
    await actIn(repository, 'winner', ['claim', '2'])
    await git(repository, 'merge', '--quiet', '-X', 'theirs', '-m', 'Side', 'side')
    assert.deepEqual(await breachesOf(repository), [['takeover', await idOf(repository), 2]])
  })

  test('a number that is given back twice for one reason', async () => {
    const team = await makeTeam(registryText({sessions: 4}), ['Ada'])
    for (const name of ['a', 'b', 'c']) {
      await team.act(name, 'claim', '2')
      await approve(team.human, 'merge')
      await team.act(name, 'release', '2', '--reason', 'session ended')
      await approve(team.human, 'merge')
    }
    const {entries} = await historyOf(team.human)
    assert.deepEqual(claimsIn(entries), team.done)
    assert.deepEqual(await breachesOf(team.human), [])
  })

  test('a number that one session claims again within the second', async () => {
    // A rebase leaves out what it takes for done.
    for (const way of ['merge', 'squash'] as const) {
      const {human, remote} = await makeTeam(registryText({sessions: 4}), ['Ada'])
      const now = new Date('2026-11-20T18:10:27Z')
      for (let round = 0; round < 2; round++) {
        await actIn(human, 'a', ['claim', '2'], now)
        await actIn(human, 'a', ['release', '2', '--reason', 'session ended'], now)
      }
      await approve(human, way)
      await actIn(human, 'a', ['claim', '2'], now)
      await approve(human, way)
      assert.deepEqual(
        claimsIn((await historyOf(human)).entries),
        ['claim 2 a', 'release 2 a', 'claim 2 a', 'release 2 a', 'claim 2 a'],
        way
      )
      assert.deepEqual(await breachesOf(human), [], way)
      assert.notEqual(remote, '')
    }
  })

  test('one branch for all: `branch: main`', async () => {
    const text = registryText({sessions: 4, frontMatter: 'registry:\n  branch: main'})
    const team = await makeTeam(text)
    await team.act('a', 'claim', '2')
    await team.act('b', 'claim', '1')
    await team.act('a', 'release', '2', '--reason', 'moved on')
    await team.act('c', 'claim', '2')
    assert.equal(await git(team.remote, 'branch', '--list', 'registry'), '')
    assert.deepEqual(await actsOf(team.human), team.done)
    assert.deepEqual(await breachesOf(team.human), [])
    const {proof} = await historyOf(team.human, '2')
    assert.deepEqual([proof.first?.session, proof.current?.session], ['a', 'c'])
  })

  test('main merged into the registry branch', async () => {
    for (const way of ['merge', 'squashOwnWords', 'rebase'] as const) {
      const team = await makeTeam(registryText({sessions: 4}), ['Ada'])
      const {human} = team
      await team.act('a', 'claim', '2')
      await approve(human, way)
      await team.act('b', 'claim', '1')
      await git(human, 'fetch', '--quiet')
      await git(human, 'switch', '--quiet', '-C', 'registry', 'origin/registry')
      await git(human, 'merge', '--quiet', '--no-ff', '-X', 'ours', '-m', 'Sync', 'origin/main')
      await git(human, 'push', '--quiet', 'origin', 'registry')
      await git(human, 'switch', '--quiet', 'main')
      assert.deepEqual(claimsIn((await historyOf(human)).entries), team.done, way)
      assert.deepEqual(await breachesOf(human), [], way)
      await team.act('c', 'claim', '3')
      await approve(human, 'merge')
      const {entries} = await historyOf(human)
      assert.deepEqual(claimsIn(entries), team.done, `${way} at the end`)
      const approvals = entries.filter(({action}) => action === 'approval')
      assert.deepEqual(
        approvals.map(({numbers}) => numbers),
        [[2], [1, 3]],
        way
      )
      assert.deepEqual(await breachesOf(human), [], `${way} at the end`)
    }
  })

  test('main brought up by fast-forward', async () => {
    const team = await makeTeam(registryText({sessions: 4}), ['Ada'])
    const {human} = team
    await team.act('a', 'claim', '2')
    await team.act('a', 'release', '2', '--reason', 'x')
    await team.act('b', 'claim', '2')
    await git(human, 'fetch', '--quiet')
    await git(human, 'merge', '--quiet', '--ff-only', 'origin/registry')
    await git(human, 'push', '--quiet', 'origin', 'main')
    assert.deepEqual(claimsIn((await historyOf(human)).entries), team.done)
    assert.deepEqual(await breachesOf(human), [])
    await team.act('c', 'claim', '3')
    assert.deepEqual(claimsIn((await historyOf(human)).entries), team.done)
  })
})

describe('who lost', {concurrency: 2}, () => {
  test('on a branch here, and on one of the remote', async () => {
    const {human, remote} = await makeTeam(registryText({sessions: 4}), ['Ada'])
    const other = await addClone(remote, 'Other')
    for (const [clone, branch, session] of [
      [human, 'mine', 'x'],
      [other, 'theirs', 'y']
    ] as const) {
      await git(clone, 'switch', '--quiet', '-c', branch)
      const text = claimed(await textAt(clone, 'HEAD'), 2, session)
      await commitFiles(clone, {[registryPath]: text}, claimMessage(2, session))
    }
    await git(other, 'push', '--quiet', 'origin', 'theirs')
    await git(human, 'fetch', '--quiet')
    await actIn(other, 'winner', ['claim', '2'])
    const {entries, proof} = await historyOf(human, '2')
    assert.deepEqual(entries[0]?.action, 'claim')
    const lost = entries.slice(1)
    assert.deepEqual(lost.map(line).toSorted(), ['lost 2 x', 'lost 2 y'])
    assert.ok(lost.every(({message}) => message === 'to winner'))
    assert.deepEqual(lost, proof.lost)
    assert.deepEqual(
      lost.map(({commit}) => commit).toSorted(),
      [await idOf(human, 'mine'), await idOf(human, 'origin/theirs')].toSorted()
    )
    assert.deepEqual(await breachesOf(human), [])
    const {stdout} = await regmd(human, ['history'])
    assert.match(stdout, /lost to winner +2 +x /u)
    const {stdout: one} = await regmd(human, ['history', '2'])
    assert.match(one, /first claimed by winner/u)
    assert.match(one, /x came too late, in [0-9a-f]{10}/u)
    assert.match(one, /y came too late/u)
    assert.deepEqual(claimsIn((await historyOf(human)).entries), ['claim 2 winner'])
  })

  test('nobody, where the branch is of the holder', async () => {
    const {human} = await makeTeam(registryText({sessions: 4}), ['Ada'])
    await git(human, 'switch', '--quiet', '-c', 'mine')
    const text = claimed(await textAt(human, 'HEAD'), 2, 'winner')
    await commitFiles(human, {[registryPath]: text}, claimMessage(2, 'winner'))
    await actIn(human, 'winner', ['claim', '2'])
    assert.deepEqual((await historyOf(human, '2')).proof.lost, [])
  })

  test('nobody, where it was claimed by turns', async () => {
    const team = await makeTeam(registryText({sessions: 4}), ['Ada'])
    await team.act('a', 'claim', '2')
    await git(team.human, 'fetch', '--quiet')
    await git(team.human, 'branch', 'old', 'origin/registry')
    await team.act('a', 'release', '2', '--reason', 'x')
    await team.act('b', 'claim', '2')
    await approve(team.human, 'squash')
    await git(team.human, 'push', '--quiet', 'origin', ':registry')
    await git(team.human, 'fetch', '--quiet', '--prune')
    const {entries} = await historyOf(team.human, '2')
    assert.deepEqual(entries.filter(({action}) => action === 'lost').map(line), [])
  })
})

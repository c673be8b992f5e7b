import assert from 'node:assert/strict'
import {join} from 'node:path'
import {describe, test} from 'node:test'
import {git, heldBy, makeFolder, registryPath} from '../helpers/cli.ts'
import {
  assertPassed,
  claim,
  editBranch,
  errorsOf,
  forkOf,
  lineOf,
  makeForge,
  mergeInto,
  openPullRequest,
  queue,
  runAction,
  runWorkflow,
  tipOf
} from '../helpers/forge.ts'
import {withBlock, withClaim} from '../helpers/pull-request.ts'

/** Takes the blocks of some numbers out. */
const without = (numbers: readonly number[]) => (text: string) =>
  numbers.reduce((rest, number) => withBlock(rest, number, () => ''), text)

/** Adds a block that a session holds before another one's. */
const withNewBlock = (number: number, session: string, next: number) => (text: string) =>
  text.replace(
    new RegExp(`^### Session #${next}\\b`, 'mu'),
    (found) =>
      `### Session #${number}: By ${session}\n\n${heldBy(session, number).join('\n')}\n\n${found}`
  )

describe('a pull request', {concurrency: 3}, () => {
  test('from the registry branch passes', async () => {
    const forge = await makeForge()
    await claim(forge.clone, 1)
    await claim(forge.clone, 2)
    const event = await openPullRequest(forge, {branch: 'registry'})
    const ran = await runWorkflow(forge, event)
    assertPassed(ran)
    assert.match(ran.summary, /\| ✅ \| 2 \| `session-2` \| `Role 2` \|/u)
    assert.match(ran.log, new RegExp(`--ref=${event.sha} --base=${event.sha}\\^1$`, 'mu'))
  })

  test('from a fork passes', async () => {
    const forge = await makeForge()
    await claim(forge.clone, 1)
    const fork = await forkOf(forge)
    await claim(fork.clone, 3)
    const event = await openPullRequest(forge, {from: fork.remote, branch: 'registry'})
    assertPassed(await runWorkflow(forge, event))
  })

  test('from a fork that takes over a number fails', async () => {
    const forge = await makeForge()
    await claim(forge.clone, 2, 'ann')
    await mergeInto(forge, 'registry')
    const fork = await forkOf(forge)
    await editBranch(fork, 'main', (text) => withClaim(text, 2, 'eve'), 'mine')
    const event = await openPullRequest(forge, {from: fork.remote, branch: 'mine'})
    const ran = await runWorkflow(forge, event)
    assert.equal(ran.exitCode, 1)
    const line = await lineOf(forge, event.sha, 2)
    assert.ok(errorsOf(ran).includes(`CLAIM_TAKEN_OVER ${registryPath}:${line}`), ran.output)
    assert.match(ran.summary, /^## ❌ [^]*\| error \| `CLAIM_TAKEN_OVER` \| \d+ \| 2 \|/u)
  })

  test('for a number that another one got meanwhile fails, though git merges it', async () => {
    const forge = await makeForge({edit: without([3, 4])})
    await editBranch(forge, 'main', withNewBlock(3, 'ann', 5), 'ann')
    await editBranch(forge, 'main', withNewBlock(3, 'eve', 1), 'eve')
    const [one, other] = [
      await openPullRequest(forge, {number: 1, branch: 'ann'}),
      await openPullRequest(forge, {number: 2, branch: 'eve'})
    ]
    for (const event of [one, other]) {
      const found = errorsOf(await runWorkflow(forge, event)).join('\n')
      assert.doesNotMatch(found, /DUPLICATE/u)
    }

    await mergeInto(forge, 'ann')
    const again = await openPullRequest(forge, {number: 2, branch: 'eve'})
    const ran = await runWorkflow(forge, again)
    assert.equal(ran.exitCode, 1)
    const line = await lineOf(forge, again.sha, 3)
    assert.ok(errorsOf(ran).includes(`NUMBER_DUPLICATE ${registryPath}:${line}`), ran.output)
  })

  test('passes while the base of its event grows old', async () => {
    const forge = await makeForge()
    await claim(forge.clone, 1)
    const {payload} = await openPullRequest(forge, {branch: 'registry'})
    const fork = await forkOf(forge)
    await claim(fork.clone, 4)
    await git(fork.clone, 'push', '--quiet', forge.remote, 'origin/registry:refs/heads/others')
    await mergeInto(forge, 'others')
    const event = await openPullRequest(forge, {branch: 'registry'})
    const ran = await runWorkflow(forge, {...event, payload})
    assertPassed(ran)
    assert.ok(!ran.log.includes(`--base=${await tipOf(forge.remote, 'main')}`))
  })

  test('without its merge result is compared with the base of its event', async () => {
    const forge = await makeForge()
    await claim(forge.clone, 1)
    const event = await openPullRequest(forge, {branch: 'registry'})
    const [ref, sha] = ['refs/heads/registry', await tipOf(forge.remote, 'registry')]
    const ran = await runWorkflow(forge, {...event, ref, sha})
    assertPassed(ran)
    assert.ok(ran.log.includes(`--base=${await tipOf(forge.remote, 'main')}`), ran.log)
  })

  test('on a default branch of another name', async () => {
    const forge = await makeForge({main: 'trunk'})
    await claim(forge.clone, 1)
    assertPassed(await runWorkflow(forge, await openPullRequest(forge, {branch: 'registry'})))
  })

  test('in a checkout that is too shallow fails, and says what to write', async () => {
    const forge = await makeForge()
    await claim(forge.clone, 1)
    const event = await openPullRequest(forge, {branch: 'registry'})
    for (const depth of [1, 2]) {
      const edit = (text: string) => text.replace('fetch-depth: 0', `fetch-depth: ${depth}`)
      const ran = await runWorkflow(forge, event, {edit})
      assert.equal(ran.exitCode, 7, ran.output)
      assert.deepEqual(errorsOf(ran), ['regmd check'])
      assert.match(ran.annotations[0]?.message ?? '', /check out with `fetch-depth: 0`/u)
      assert.match(ran.summary, /^### ❌ regmd check\n[^]*fetch-depth: 0/u)
    }
  })
})

describe('a merge group', () => {
  test('passes', async () => {
    const forge = await makeForge()
    await claim(forge.clone, 1)
    assertPassed(await runWorkflow(forge, await queue(forge, 'registry')))
  })

  test('that takes a claim back fails', async () => {
    const forge = await makeForge()
    const fresh = await git(forge.remote, 'show', `main:${registryPath}`)
    await claim(forge.clone, 1)
    await mergeInto(forge, 'registry')
    await editBranch(forge, 'main', () => fresh, 'mine')
    const event = await queue(forge, 'mine')
    const ran = await runWorkflow(forge, event)
    assert.equal(ran.exitCode, 1)
    const line = await lineOf(forge, event.sha, 1)
    assert.deepEqual(errorsOf(ran), [`STATUS_ROLLED_BACK ${registryPath}:${line}`])
  })
})

describe('inputs', () => {
  test('strict and consensus make it fail where it would pass', async () => {
    const forge = await makeForge({
      sessions: 3,
      edit: (text) =>
        withBlock(text, 2, (block) =>
          block.replace(/^- \*\*GOAL\*\*:.*$/mu, '- **GOAL**: Send 17 mails for prospects 18-33')
        )
    })
    await claim(forge.clone, 1)
    const event = await openPullRequest(forge, {branch: 'registry'})
    const withInput = (line: string) => ({
      edit: (text: string) =>
        text.replace(/check@.*$/mu, (found) => `${found}\n        with:\n          ${line}`)
    })
    assert.equal((await runWorkflow(forge, event, withInput('consensus: false'))).exitCode, 0)
    const ran = await runWorkflow(forge, event, withInput('consensus: true'))
    assert.equal(ran.exitCode, 1)
    assert.match(ran.summary, /no consensus yet/u)
    assert.equal((await runWorkflow(forge, event, withInput("strict: 'maybe'"))).exitCode, 2)
  })

  test('a path that is no option', async () => {
    const forge = await makeForge()
    await claim(forge.clone, 1)
    const event = await openPullRequest(forge, {branch: 'registry'})
    const env = {INPUT_REGISTRY: '--explain=FIELD_MISSING'}
    const ran = await runWorkflow(forge, event, {env})
    assert.equal(ran.exitCode, 6, ran.output)
    assert.match(ran.annotations[0]?.message ?? '', /There is no `--explain=FIELD_MISSING`/u)
    const named = await runWorkflow(forge, event, {env: {INPUT_REGISTRY: registryPath}})
    assertPassed(named)
  })
})

describe('what is refused', () => {
  test('pull_request_target, and an event without a base', async () => {
    const forge = await makeForge()
    await claim(forge.clone, 1)
    const event = await openPullRequest(forge, {branch: 'registry'})
    for (const [other, wanted] of [
      [{name: 'pull_request_target'}, /Next: write `on: \[pull_request, merge_group\]`/u],
      [{name: 'release'}, /The event `release` does not say what to check/u],
      [{payload: {pull_request: {}}}, /`pull_request\.base\.sha` is not the id of a commit/u],
      [{payload: {}}, /`pull_request\.base\.sha` is not the id of a commit/u]
    ] as const) {
      const ran = await runAction(forge.clone, {event: {...event, ...other}})
      assert.equal(ran.exitCode, 2, ran.output)
      assert.deepEqual(errorsOf(ran), ['regmd'])
      assert.match(ran.annotations[0]?.message ?? '', wanted)
      assert.match(ran.summary, /^### ❌ regmd$/mu)
    }
  })

  test('an event that cannot be read', async () => {
    const {clone} = await makeForge()
    const event = {name: 'push', ref: 'refs/heads/main', sha: '', payload: {}}
    for (const path of [join(clone, 'missing.json'), join(clone, 'README.md'), '', undefined]) {
      const ran = await runAction(clone, {event, env: {GITHUB_EVENT_PATH: path}})
      assert.equal(ran.exitCode, 2, ran.output)
      assert.match(
        ran.annotations[0]?.message ?? '',
        /^Cannot read the event in GITHUB_EVENT_PATH/u
      )
    }
  })

  test('a workspace without a checkout', async () => {
    const forge = await makeForge()
    await claim(forge.clone, 1)
    const event = await openPullRequest(forge, {branch: 'registry'})
    const folder = await makeFolder()
    const env = {GIT_CEILING_DIRECTORIES: folder}
    const ran = await runAction(folder, {event, env})
    assert.equal(ran.exitCode, 7, ran.output)
    assert.match(ran.annotations[0]?.message ?? '', /not in a git repository/u)
  })
})

import assert from 'node:assert/strict'
import {describe, test} from 'node:test'
import {git, registryPath} from '../helpers/cli.ts'
import {
  assertVerified,
  changeGoal,
  claim,
  editBranch,
  errorsOf,
  forkOf,
  lineOf,
  makeForge,
  mergeInto,
  nothing,
  pushed,
  runAction,
  runPush,
  runWorkflow,
  tipOf
} from '../helpers/forge.ts'
import {withClaim} from '../helpers/pull-request.ts'

describe('a push to the registry branch', {concurrency: 3}, () => {
  for (const main of ['main', 'trunk']) {
    test(`the first one passes, and the next, beside ${main}`, async () => {
      const forge = await makeForge({main})
      const first = await claim(forge.clone, 1)
      assertVerified(await runPush(forge, 'registry', nothing))
      await claim(forge.clone, 2)
      const ran = await runPush(forge, 'registry', first)
      assertVerified(ran)
      assert.match(ran.summary, /in \d+ commits no claim was taken over/u)
    })
  }

  test('passes when the branch has moved on meanwhile', async () => {
    const forge = await makeForge()
    const first = await claim(forge.clone, 1)
    await claim(forge.clone, 2)
    const event = await pushed(forge, 'registry', first)
    await claim(forge.clone, 3)
    assertVerified(await runWorkflow(forge, event))
  })

  test('passes after its approval, from where main is', async () => {
    const forge = await makeForge()
    const first = await claim(forge.clone, 1)
    await mergeInto(forge, 'registry')
    await claim(forge.clone, 2)
    assertVerified(await runPush(forge, 'registry', first))
  })

  test('of an edit by hand fails', async () => {
    const forge = await makeForge()
    const before = await claim(forge.clone, 2)
    const after = await editBranch(forge, 'registry', changeGoal(2))
    const ran = await runPush(forge, 'registry', before)
    assert.equal(ran.exitCode, 1, ran.output)
    const line = await lineOf(forge, after, 2)
    const found = `CLAIM_REWRITTEN ${registryPath}:${line}`
    assert.deepEqual(errorsOf(ran), [found, 'regmd history --verify'])
    const [, told] = ran.annotations
    assert.ok(told?.message.includes(after.slice(0, 10)), told?.message)
    assert.match(ran.summary, /^### ❌ regmd history --verify$/mu)
  })

  test('of a hand-made claim fails, as no command of regmd made it', async () => {
    const forge = await makeForge()
    const before = await claim(forge.clone, 2)
    await editBranch(forge, 'registry', (text) => withClaim(text, 3, 'eve'))
    const ran = await runPush(forge, 'registry', before)
    assert.equal(ran.exitCode, 1, ran.output)
    assert.ok(errorsOf(ran).includes('regmd history --verify'))
  })

  test('that rewinds it fails, whether the clone has what was there or not', async () => {
    for (const isKept of [true, false]) {
      const forge = await makeForge()
      const first = await claim(forge.clone, 1)
      const second = await claim(forge.clone, 2)
      if (isKept) await git(forge.remote, 'branch', 'kept', second)
      await git(forge.clone, 'push', '--quiet', '--force', 'origin', `${first}:refs/heads/registry`)
      const ran = await runPush(forge, 'registry', second)
      assert.equal(ran.exitCode, isKept ? 1 : 7, ran.output)
      const [said, ...others] = ran.annotations
      assert.match(said?.message ?? '', /^This push rewound or rewrote the branch registry, which/u)
      const told = others.find(({title}) => title === 'regmd history --verify')
      const wanted = isKept ? /^rewound in / : new RegExp(`no commit \`${second}\``)
      assert.match(told?.message ?? '', wanted)
      assert.match(ran.summary, /^### ❌ regmd\n\n- `This push rewound/mu)
    }
  })

  test('that rewrites it fails', async () => {
    const forge = await makeForge()
    await claim(forge.clone, 1)
    const before = await claim(forge.clone, 2)
    await git(forge.remote, 'update-ref', '-d', 'refs/heads/registry')
    const fork = await forkOf(forge)
    await claim(fork.clone, 1, 'eve')
    await git(fork.clone, 'push', '--quiet', forge.remote, 'origin/registry:refs/heads/registry')
    const ran = await runPush(forge, 'registry', before)
    assert.equal(ran.exitCode, 7, ran.output)
    assert.deepEqual(errorsOf(ran), ['regmd', 'regmd history --verify'])
  })

  test('that deletes it is nothing to check', async () => {
    const forge = await makeForge()
    const before = await claim(forge.clone, 1)
    const event = await pushed(forge, 'registry', before)
    await git(forge.remote, 'update-ref', '-d', 'refs/heads/registry')
    const payload = {...event.payload, after: nothing, deleted: true, forced: true}
    // Such a push runs on the default branch's commit.
    const sha = await tipOf(forge.remote, 'main')
    const ran = await runAction(forge.clone, {event: {...event, sha, payload}})
    assert.equal(ran.exitCode, 0)
    assert.equal(ran.log.trim(), 'Nothing to check: the branch registry was deleted')
    assert.deepEqual(ran.annotations, [])
  })

  test('in a checkout that is too shallow fails, and says what to write', async () => {
    const forge = await makeForge()
    const before = await claim(forge.clone, 1)
    await claim(forge.clone, 2)
    const edit = (text: string) => text.replace('fetch-depth: 0', 'fetch-depth: 1')
    const ran = await runWorkflow(forge, await pushed(forge, 'registry', before), {edit})
    assert.equal(ran.exitCode, 7, ran.output)
    assert.deepEqual(errorsOf(ran), ['regmd check', 'regmd history --verify'])
    for (const {message} of ran.annotations) assert.match(message, /`fetch-depth: 0`/u)
  })
})

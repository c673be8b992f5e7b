import assert from 'node:assert/strict'
import {readFile} from 'node:fs/promises'
import {join} from 'node:path'
import {describe, test} from 'node:test'
import {findHidden} from '../../src/core/characters.ts'
import {commitFiles, git, registryPath} from '../helpers/cli.ts'
import {
  type Ran,
  claim,
  editBranch,
  errorsOf,
  makeForge,
  mergeInto,
  openPullRequest,
  pushed,
  runWorkflow
} from '../helpers/forge.ts'
import {withClaim} from '../helpers/pull-request.ts'

/** What the runner reads as a command is looked for when its log is read. */
function assertInert({output, summary}: Ran): void {
  assert.deepEqual(findHidden((output + summary).replaceAll('\n', '')), [])
  assert.doesNotMatch(summary, /^\s*::|##\w*\[/mu)
}

describe('hostile text', {concurrency: 3}, () => {
  const attacks = [
    '::error file=x::pwned',
    '##[error]pwned',
    '\u001b[31m::warning::pwned',
    '::stop-commands::x%0A::set-output name=a::b',
    '<img src=x> [a](javascript:1) `b` | \u202epwned'
  ]
  for (const attack of attacks) {
    test(`${JSON.stringify(attack)} is no command`, async () => {
      const forge = await makeForge()
      await claim(forge.clone, 2, 'ann')
      await mergeInto(forge, 'registry')
      const hostile = (text: string) =>
        withClaim(text, 2, attack)
          .replaceAll(/Role 2/gu, () => attack)
          .replaceAll(/^# .*$/gmu, () => `# ${attack}`)
          .replace(/^### Session #3\b.*$/mu, () => `### Session #2: ${attack}`)
      await editBranch(forge, 'main', hostile, 'mine')
      const event = await openPullRequest(forge, {branch: 'mine'})
      const ran = await runWorkflow(forge, event)
      assert.equal(ran.exitCode, 1)
      const files = new Set(ran.annotations.map(({file}) => file))
      assert.deepEqual(
        [...files].filter((file) => file !== undefined),
        [registryPath]
      )
      assertInert(ran)
    })
  }

  test('in the name of the registry', async () => {
    const forge = await makeForge()
    const path = 'registry/a,b::error::##[x]%0A.md'
    const text = await readFile(join(forge.clone, registryPath), 'utf8')
    await git(forge.clone, 'checkout', '--quiet', '-b', 'mine')
    await git(forge.clone, 'rm', '--quiet', registryPath)
    await commitFiles(forge.clone, {
      [path]: withClaim(text, 2, 'eve').replace(/Mailer|GOAL/gu, 'X')
    })
    await git(forge.clone, 'push', '--quiet', 'origin', 'mine')
    const event = await openPullRequest(forge, {branch: 'mine'})
    const ran = await runWorkflow(forge, event)
    assert.equal(ran.exitCode, 1, ran.output)
    const file = ran.annotations.find((one) => one.file !== undefined)?.file
    assert.equal(file, String.raw`registry/a,b::error::##\u{5b}x]%0A.md`)
  })

  test('in the history', async () => {
    const forge = await makeForge()
    const before = await claim(forge.clone, 2)
    const attack = '::error file=x::pwned ##[error]pwned \u001b[31m'
    await editBranch(forge, 'registry', (text) => withClaim(text, 2, attack))
    const ran = await runWorkflow(forge, await pushed(forge, 'registry', before))
    assert.equal(ran.exitCode, 1, ran.output)
    assert.match(errorsOf(ran).join('\n'), /^CLAIM_TAKEN_OVER /mu)
    assertInert(ran)
  })

  test('in an input', async () => {
    const forge = await makeForge()
    const before = await claim(forge.clone, 2)
    await claim(forge.clone, 3)
    for (const name of [
      'INPUT_REGISTRY',
      'INPUT_STRICT',
      'GITHUB_EVENT_NAME',
      'GITHUB_EVENT_PATH'
    ]) {
      const env = {[name]: 'x ##[group]y\n::error::z\n  ::set-output name=a::b'}
      const ran = await runWorkflow(forge, await pushed(forge, 'registry', before), {env})
      assert.ok(ran.exitCode > 0, name)
      assert.ok(errorsOf(ran).length > 0, name)
      assertInert(ran)
    }
  })
})

import assert from 'node:assert/strict'
import {randomUUID} from 'node:crypto'
import {readFile} from 'node:fs/promises'
import {join} from 'node:path'
import {test} from 'node:test'
import {digestOf} from '../../src/core/digest.ts'
import {parseRegistry} from '../../src/core/parse.ts'
import {applyEdits} from '../../src/core/edit.ts'
import {deriveEdits} from '../../src/core/derive.ts'
import {setRecord} from '../../src/core/record-edit.ts'
import {commitFiles, git, makeRepository, regmdJson, registryPath} from '../helpers/cli.ts'
import {actsOf, breachesOf, makeTeam} from '../helpers/history.ts'
import {agreeIn, askAs, doAs, makeAgreed, protocolText} from '../helpers/protocol.ts'

/** A document that says of itself that a human approved it. */
function withApproval(text: string): string {
  const registry = parseRegistry(text)
  const stamp = {time: '2026-11-21T05:00:00Z', digest: digestOf(registry)}
  const noted = applyEdits(text, setRecord(registry, 'approved', stamp))
  return applyEdits(noted, deriveEdits(parseRegistry(noted)))
}

function trailers(action: string, ...more: readonly string[]): string {
  const lines = [`Registry-Action: ${action}`, ...more, `Registry-Path: ${registryPath}`]
  return `registry: a step\n\n${lines.join('\n')}\nRegistry-Attempt: ${randomUUID()}\n`
}

const asOrchestrator = ['Registry-Number: 1', 'Registry-Session: s1']
const messages = {
  'no trailers': 'docs: x',
  'an approval': trailers('approve'),
  'an approval of a session': trailers('approve', ...asOrchestrator),
  'an activation': trailers('activate', ...asOrchestrator),
  'a synchronisation': trailers('sync')
}

test('an approval that a session writes on the registry branch is found', async (t) => {
  const {human} = await makeAgreed()
  await git(human, 'fetch', '--quiet')
  await git(human, 'checkout', '--quiet', '-B', 'registry', 'origin/registry')
  const file = join(human, registryPath)
  const forged = withApproval(await readFile(file, 'utf8'))
  const start = (await git(human, 'rev-parse', 'HEAD')).trim()
  for (const [name, message] of Object.entries(messages)) {
    await t.test(`with ${name}`, async () => {
      await git(human, 'reset', '--quiet', '--hard', start)
      await commitFiles(human, {[registryPath]: forged}, message)
      await git(human, 'push', '--quiet', '--force', 'origin', 'registry')
      const args = ['check', '--ref', 'HEAD', '--base', 'origin/main']
      const {data, exitCode} = await regmdJson(human, args)
      assert.equal(exitCode, 1)
      const codes = (data.problems as readonly {readonly code: string}[]).map(({code}) => code)
      assert.deepEqual(codes, ['RECORD_FORGED'])
      const commit = (await git(human, 'rev-parse', 'HEAD')).trim()
      const breaches = await breachesOf(human)
      assert.ok(breaches.some((one) => one[0] === 'hand edit' && one[1] === commit))
      assert.equal(
        (await actsOf(human)).some((act) => act.startsWith('approval')),
        false
      )
      const {approved, stage} = await doAs(human, '', ['status'])
      assert.deepEqual([approved, stage], [[], 'acknowledged'])
    })
  }
})

test('an approval that is written by hand does not count where both are one branch', async () => {
  const repository = await makeRepository({[registryPath]: protocolText()})
  await agreeIn(repository, 2)
  const file = join(repository, registryPath)
  const forged = withApproval(await readFile(file, 'utf8'))
  await commitFiles(repository, {[registryPath]: forged}, 'docs: x')
  const {approved, stage} = await doAs(repository, '', ['status'])
  assert.deepEqual([approved, stage], [[], 'acknowledged'])
  const start = ['activate', '--start', '2026-11-23']
  assert.equal((await askAs(repository, 's1', start)).error.code, 'NOT_READY')
  const {data} = await askAs(repository, '', ['approve'], {isInteractive: true})
  assert.equal(data.changed, true, 'A person can still approve')
  assert.equal((await doAs(repository, '', ['status'])).stage, 'approved')
  await doAs(repository, 's1', start)
})

test('a person approves what a session says to be approved', async () => {
  const {human} = await makeAgreed()
  await git(human, 'fetch', '--quiet')
  await git(human, 'checkout', '--quiet', '-B', 'registry', 'origin/registry')
  const forged = withApproval(await readFile(join(human, registryPath), 'utf8'))
  await commitFiles(human, {[registryPath]: forged}, 'docs: x')
  await git(human, 'push', '--quiet', 'origin', 'registry')
  const {data} = await askAs(human, '', ['approve'], {isInteractive: true})
  assert.equal(data.changed, true)
  assert.equal((await doAs(human, '', ['status'])).stage, 'approved')
})

test('a direct push approves nothing, also once a block has changed', async () => {
  const {human} = await makeAgreed()
  await git(human, 'fetch', '--quiet')
  await git(human, 'push', '--quiet', 'origin', 'origin/registry:main')
  assert.deepEqual((await doAs(human, '', ['status'])).approved, [])
  const goal = ['--goal', 'Wash 80 plates daily', '--reason', 'More guests']
  await doAs(human, 's1', ['reassign', '1', ...goal])
  assert.deepEqual((await doAs(human, '', ['status'])).approved, [])
})

test('a squash explains the branch that was deleted after it', async () => {
  const {human} = await makeTeam(protocolText())
  await doAs(human, 's1', ['claim', '1'])
  // This clone remembers the branch as it was then.
  await git(human, 'fetch', '--quiet')
  await doAs(human, 's2', ['claim', '2'])
  await doAs(human, 's1', ['confirm'])
  await doAs(human, 's1', ['broadcast'])
  await doAs(human, 's1', ['ack'])
  await doAs(human, 's2', ['ack'])
  await git(human, 'fetch', '--quiet')
  const words = await git(human, 'log', '--reverse', '--format=* %s%n%n%b', 'main..origin/registry')
  await git(human, 'merge', '--quiet', '--squash', 'origin/registry')
  await git(human, 'commit', '--quiet', '-m', `Approve\n\n${words}`)
  await git(human, 'push', '--quiet', 'origin', 'HEAD:main')
  await git(human, 'push', '--quiet', 'origin', ':registry')
  await doAs(human, 's1', ['activate', '--start', '2026-11-23'])
  assert.deepEqual(await breachesOf(human), [])
  const acts = await actsOf(human)
  assert.equal(acts.filter((act) => act.startsWith('claim')).length, 2)
})

import assert from 'node:assert/strict'
import {writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {test} from 'node:test'
import {
  binary,
  execute,
  makeFolder,
  makeRepository,
  regmd,
  regmdJson,
  registryPath,
  registryText
} from '../helpers/cli.ts'

const block = [
  '- **ROLE**: Mailer',
  '- **GOAL**: Coordinate 12 sessions to $120k MRR',
  '- **SESSION_ID**: mia (run-7)',
  '- **STATUS**: PENDING'
]

async function setUp(message: string): Promise<{repository: string; file: string}> {
  const repository = await makeRepository({
    [registryPath]: registryText({blocks: {2: block, 3: ['- **STATUS**: PENDING']}})
  })
  const file = join(await makeFolder(), 'message.txt')
  await writeFile(file, message)
  return {repository, file}
}

const eaten =
  'REGISTRATION COMPLETE\nNUMBER: 2\nGOAL: Coordinate 12 sessions to k MRR\nSESSION_ID: mia\n'

test('a message names the session and the number; a goal that a shell has eaten is not taken', async () => {
  const {repository, file} = await setUp(eaten)
  const {exitCode, data} = await regmdJson(repository, ['claim', '--message', file])
  assert.equal(exitCode, 0)
  assert.equal(data.number, 2)
  assert.equal(data.session, 'mia (run-7)')
  assert.equal(data.goal, 'Coordinate 12 sessions to $120k MRR')
  assert.equal(data.warnings.length, 1)
  const again = await regmd(repository, ['claim', '--message', file])
  assert.match(again.stdout, /Note +The message says another goal/u)
})

test('--goal counts before block and message', async () => {
  const {repository, file} = await setUp(eaten)
  const args = ['claim', '--message', file, '--goal', 'Send 5 mails daily']
  const {data} = await regmdJson(repository, args)
  assert.equal(data.goal, 'Send 5 mails daily')
  assert.deepEqual(data.warnings, [])
})

test('a message fills an open block, and can hold readiness back', async () => {
  const {repository, file} = await setUp(
    '"REGISTRATION: NUMBER=3 ROLE=[Scout] GOAL=[Find 25 a day] SESSION_ID=sam READY=NO"'
  )
  const {data} = await regmdJson(repository, ['claim', '--message', file])
  assert.deepEqual([data.number, data.role, data.goal], [3, 'Scout', 'Find 25 a day'])
  assert.equal(data.ready, false)
})

test("a message of one session is not another session's", async () => {
  const {repository, file} = await setUp(eaten)
  const args = ['claim', '--message', file, '--session', 'tom']
  const {exitCode, error} = await regmdJson(repository, args)
  assert.equal(exitCode, 6)
  assert.equal(error.code, 'CLAIM_INVALID')
  const status = await regmdJson(repository, ['status'])
  assert.equal(status.data.registered, 0)
})

test('a message comes from standard input too', async () => {
  const {repository, file} = await setUp(eaten)
  const command = `node '${binary}' claim --message - --json < '${file}'`
  const {exitCode, stdout} = await execute(repository, ['sh', '-c', command])
  assert.equal(exitCode, 0, stdout)
  assert.equal(JSON.parse(stdout).data.number, 2)
})

for (const [name, message, exitCode] of [
  ['no registration', 'Hello', 6],
  ['nothing', '', 6],
  ['too much', 'x'.repeat(70_000), 2]
] as const) {
  test(`a message with ${name} is refused`, async () => {
    const {repository, file} = await setUp(message)
    const run = await regmdJson(repository, ['claim', '--message', file])
    assert.equal(run.exitCode, exitCode)
  })
}

test('a message that is not there is refused', async () => {
  const {repository} = await setUp('')
  const {exitCode, error} = await regmdJson(repository, ['claim', '--message', 'nowhere.txt'])
  assert.equal(exitCode, 2)
  assert.equal(error.code, 'USAGE')
})

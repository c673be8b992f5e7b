import assert from 'node:assert/strict'
import {readFile, rm, stat} from 'node:fs/promises'
import {basename, join} from 'node:path'
import {after, before, describe, test} from 'node:test'
import {Ajv2020} from 'ajv/dist/2020.js'
import type {Result} from '../../src/commands/command.ts'
import {demo} from '../../src/commands/demo.ts'
import type {Context} from '../../src/context.ts'
import {findHidden} from '../../src/core/characters.ts'
import {renderSuccess} from '../../src/report/json.ts'
import {screenOf, widthOf} from '../../src/report/screen.ts'
import {script} from '../../src/shell/demo-script.ts'
import {
  type Output,
  binary,
  cleanEnvironment,
  git,
  makeFolder,
  packageRoot,
  regmdJson
} from '../helpers/cli.ts'

/** The play takes half a minute where nothing else runs, in milliseconds. */
const longestMs = 400_000

const columns = 100

describe('the demo', {timeout: longestMs}, () => {
  let data: Output['data']
  let output: Output
  let told = ''
  let result: Result
  let transcript = ''

  // It is played once, its sessions being processes of their own: for data and for words.
  before(
    async () => {
      const folder = await makeFolder()
      const context: Context = {
        cwd: folder,
        env: cleanEnvironment(),
        now: () => new Date('2026-11-20T18:10:27Z'),
        stdout: {write: () => undefined, columns},
        stderr: {write: (text) => (told += text), columns},
        signal: new AbortController().signal,
        program: [process.execPath, binary]
      }
      result = await demo.run({}, context)
      output = JSON.parse(renderSuccess('demo', result.data, result.exitCode ?? 0)) as Output
      data = output.data
      transcript = result.text(screenOf(context.stdout, context.env))
    },
    {timeout: longestMs}
  )

  after(async () => {
    assert.match(basename(data.directory), /^regmd-demo-/u)
    await rm(data.directory, {recursive: true, force: true, maxRetries: 3})
  })

  test('plays every scene as it is told', () => {
    const scenes = data.scenes as readonly Readonly<Record<string, unknown>>[]
    assert.deepEqual(
      scenes.map(({title, processes, ok}) => ({title, processes, ok})),
      script.map(({title, lines}) => ({
        title,
        processes: lines.reduce((sum, {who}) => sum + (who === 'everyone' ? 12 : 1), 0),
        ok: true
      }))
    )
    assert.equal(result.exitCode, 0)
    assert.equal(data.registered, 12)
    assert.equal(data.total, 12)
  })

  test('its data is what the schema says', async () => {
    const schema = await readFile(join(packageRoot, 'schemas/output.schema.json'), 'utf8')
    const validate = new Ajv2020({strict: true}).compile(JSON.parse(schema) as object)
    assert.ok(validate(output), JSON.stringify(validate.errors))
    for (const directory of [data.directory, data.remote, data.clone]) {
      assert.ok((await stat(directory)).isDirectory())
    }
  })

  test('the remote holds an activated registry: one commit a step, and no other', async () => {
    const text = await git(data.remote, 'show', 'registry:registry/sessions.md')
    assert.equal(text.match(/^- \*\*STATUS\*\*: ✅ REGISTERED$/gmu)?.length, 12)
    assert.match(text, /^\*\*Status\*\*: .*ACTIVATED/mu)
    assert.match(text, /12\/12 sessions registered/u)
    assert.match(text, /^\*\*Activated\*\*: \S+Z [0-9a-f]{64}$/mu)
    assert.match(text, /^```mermaid$/mu)

    const log = await git(
      data.remote,
      'log',
      '--topo-order',
      '--no-merges',
      '--reverse',
      '--format=%(trailers:key=Registry-Action,valueonly,separator=%x2C)',
      'registry'
    )
    const actions = log.split('\n').filter((line) => line !== '')
    const times = (action: string, count: number) => Array.from({length: count}, () => action)
    assert.deepEqual(actions, [
      ...times('claim', 12),
      ...times('reassign', 2),
      'confirm',
      'broadcast',
      ...times('ack', 12),
      'activate'
    ])
  })

  test('main holds the approval: a merge by a human', async () => {
    const [subject, parents = ''] = (await git(data.remote, 'log', '-1', '--format=%s%n%P', 'main'))
      .trim()
      .split('\n')
    assert.equal(subject, 'Approve the registry')
    assert.equal(parents.split(' ').length, 2)
    const main = await git(data.remote, 'show', 'main:registry/sessions.md')
    assert.equal(main.match(/^- \*\*ACKNOWLEDGED\*\*: /gmu)?.length, 12)
  })

  test('whoever looks there finds all done, and a clean history', async () => {
    const status = await regmdJson(data.clone, ['status'])
    assert.equal(status.data.stage, 'activated')
    assert.equal(status.data.next, null)
    assert.deepEqual(
      status.data.approved,
      Array.from({length: 12}, (_, index) => index + 1)
    )
    const history = await regmdJson(data.clone, ['history', '--verify'])
    assert.equal(history.exitCode, 0)
    assert.deepEqual(history.data.breaches, [])
  })

  test('the transcript is short, and has no escapes', () => {
    const lines = transcript.split('\n')
    const shown = lines.map((line) => Math.max(1, Math.ceil(widthOf(line) / columns)))
    const count = shown.reduce((sum, rows) => sum + rows, 0)
    assert.ok(count < 160, `${count} lines of ${columns} columns`)
    for (const text of [lines, told.split('\n')]) assert.deepEqual(findHidden(text.join('')), [])
    assert.doesNotMatch(transcript, /\\u\{1b\}|\[\d+m/u)
    for (const [index, {title}] of script.entries()) {
      assert.match(transcript, new RegExp(`^${index + 1}\\. ${title} \\(\\d+\\.\\d s\\)$`, 'mu'))
      assert.ok(told.includes(`${title}\n`))
    }

    assert.match(transcript, /^ {2}exit 3$/mu)
    assert.equal(transcript.match(/ is yours, /gu)?.length, 12)
    assert.equal(transcript.match(/ has acknowledged /gu)?.length, 12)
    assert.ok(transcript.includes(data.clone))
  })
})

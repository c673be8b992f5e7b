import assert from 'node:assert/strict'
import {readFile, readdir, rm} from 'node:fs/promises'
import {join} from 'node:path'
import {describe, test} from 'node:test'
import {Ajv2020} from 'ajv/dist/2020.js'
import {selftest} from '../../src/commands/selftest.ts'
import type {Context} from '../../src/context.ts'
import {renderSuccess} from '../../src/report/json.ts'
import {screenOf} from '../../src/report/screen.ts'
import {
  type Output,
  binary,
  cleanEnvironment,
  git,
  makeClone,
  makeFolder,
  packageRoot,
  regmd,
  regmdJson
} from '../helpers/cli.ts'
import {buildMutant} from '../helpers/mutant-program.ts'

/** A selftest that was played, and told in both ways. */
interface Told {
  readonly output: Output
  readonly text: string
  readonly progress: string
}

const small = {clones: '2', rounds: '1', seed: '7'}

async function play(
  argv: Readonly<Record<string, string>>,
  program: Context['program'] = [process.execPath, binary]
): Promise<Told> {
  let progress = ''
  const context: Context = {
    cwd: await makeFolder(),
    env: cleanEnvironment(),
    now: () => new Date('2026-11-20T18:10:27Z'),
    stdout: {write: () => undefined},
    stderr: {write: (text) => (progress += text)},
    signal: new AbortController().signal,
    program
  }
  const result = await selftest.run({...small, ...argv}, context)
  const output = JSON.parse(renderSuccess('selftest', result.data, result.exitCode ?? 0)) as Output
  return {output, text: result.text(screenOf(context.stdout, context.env)), progress}
}

describe('selftest', {concurrency: 2}, () => {
  test('every promise holds on a scratch remote, and nothing is left', async () => {
    const {output, text, progress} = await play({})
    assert.equal(output.exitCode, 0, text)
    const schema = JSON.parse(
      await readFile(join(packageRoot, 'schemas/output.schema.json'), 'utf8')
    ) as object
    const validate = new Ajv2020({allErrors: true, strict: false}).compile(schema)
    assert.ok(validate(output), JSON.stringify(validate.errors))
    const {data} = output
    assert.deepEqual(
      [data.remote, data.clones, data.rounds, data.seed, data.directory, data.left, data.givenUp],
      [null, 2, 1, 7, null, [], []]
    )
    // Two claim one number, then each has one; both give it back; one is killed and runs again.
    assert.ok(data.operations >= 7, text)
    const done = (action: string) =>
      data.outcomes.filter(
        (each: {action: string; outcome: string}) =>
          each.action === action && each.outcome === 'done'
      )[0]?.count
    assert.ok(done('claim') >= 1 && done('claim') <= 2)
    for (const {promise, checked, broken} of data.promises) {
      assert.deepEqual(broken, [], promise)
      assert.equal(typeof checked, 'number')
    }
    assert.match(text, /✅ Every promise held: \d+ commands, 2 clones, 1 rounds, seed 7/u)
    assert.match(progress, /^Round 1 of 1: \d+ commands\n$/u)
  })

  test('on a remote that is given it leaves no branch, and touches none', async () => {
    const {remote, clone} = await makeClone({'README.md': '# Work\n'})
    // Somebody else's branch has the name of the usual registry branch.
    await git(clone, 'push', '--quiet', 'origin', 'main:registry')
    const before = await git(remote, 'for-each-ref')
    const {output, text} = await play({remote})
    assert.equal(output.exitCode, 0, text)
    assert.equal(output.data.remote, remote)
    assert.equal(await git(remote, 'for-each-ref'), before)
  })

  test('a program that says what is not so is found out', async () => {
    const program = await buildMutant(await makeFolder('mutant-'), [
      {
        file: 'src/git/push.ts',
        from: 'return withTrace(async (trace) => {',
        to: "return withTrace(async (trace) => {\n    if (trace) return {kind: 'accepted', words: []}"
      }
    ])
    const {output, text} = await play({}, program)
    assert.equal(output.exitCode, 1)
    const broken = output.data.promises.filter((each: {broken: []}) => each.broken.length > 0)
    assert.ok(
      broken.some(({promise}: {promise: string}) => promise === 'kept'),
      text
    )
    const {directory} = output.data
    const log = JSON.parse(await readFile(join(directory, 'operations.json'), 'utf8')) as {
      operations: []
      seed: number
    }
    assert.equal(log.operations.length, output.data.operations)
    assert.equal(log.seed, 7)
    assert.ok((await readdir(directory)).includes('remote.git'))
    await rm(directory, {recursive: true})
    assert.match(text, /❌ \d of 8 promises were broken/u)
    assert.ok(text.includes(directory) && text.includes('--seed 7'))
  })

  test('a remote that takes no branch is refused', async () => {
    const folder = await makeFolder()
    const {exitCode, error} = await regmdJson(folder, ['selftest', '--remote', join(folder, 'no')])
    assert.equal(exitCode, 7)
    assert.equal(error.code, 'REMOTE_UNAVAILABLE')
    assert.ok(error.details.git.length > 0)
  })
})

for (const [args, option] of [
  [['--clones', '1'], 'clones'],
  [['--clones', '65'], 'clones'],
  [['--rounds', '0'], 'rounds'],
  [['--rounds', 'many'], 'rounds'],
  [['--seed', '0'], 'seed']
] as const) {
  test(`selftest ${args.join(' ')} is refused`, async () => {
    const {exitCode, stderr} = await regmd(await makeFolder(), ['selftest', ...args])
    assert.equal(exitCode, 2)
    assert.ok(stderr.includes(`--${option}`))
  })
}

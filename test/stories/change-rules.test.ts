import assert from 'node:assert/strict'
import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {before, describe, test} from 'node:test'
import {codes, readExample} from '../../scripts/rule-docs.ts'
import {type ProblemCode, severities} from '../../src/core/problem.ts'
import {commitFiles, git, makeRepository, regmd, regmdJson, registryPath} from '../helpers/cli.ts'
import {fixtures} from '../helpers/core.ts'

const changeCodes = codes.filter((code) => readExample(code).base !== undefined)

/** What `check` finds in a commit since another one, and how it ends. */
async function findings(repository: string, base: string, ref: string) {
  const {data, exitCode} = await regmdJson(repository, ['check', '--base', base, '--ref', ref])
  const problems = (data.problems as readonly Readonly<Record<string, unknown>>[]).map(
    ({number: _number, ...problem}) => problem
  )
  return {problems, exitCode}
}

/** A repository with the base on `main`, and a branch for each of the others. */
async function makePullRequests(code: ProblemCode): Promise<string> {
  const {base, bad, good} = readExample(code)
  const repository = await makeRepository({[registryPath]: base!, 'README.md': 'Kitchen\n'})
  for (const [branch, text] of Object.entries({bad, good})) {
    await git(repository, 'checkout', '--quiet', '-b', branch, 'main')
    await commitFiles(repository, {[registryPath]: text}, `Change the registry: ${branch}`)
  }

  await git(repository, 'checkout', '--quiet', 'main')
  return repository
}

/** Merges a branch into a copy of `main`, as a forge does for its check. */
async function merge(repository: string, branch: string): Promise<string> {
  const merged = `merged-${branch}`
  await git(repository, 'checkout', '--quiet', '-b', merged, 'main')
  await git(repository, 'merge', '--quiet', '--no-ff', '-m', `Merge ${branch}`, branch)
  await git(repository, 'checkout', '--quiet', 'main')
  return merged
}

test('there are eight codes of changes', () => {
  assert.equal(changeCodes.length, 8)
})

describe('Each code of changes', {concurrency: 4}, () => {
  for (const code of changeCodes) {
    describe(code, {concurrency: 1}, () => {
      const expected = (
        JSON.parse(readFileSync(join(fixtures, 'rules', code, 'expected.json'), 'utf8')) as object[]
      ).map((problem) => ({code, severity: severities[code], ...problem}))
      let repository = ''
      before(async () => {
        repository = await makePullRequests(code)
      })

      test('is not found in the base', async () => {
        assert.deepEqual(await findings(repository, 'main', 'main'), {problems: [], exitCode: 0})
      })

      test('is not found in a good pull request', async () => {
        assert.deepEqual(await findings(repository, 'main', 'good'), {problems: [], exitCode: 0})
      })

      test('is found in a bad pull request', async () => {
        assert.ok(expected.length > 0)
        assert.deepEqual(await findings(repository, 'main', 'bad'), {
          problems: expected,
          exitCode: 1
        })
      })

      test('is found, or not, in what merging makes', async () => {
        const good = await merge(repository, 'good')
        assert.deepEqual(await findings(repository, 'main', good), {problems: [], exitCode: 0})
        const bad = await merge(repository, 'bad')
        assert.deepEqual(await findings(repository, 'main', bad), {problems: expected, exitCode: 1})
      })

      test('is found, or not, where the base has moved on elsewhere', async () => {
        await git(repository, 'checkout', '--quiet', '-b', 'moved', 'main')
        await commitFiles(repository, {'README.md': 'Kitchen, second floor\n'})
        assert.deepEqual(await findings(repository, 'moved', 'good'), {problems: [], exitCode: 0})
        assert.deepEqual(await findings(repository, 'moved', 'bad'), {
          problems: expected,
          exitCode: 1
        })
      })

      test('is found in the worktree before it is committed', async () => {
        await git(repository, 'checkout', '--quiet', '-b', 'work', 'main')
        await git(repository, 'checkout', '--quiet', 'bad', '--', registryPath)
        const {data, exitCode} = await regmdJson(repository, ['check', '--base', 'main'])
        assert.equal(exitCode, 1)
        assert.deepEqual(
          data.problems.map((problem: {readonly code: string}) => problem.code),
          expected.map(() => code)
        )
      })

      test('takes its severity from the base, never from the pull request', async () => {
        const {base = '', bad} = readExample(code)
        const [withRule, withOff] = ['warning', 'off'].map(
          (severity) => (text: string) =>
            text.startsWith('---\n')
              ? text.replace('registry:\n', `registry:\n  rules: {${code}: ${severity}}\n`)
              : `---\nregistry:\n  rules: {${code}: ${severity}}\n---\n\n${text}`
        )
        await git(repository, 'checkout', '--quiet', '-b', 'lenient', 'main')
        await commitFiles(repository, {[registryPath]: withRule!(base)})
        await git(repository, 'checkout', '--quiet', '-b', 'lenient-bad')
        await commitFiles(repository, {[registryPath]: withRule!(bad)})
        const lenient = await findings(repository, 'lenient', 'lenient-bad')
        assert.equal(lenient.exitCode, 0)
        assert.deepEqual(
          lenient.problems.map((problem) => [problem['code'], problem['severity']]),
          expected.map(() => [code, 'warning'])
        )

        await git(repository, 'checkout', '--quiet', '-b', 'switched-off', 'main')
        await commitFiles(repository, {[registryPath]: withOff!(bad)})
        const off = await findings(repository, 'main', 'switched-off')
        assert.equal(off.exitCode, 1)
        assert.ok(off.problems.some((problem) => problem['code'] === code))
      })
    })
  }
})

/** Codes of documents that the commands of their page mend alone, without an edit by hand. */
const mendable: readonly ProblemCode[] = [
  'SESSION_DUPLICATE',
  'TIMESTAMP_INVALID',
  'ROLE_DUPLICATE',
  'ROLE_OVERLAP',
  'BATCH_GAP',
  'GOAL_NOT_MEASURABLE',
  'GOAL_BATCH_MISMATCH',
  'GOAL_CONFLICT',
  'DERIVED_STALE'
]

describe('Each page says how to mend it', {concurrency: 4}, () => {
  for (const code of mendable) {
    test(`the commands on the page of ${code} mend the bad document`, async () => {
      const {about, bad} = readExample(code)
      const repository = await makeRepository({[registryPath]: bad})
      const commands = about.match(/^npx regmd .*/gmu) ?? []
      assert.ok(commands.length > 0)
      for (const command of commands) {
        const words = command.match(/'[^']*'|\S+/gu)?.map((word) => word.replaceAll("'", '')) ?? []
        const {exitCode, stderr} = await regmd(repository, words.slice(2))
        assert.equal(exitCode, 0, `${command}\n${stderr}`)
      }

      const {data} = await regmdJson(repository, ['check', '--ref', 'main'])
      assert.deepEqual(data.problems, [])
    })
  }
})

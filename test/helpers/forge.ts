import assert from 'node:assert/strict'
import {cp, readFile, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {parse} from 'yaml'
import {
  type Run,
  addClone,
  commitFiles,
  execute,
  git,
  makeFolder,
  makeRepository,
  packageRoot,
  regmd,
  regmdJson,
  registryPath
} from './cli.ts'
import {withBlock} from './pull-request.ts'
import {type Runner, readLog} from './runner.ts'

/** Path of the workflow that `init` writes. */
export const workflowPath = '.github/workflows/registry.yml'

/** A commit id of zeros: no commit. */
export const nothing: string = '0'.repeat(40)

/** A bare repository that stands for GitHub, and a person's clone of it. */
export interface Forge {
  readonly remote: string
  readonly clone: string
  readonly main: string
}

/** What a workflow runs for, as GitHub says it. */
export interface ForgeEvent {
  readonly name: string
  readonly ref: string
  readonly sha: string
  readonly payload: object
}

/** How a run of a workflow ended. */
export interface Ran extends Runner {
  readonly exitCode: number
  readonly output: string
  /** Markdown. */
  readonly summary: string
}

/** What one run differs in. */
export interface RunOptions {
  /** Changes the workflow. */
  readonly edit?: (workflow: string) => string
  readonly env?: Readonly<Record<string, string | undefined>>
}

/** What is under `with:`. */
type Inputs = Readonly<Record<string, string | number | boolean>>

interface Step {
  readonly uses: string
  readonly with?: Inputs
}

interface Workflow {
  readonly on: Readonly<Record<string, {readonly branches?: readonly string[]} | null>>
  readonly jobs: Readonly<Record<string, {readonly steps: readonly Step[]}>>
}

const actionFolder = join(packageRoot, '.github/actions/check')

/** What a forge starts with. */
export interface Start {
  /** Name of the default branch. */
  readonly main?: string
  readonly sessions?: number
  /** Changes the document. */
  readonly edit?: (text: string) => string
}

/** Bare repositories as `init` leaves them, by what was asked for; made once each. */
const starts = new Map<string, Promise<string>>()

/** Makes a forge whose default branch holds what `init` writes, committed and pushed by a person. */
export async function makeForge({main = 'main', sessions = 6, edit}: Start = {}): Promise<Forge> {
  const key = `${main} ${sessions}`
  const known = edit ? undefined : starts.get(key)
  const start = known ?? makeStart({main, sessions, edit: edit ?? ((text) => text)})
  if (!edit) starts.set(key, start)
  const remote = `${await makeFolder('forge-')}.git`
  await cp(await start, remote, {recursive: true})
  return {remote, clone: await addClone(remote, 'Ada Lovelace'), main}
}

async function makeStart({main, sessions, edit}: Required<Start>): Promise<string> {
  const seed = await makeRepository({'README.md': 'Hello\n'})
  await git(seed, 'branch', '--quiet', '-m', main)
  const {exitCode, stderr} = await regmd(seed, ['init', '--sessions', String(sessions)])
  assert.equal(exitCode, 0, stderr)
  const text = edit(await readFile(join(seed, registryPath), 'utf8'))
  await commitFiles(seed, {[registryPath]: text}, 'Set up')
  const remote = `${seed}.git`
  await git(seed, 'clone', '--quiet', '--bare', '.', remote)
  await git(remote, 'config', 'uploadpack.allowAnySHA1InWant', 'true')
  return remote
}

/** Makes a copy of the forge's repository that belongs to somebody else, and a clone of that. */
export async function forkOf({remote, main}: Forge): Promise<Forge> {
  const fork = `${await makeFolder('fork-')}.git`
  await git(remote, 'clone', '--quiet', '--bare', '.', fork)
  return {remote: fork, clone: await addClone(fork, 'Grace Hopper'), main}
}

/** Claims a number from a clone, as a session; the claim lands on the remote's registry branch. */
export async function claim(cwd: string, number: number, session = `session-${number}`) {
  const details = ['--role', `Role ${number}`, '--goal', `Send ${number * 5} mails daily`]
  const args = ['claim', String(number), ...details]
  const {exitCode, data, error} = await regmdJson(cwd, args, {env: {REGMD_SESSION: session}})
  assert.equal(exitCode, 0, JSON.stringify(error))
  return String(data.commit)
}

/** Commits an edit of the registry on top of a remote's branch, by hand, and pushes it. */
export async function editBranch(
  {clone}: Forge,
  branch: string,
  edit: (text: string) => string,
  onto = branch
): Promise<string> {
  await git(clone, 'fetch', '--quiet', 'origin')
  await git(clone, 'checkout', '--quiet', '--detach', `origin/${branch}`)
  const before = await readFile(join(clone, registryPath), 'utf8')
  const after = edit(before)
  assert.notEqual(after, before)
  await commitFiles(clone, {[registryPath]: after}, 'Edit by hand')
  await git(clone, 'push', '--quiet', 'origin', `HEAD:refs/heads/${onto}`)
  return tipOf(clone, 'HEAD')
}

/** Titles of a run's errors, each with its place if it has one: `FIELD_MISSING registry/sessions.md:3`. */
export function errorsOf({annotations}: Ran): readonly string[] {
  return annotations
    .filter(({level}) => level === 'error')
    .map(({title = '', file, line}) => (file === undefined ? title : `${title} ${file}:${line}`))
}

/** Line of a number's heading in a commit's registry, the last one if there are several. */
export async function lineOf({remote}: Forge, commit: string, number: number): Promise<number> {
  const lines = (await git(remote, 'show', `${commit}:${registryPath}`)).split('\n')
  const heading = new RegExp(`^### Session #${number}\\b`, 'u')
  return lines.findLastIndex((line) => heading.test(line)) + 1
}

/** Makes sure that a run found nothing, and said so. */
export function assertPassed(ran: Ran): void {
  assert.deepEqual(errorsOf(ran), [], ran.output)
  assert.equal(ran.exitCode, 0, ran.output)
  assert.match(ran.summary, /^## ✅ `registry\/sessions\.md`/u)
}

/** Commit id that a name stands for. */
export async function tipOf(cwd: string, name: string): Promise<string> {
  return (await git(cwd, 'rev-parse', '--verify', '--quiet', name)).trim()
}

/** Opens a pull request as GitHub does: head and merge result under `refs/pull/`. */
export async function openPullRequest(
  {remote, main}: Forge,
  {number = 1, from = remote, branch}: {number?: number; from?: string; branch: string}
): Promise<ForgeEvent> {
  await git(remote, 'fetch', '--quiet', from, `+refs/heads/${branch}:refs/pull/${number}/head`)
  const base = await tipOf(remote, main)
  const head = await tipOf(remote, `refs/pull/${number}/head`)
  const sha = await mergeResult(remote, base, head)
  await git(remote, 'update-ref', `refs/pull/${number}/merge`, sha)
  const payload = {
    action: 'opened',
    number,
    pull_request: {
      number,
      base: {ref: main, sha: base},
      head: {ref: branch, sha: head, repo: {fork: from !== remote}}
    },
    repository: repositoryOf(main)
  }
  return {name: 'pull_request', ref: `refs/pull/${number}/merge`, sha, payload}
}

/** Puts a branch into the merge queue. */
export async function queue({remote, main}: Forge, branch: string): Promise<ForgeEvent> {
  const [base, head] = [await tipOf(remote, main), await tipOf(remote, branch)]
  const sha = await mergeResult(remote, base, head)
  const ref = `refs/heads/gh-readonly-queue/${main}/pr-1-${base}`
  await git(remote, 'update-ref', ref, sha)
  const payload = {
    action: 'checks_requested',
    merge_group: {head_sha: sha, head_ref: ref, base_sha: base, base_ref: `refs/heads/${main}`},
    repository: repositoryOf(main)
  }
  return {name: 'merge_group', ref, sha, payload}
}

/** What GitHub tells of a push that has happened. */
export async function pushed(
  {remote, main}: Forge,
  branch: string,
  before: string
): Promise<ForgeEvent> {
  const ref = `refs/heads/${branch}`
  const after = await tipOf(remote, ref)
  const isCreated = before === nothing
  const isOn = isCreated || (await isAncestor(remote, before, after))
  const payload = {
    ref,
    before,
    after,
    created: isCreated,
    deleted: false,
    forced: !isOn,
    repository: repositoryOf(main)
  }
  return {name: 'push', ref, sha: after, payload}
}

/** Merges a branch into the default branch, in one of the three ways that GitHub offers. */
export async function mergeInto(
  {remote, main}: Forge,
  branch: string,
  way: 'merge' | 'squash' | 'rebase' = 'merge'
): Promise<void> {
  const clone = await addClone(remote, 'Human Reviewer')
  await git(clone, 'checkout', '--quiet', main)
  const head = `origin/${branch}`
  const messages = await git(clone, 'log', '--reverse', '--format=* %B', `${main}..${head}`)
  if (way === 'merge') await git(clone, 'merge', '--quiet', '--no-ff', '-m', 'Merge it (#1)', head)
  if (way === 'rebase') {
    await git(clone, 'checkout', '--quiet', '--detach', head)
    await git(clone, 'rebase', '--quiet', '--force-rebase', main)
    await git(clone, 'checkout', '--quiet', '-B', main)
  }
  if (way === 'squash') {
    await git(clone, 'merge', '--quiet', '--squash', head)
    await git(clone, 'commit', '--quiet', '-m', `Approve it (#1)\n\n${messages}`)
  }
  await git(clone, 'push', '--quiet', 'origin', main)
}

/** Runs the workflow of an event's commit, each step as what it uses would. */
export async function runWorkflow(
  {remote}: Forge,
  event: ForgeEvent,
  {edit = (workflow) => workflow, env = {}}: RunOptions = {}
): Promise<Ran> {
  const workflow = parse(
    edit(await git(remote, 'show', `${event.sha}:${workflowPath}`))
  ) as Workflow
  assert.ok(
    isTriggered(workflow, event),
    `The workflow does not run for ${event.name} ${event.ref}`
  )
  const workspace = await makeFolder('workspace-')
  for (const {uses, with: inputs = {}} of workflow.jobs['check']!.steps) {
    if (uses.startsWith('actions/checkout@')) {
      await checkOut(workspace, {remote, event, inputs})
    } else if (/^(?:\.|regmd\/regmd)\/\.github\/actions\/check(?:@\S+)?$/u.test(uses)) {
      return runAction(workspace, {event, inputs, env})
    } else {
      throw new Error(`Expected no step that uses ${uses}`)
    }
  }

  throw new Error('Expected a step that checks')
}

/** Runs the check action as its manifest says, in a workspace. */
export async function runAction(
  workspace: string,
  {
    event,
    inputs = {},
    env = {}
  }: {
    event: ForgeEvent
    inputs?: Inputs
    env?: RunOptions['env']
  }
): Promise<Ran> {
  const manifest = parse(await readFile(join(actionFolder, 'action.yml'), 'utf8')) as {
    inputs: Record<string, {default: string}>
    runs: {main: string; using: string}
  }
  assert.equal(manifest.runs.using, 'node24')
  const unknown = Object.keys(inputs).filter((name) => !(name in manifest.inputs))
  assert.deepEqual(unknown, [], 'inputs that the action does not have')
  const given = Object.entries(manifest.inputs).map(
    ([name, input]) =>
      [`INPUT_${name.toUpperCase()}`, String(inputs[name] ?? input.default)] as const
  )
  const folder = await makeFolder('runner-')
  const [eventPath, summaryPath] = [join(folder, 'event.json'), join(folder, 'summary.md')]
  await writeFile(eventPath, JSON.stringify(event.payload))
  await writeFile(summaryPath, '')
  const ran: Run = await execute(
    workspace,
    [process.execPath, join(actionFolder, manifest.runs.main)],
    {
      CI: 'true',
      GITHUB_ACTIONS: 'true',
      GITHUB_EVENT_NAME: event.name,
      GITHUB_EVENT_PATH: eventPath,
      GITHUB_REF: event.ref,
      GITHUB_SHA: event.sha,
      GITHUB_STEP_SUMMARY: summaryPath,
      GITHUB_WORKSPACE: workspace,
      FORCE_COLOR: '1',
      // No transport works: whoever asks a remote fails.
      GIT_ALLOW_PROTOCOL: 'none',
      ...Object.fromEntries(given),
      ...env
    }
  )
  assert.equal(ran.stderr, '')
  const summary = await readFile(summaryPath, 'utf8')
  return {exitCode: ran.exitCode, output: ran.stdout, summary, ...readLog(ran.stdout)}
}

function repositoryOf(main: string) {
  return {full_name: 'people/registry', private: false, default_branch: main}
}

async function isAncestor(cwd: string, older: string, newer: string): Promise<boolean> {
  const {exitCode} = await execute(cwd, ['git', 'merge-base', '--is-ancestor', older, newer])
  return exitCode === 0
}

async function mergeResult(remote: string, base: string, head: string): Promise<string> {
  const tree = (await git(remote, 'merge-tree', '--write-tree', base, head)).trim()
  const identity = ['-c', 'user.name=GitHub', '-c', 'user.email=noreply@github.com']
  const parents = ['-p', base, '-p', head]
  const message = `Merge ${head} into ${base}`
  return (await git(remote, ...identity, 'commit-tree', ...parents, '-m', message, tree)).trim()
}

function isTriggered({on}: Workflow, {name, ref}: ForgeEvent): boolean {
  if (!(name in on)) return false
  const patterns = on[name]?.branches
  if (!patterns || name !== 'push') return true
  return patterns.some((pattern) => `refs/heads/${pattern.replaceAll('\\', '')}` === ref)
}

interface Checkout {
  readonly remote: string
  readonly event: ForgeEvent
  readonly inputs: Inputs
}

/** Does what `actions/checkout` does with git, in its order. */
async function checkOut(
  workspace: string,
  {remote, event: {ref, sha}, inputs}: Checkout
): Promise<void> {
  const known = ['fetch-depth', 'persist-credentials']
  const unknown = Object.keys(inputs).filter((name) => !known.includes(name))
  assert.deepEqual(unknown, [], 'inputs that this checkout does not have')
  const depth = Number(inputs['fetch-depth'] ?? 1)
  const isPullRequest = ref.startsWith('refs/pull/')
  const branch = ref.replace(/^refs\/(?:heads|pull)\//u, '')
  const place = isPullRequest ? `refs/remotes/pull/${branch}` : `refs/remotes/origin/${branch}`
  const fetch = async (...args: readonly string[]) => {
    const options = ['--quiet', '--prune', '--no-recurse-submodules']
    return git(workspace, '-c', 'protocol.version=2', 'fetch', ...options, ...args)
  }
  await git(workspace, 'init', '--quiet', '--initial-branch=main')
  await git(workspace, 'remote', 'add', 'origin', `file://${remote}`)
  await git(workspace, 'config', '--local', 'gc.auto', '0')
  if (depth > 0) {
    await fetch('--no-tags', `--depth=${depth}`, 'origin', `+${sha}:${place}`)
  } else {
    const all = ['+refs/heads/*:refs/remotes/origin/*', '+refs/tags/*:refs/tags/*']
    await fetch('origin', ...all, ...(isPullRequest ? [`+${sha}:${place}`] : []))
    // The branch may have moved since the event, or be gone.
    const {stdout} = await execute(workspace, ['git', 'rev-parse', '--verify', '--quiet', place])
    if (stdout.trim() !== sha) await fetch('--no-tags', 'origin', `+${sha}:${place}`)
  }

  const target = isPullRequest ? [place] : ['-B', branch, place]
  await git(workspace, 'checkout', '--quiet', '--force', ...target)
}

/** Asserts that a run passed, and that its summary tells of the history too. */
export function assertVerified(ran: Ran): void {
  assertPassed(ran)
  assert.match(ran.summary, /^### ✅ regmd history --verify\n\n- `Verified:/mu)
}

/** Runs the workflow for what was pushed to a branch that stood at a commit before. */
export async function runPush(forge: Forge, branch: string, before: string): Promise<Ran> {
  return runWorkflow(forge, await pushed(forge, branch, before))
}

/** Makes the edit by hand that gives a block another goal. */
export function changeGoal(number: number): (text: string) => string {
  return (text) =>
    withBlock(text, number, (block) =>
      block.replace(/^- \*\*GOAL\*\*:.*$/mu, '- **GOAL**: Send 1 mail daily')
    )
}

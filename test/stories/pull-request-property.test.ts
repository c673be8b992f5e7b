import assert from 'node:assert/strict'
import {describe, test} from 'node:test'
import fc from 'fast-check'
import {git, heldBy, makeRepository, registryPath} from '../helpers/cli.ts'
import {runs, seed} from '../helpers/fire.ts'
import {
  act,
  commit,
  deed,
  documentOf,
  judge,
  readRegistry,
  registryFiles,
  releasedFor,
  replaced,
  reservedFor,
  startBranch,
  withBlock,
  withClaim,
  withFields
} from '../helpers/pull-request.ts'

/** Each of five acts, and as many edits. */
const numRuns = runs({short: 2, long: 20})
const sessions = 5
const registry = 'refs/heads/registry'

/** What each number of the registry branch is, as this test keeps count. */
interface Held {
  readonly session: string
  readonly isReady: boolean
}
type Model = Map<number, Held>

const ways = ['no', 'no', 'merge', 'squash', 'squash, with its commits', 'sync'] as const

/** One act: which number, and a choice among what is legal there. */
const acts = fc.record({
  number: fc.integer({min: 1, max: sessions}),
  choice: fc.nat(),
  isReady: fc.boolean(),
  hasRuntime: fc.boolean(),
  byOrchestrator: fc.boolean(),
  isMerged: fc.constantFrom(...ways)
})
type Act = typeof acts extends fc.Arbitrary<infer T> ? T : never

let names = 0

/** Does something legal with a number, and notes it. */
async function doLegally(cwd: string, model: Model, wish: Act): Promise<string> {
  const {number, choice, isReady, hasRuntime, byOrchestrator} = wish
  const held = model.get(number)
  if (!held) {
    const session = `s${++names}${hasRuntime ? ` (run-${names})` : ''}`
    await act(cwd, session, ['claim', String(number), ...(isReady ? [] : ['--no-ready'])])
    model.set(number, {session, isReady})
    return `claim ${number} ${session}`
  }

  if (!held.isReady && choice % 2 === 0) {
    await act(cwd, held.session, ['ready', String(number)])
    model.set(number, {...held, isReady: true})
    return `ready ${number}`
  }

  const by = (byOrchestrator && model.get(1)?.session) || held.session
  await act(cwd, by, ['release', String(number), '--reason', `Reason ${choice}`])
  model.delete(number)
  return `release ${number} by ${by}`
}

type Edit = (text: string) => string

/** Edits that nobody may make, whatever the document is; each on the registry branch, by hand. */
function illegalEdits(model: Model): readonly (readonly [string, Edit])[] {
  const edits: (readonly [string, Edit])[] = []
  for (let number = 1; number <= sessions; number++) {
    const held = model.get(number)
    const goal: Edit = (text) =>
      withBlock(text, number, (block) => replaced(block, `${number * 10} prospects`, '1 prospects'))
    edits.push([`goal ${number}`, goal])
    edits.push([`remove ${number}`, (text) => withBlock(text, number, () => '')])
    if (held) {
      edits.push([`take ${number}`, (text) => withClaim(text, number, 'evil')])
      edits.push([
        `open ${number}`,
        (text) => withFields(text, number, reservedFor('[open]', number))
      ])
      edits.push([
        `free ${number}`,
        (text) => withFields(text, number, releasedFor('evil', number))
      ])
      edits.push([
        `date ${number}`,
        (text) =>
          withBlock(text, number, (block) =>
            replaced(block, '2026-11-20T18:10:27Z', '2026-01-01T00:00:00Z')
          )
      ])
      edits.push([
        `renumber ${number}`,
        (text) =>
          withBlock(text, number, (block) =>
            block
              .replace(`#${number}:`, `#${number + 50}:`)
              .replace(`**NUMBER**: ${number}`, `**NUMBER**: ${number + 50}`)
          )
      ])
    } else {
      edits.push([`claim ${number}`, (text) => withClaim(text, number, 'evil')])
      edits.push([
        `reserve ${number}`,
        (text) => withFields(text, number, reservedFor('evil', number))
      ])
    }
    edits.push([
      `twin ${number}`,
      (text) =>
        replaced(
          text,
          '## Consensus',
          `### Session #${number}: Twin\n\n${heldBy('evil', number).join('\n')}\n\n## Consensus`
        )
    ])
  }
  edits.push(['policy', (text) => replaced(text, 'rules: {', 'rules: {CLAIM_TAKEN_OVER: off, ')])
  edits.push(['range', (text) => replaced(text, `[1-${sessions}, unique]`, '[1-99, unique]')])
  return edits
}

/** Approves the registry branch, or brings main into it, as a person would. */
async function mergeAs(cwd: string, way: Act['isMerged']): Promise<void> {
  await git(cwd, 'checkout', '--quiet', 'main')
  if (way === 'sync') {
    await commit(cwd, {[`x/${++names}.txt`]: 'x'}, 'Go on elsewhere')
    await startBranch(cwd, 'sync', registry)
    await git(cwd, 'merge', '--quiet', '--no-edit', '-s', 'ours', 'main')
    await git(cwd, 'update-ref', registry, 'HEAD')
    await git(cwd, 'checkout', '--quiet', 'main')
  } else if (way === 'merge') {
    await git(cwd, 'merge', '--quiet', '--no-ff', '--no-commit', '-s', 'ours', registry)
    await git(cwd, 'checkout', registry, '--', registryPath)
    await commit(cwd, {}, 'Merge pull request #7')
  } else {
    const commits = await git(
      cwd,
      'log',
      '--reverse',
      '--no-merges',
      '--format=* %B',
      `main..${registry}`
    )
    await git(cwd, 'checkout', registry, '--', registryPath)
    await commit(cwd, {}, way === 'squash' ? 'Approve the claims' : `Approve\n\n${commits}`)
  }
}

describe('random histories', () => {
  test('of legal acts never break a rule of change; one edit by hand always does', async (t) => {
    t.diagnostic(`seed ${seed}`)
    const histories = fc.array(acts, {minLength: 5, maxLength: 5})
    await fc.assert(
      fc.asyncProperty(histories, fc.infiniteStream(fc.nat()), async (wishes, choices) => {
        const text = documentOf({sessions}, 'branch: registry', 'base: main')
        const cwd = await makeRepository(registryFiles(text))
        const model: Model = new Map()
        const log: string[] = []
        for (const wish of wishes) {
          log.push(await doLegally(cwd, model, wish))
          const found = await judge(cwd, '--base', 'main', '--ref', registry)
          assert.deepEqual(found, [], `${cwd}\n${log.join('\n')}`)
          log.push(await breakOnce(cwd, {model, choices, log}))
          if (wish.isMerged !== 'no') {
            const before = (await git(cwd, 'rev-parse', 'main')).trim()
            await mergeAs(cwd, wish.isMerged)
            log.push(wish.isMerged)
            const landed = await judge(cwd, '--base', before, '--ref', 'main')
            assert.deepEqual(landed, [], `${cwd}\n${log.join('\n')}`)
            const left = await judge(cwd, '--base', 'main', '--ref', registry)
            assert.deepEqual(left, [], `${cwd}\n${log.join('\n')}`)
          }
        }
      }),
      {seed, numRuns, endOnFailure: true}
    )
  })
})

interface Attempt {
  readonly model: Model
  readonly choices: Iterator<number>
  readonly log: readonly string[]
}

/** Makes an illegal edit on top of the registry branch, aside, which has to be found. */
async function breakOnce(cwd: string, {model, choices, log}: Attempt): Promise<string> {
  const next = () => Number(choices.next().value)
  const edits = illegalEdits(model)
  const [name, edit] = edits[next() % edits.length]!
  const messages = ['By hand', deed('ready', (next() % sessions) + 1, 'evil')]
  const message = messages[next() % 2]!
  const back = (await git(cwd, 'rev-parse', '--abbrev-ref', 'HEAD')).trim()
  await startBranch(cwd, 'illegal', registry)
  const text = await readRegistry(cwd)
  await commit(cwd, registryFiles(edit(text)), message)
  const found = await judge(cwd, '--base', 'main', '--ref', 'illegal')
  const told = `illegal ${name}, ${message.split('\n')[0]}`
  assert.notDeepEqual(found, [], `${cwd}\n${log.join('\n')}\n${told}`)
  await git(cwd, 'checkout', '--quiet', '--force', back)
  return told
}

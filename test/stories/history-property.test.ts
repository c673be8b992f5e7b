import assert from 'node:assert/strict'
import {describe, test} from 'node:test'
import fc from 'fast-check'
import {
  addClone,
  git,
  makeClone,
  regmd,
  regmdJson,
  registryPath,
  registryText
} from '../helpers/cli.ts'
import {runs, seed as start} from '../helpers/fire.ts'
import {type Told, approve, historyOf, nextMinute, ways} from '../helpers/history.ts'

const sessions = 3
const names = ['a', 'c (run/1)', 'é@f']

const numbers = fc.integer({min: 1, max: sessions})
/** One thing that is done: an act of a session, or an approval by a person. */
interface Act {
  readonly kind: string
  readonly who: string
  readonly number: number
}

const act = (kind: string) =>
  fc.record({kind: fc.constant(kind), who: fc.constantFrom(...names), number: numbers})
const approval = fc.record({
  kind: fc.constantFrom(...Object.keys(ways)),
  who: fc.constant(''),
  number: fc.constant(0)
})
/** What comes and goes, and is approved in between. */
const turn = fc
  .tuple(act('claim'), approval)
  .map(([claim, merge]): readonly Act[] => [claim, merge, {...claim, kind: 'release'}, merge])
const acts = fc.oneof(
  {weight: 5, arbitrary: act('claim').map((one): readonly Act[] => [one])},
  {weight: 2, arbitrary: act('release').map((one): readonly Act[] => [one])},
  {weight: 1, arbitrary: act('ready').map((one): readonly Act[] => [one])},
  {weight: 2, arbitrary: approval.map((one): readonly Act[] => [one])},
  {weight: 3, arbitrary: turn}
)

/** Holders by number, from claims and releases alone. */
function replay(entries: readonly Told[]): Readonly<Record<string, string>> {
  const holders = new Map<string, string>()
  for (const {action, number, session} of entries) {
    if (action === 'claim') holders.set(String(number), session ?? '')
    if (action === 'release') holders.delete(String(number))
  }

  return Object.fromEntries(holders)
}

const title = 'legal acts and approvals of any kind: clean, told once, and true'

/** Halves, so that both cores have something to do. */
const halves = [1, 2] as const

describe(title, {concurrency: halves.length}, () => {
  for (const half of halves) {
    test(`half ${half}`, {timeout: 3_000_000}, async (t) => {
      const seed = start + half
      t.diagnostic(`seed ${seed}`)
      await fc.assert(
        fc.asyncProperty(fc.array(acts, {minLength: 2, maxLength: 3}), async (plan) => {
          const {remote, clone} = await makeClone({[registryPath]: registryText({sessions})})
          const human = await addClone(remote, 'Human')
          const done: string[] = []
          const approvals: string[] = []
          for (const {kind, who, number} of plan.flat()) {
            if (kind in ways) {
              await git(human, 'fetch', '--quiet', '--prune')
              const has = await git(human, 'branch', '--remotes', '--list', 'origin/registry')
              if (has.trim() === '') continue
              if (
                (await git(human, 'diff', '--name-only', 'origin/main', 'origin/registry')) === ''
              )
                continue
              approvals.push(await approve(human, kind as keyof typeof ways))
              continue
            }

            const args = [kind, String(number)]
            if (kind === 'claim') args.push('--no-ready')
            // The same words each time, as agents use.
            if (kind === 'release') args.push('--reason', 'session ended')
            const options = {env: {REGMD_SESSION: who}, now: nextMinute()}
            const tip = await git(remote, 'for-each-ref', 'refs/heads/registry')
            const {exitCode} = await regmd(clone, args, options)
            const hasLanded = tip !== (await git(remote, 'for-each-ref', 'refs/heads/registry'))
            if (exitCode === 0 && hasLanded) done.push(`${kind} ${number} ${who}`)
          }

          const {exitCode, entries, breaches} = await historyOf(human, '--verify')
          assert.deepEqual([exitCode, breaches], [0, []])
          const told = entries.filter(({action}) => ['claim', 'release', 'ready'].includes(action))
          assert.deepEqual(
            told.map(({action, number, session}) => `${action} ${number} ${session}`),
            done
          )
          const approved = entries.filter(({action}) => action === 'approval')
          for (const {commit} of approved) {
            await git(human, 'merge-base', '--is-ancestor', commit, 'origin/main')
          }
          if (approvals.length === 0) assert.deepEqual(approved, [])
          const {data} = await regmdJson(human, ['status'])
          const held = (data.sessions as {number: number; status: string; session: string}[])
            .filter(({status}) => status === 'REGISTERED')
            .map(({number, session}) => [String(number), session])
          assert.deepEqual(replay(entries), Object.fromEntries(held))
        }),
        {seed, numRuns: runs({short: 3, long: 30}), endOnFailure: true}
      )
    })
  }
})

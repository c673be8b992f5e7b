import assert from 'node:assert/strict'
import {before, describe, test} from 'node:test'
import {
  type Team,
  actsOf,
  approve,
  breachesOf,
  claimsIn,
  copyTeam,
  historyOf,
  makeTeam,
  type ways
} from '../helpers/history.ts'

/** Twelve claims, releases by holder and orchestrator, and claims of what was given back. */
async function fill(team: Team): Promise<void> {
  const {act} = team
  await act('s1', 'claim', '1')
  await act('s3', 'claim', '3')
  await act('s2', 'claim', '2')
  await act('s3', 'release', '3', '--reason', 'moved on')
  await act('late', 'claim', '3')
  for (const number of [12, 11, 10, 9, 8, 7, 6, 5]) await act(`s${number}`, 'claim', `${number}`)
  await act('s1', 'release', '7', '--reason', 'moved on')
  await act('s7', 'claim', '7')
}

describe('twelve claims', async () => {
  let team: Team

  before(async () => {
    team = await makeTeam()
    await fill(team)
  })

  test('are told as they were done', async () => {
    assert.deepEqual(await actsOf(team.human), team.done)
    assert.deepEqual(await breachesOf(team.human), [])
  })

  const held = [1, 2, 3, 5, 6, 7, 8, 9, 10, 11, 12]
  const cases: readonly (readonly [keyof typeof ways, string])[] = [
    ['merge', 'by a merge'],
    ['squash', 'by a squash merge'],
    ['squashOwnWords', 'by a squash merge'],
    ['rebase', 'by a rebase merge']
  ]
  for (const [way, words] of cases) {
    describe(`approved (${way})`, async () => {
      let merged: Team
      let commit = ''

      before(async () => {
        merged = await copyTeam(team)
        commit = await approve(merged.human, way)
      })

      test('are told once, and so is the approval', async () => {
        const {entries} = await historyOf(merged.human)
        assert.deepEqual(claimsIn(entries), merged.done)
        const approvals = entries.filter(({action}) => action === 'approval')
        const numbers = new Set(approvals.flatMap((one) => one.numbers))
        assert.deepEqual(
          [...numbers].toSorted((a, b) => a - b),
          held
        )
        assert.deepEqual([...new Set(approvals.map(({message}) => message))], [words])
        assert.equal(approvals.at(-1)?.commit, commit)
        assert.equal(approvals.length === 1, way !== 'rebase')
        assert.deepEqual(await breachesOf(merged.human), [])
      })

      test('make no edits', async () => {
        const {entries} = await historyOf(merged.human)
        assert.equal(entries.filter(({action}) => action === 'edit').length, 1)
      })

      test('prove the same as before', async () => {
        const [{proof: was}, {proof: is, entries}] = [
          await historyOf(team.human, '3'),
          await historyOf(merged.human, '3')
        ]
        assert.deepEqual(is, was)
        assert.deepEqual([is.first?.session, is.current?.session], ['s3', 'late'])
        assert.deepEqual(claimsIn(entries), ['claim 3 s3', 'release 3 s3', 'claim 3 late'])
        assert.ok(entries.some(({action}) => action === 'approval'))
      })

      test('go on, and are approved again', async () => {
        const {human, done, act, remote} = merged
        await act('s4', 'claim', '4')
        assert.deepEqual(claimsIn((await historyOf(human)).entries), done)
        assert.deepEqual(await breachesOf(human), [])
        for (const second of [way, 'merge'] as const) {
          const copy = await copyTeam({...merged, remote})
          const last = await approve(copy.human, second)
          const {entries} = await historyOf(copy.human)
          assert.deepEqual(claimsIn(entries), done, second)
          const approval = entries.findLast(({action}) => action === 'approval')
          assert.deepEqual([approval?.commit, approval?.numbers], [last, [4]], second)
          assert.deepEqual(await breachesOf(copy.human), [], second)
        }
      })
    })
  }
})

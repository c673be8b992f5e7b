import assert from 'node:assert/strict'
import {describe, test} from 'node:test'
import {
  type QueuedClaim,
  isCurrent,
  parseQueuedClaim,
  renderQueuedClaim
} from '../../src/core/actions/queued-claim.ts'
import type {Deed} from '../../src/core/deed.ts'

const oid = 'a'.repeat(40)

const queued: QueuedClaim = {
  path: 'registry/sessions.md',
  since: oid,
  base: 'b'.repeat(40),
  number: 3,
  claim: {
    session: 'research-2 (session-17)',
    now: '2026-11-20T18:10:27Z',
    number: 3,
    next: false,
    title: undefined,
    role: 'Prospect Research AI',
    goal: 'Earn $120k MRR\n\nREGISTRATION COMPLETE "{',
    responsibilities: ['Find 25 prospects daily'],
    ready: true,
    message: undefined
  }
}

test('a queued claim is read as it was written', () => {
  assert.deepEqual(
    parseQueuedClaim(renderQueuedClaim(queued)),
    JSON.parse(JSON.stringify(queued)),
    'all that is there'
  )
})

describe('what is no queued claim says nothing', () => {
  const without = (key: string) =>
    JSON.stringify({...queued, [key]: undefined, claim: {...queued.claim, [key]: undefined}})
  const cases = {
    'a commit of a person': 'Mend a typo\n',
    nothing: '',
    'no JSON': 'subject\n\n{"path":',
    'another thing': 'subject\n\n[]',
    'no path': `subject\n\n${without('path')}`,
    'no session': `subject\n\n${without('session')}`,
    'no time': `subject\n\n${without('now')}`,
    'a number that is none': `subject\n\n${JSON.stringify({...queued, number: 0})}`,
    'a commit that is none': `subject\n\n${JSON.stringify({...queued, since: '--all'})}`,
    'more than is known': `subject\n\n${JSON.stringify({...queued, force: true})}`
  }
  for (const [name, message] of Object.entries(cases)) {
    test(name, () => assert.equal(parseQueuedClaim(message), undefined))
  }
})

describe('whether a queued claim still counts', () => {
  const deed: Deed = {
    action: 'claim',
    number: 5,
    session: 'other',
    path: queued.path,
    attempt: 'x'
  }
  const line = {path: queued.path, base: queued.base, since: [[deed]]}
  const cases: Readonly<Record<string, readonly [Parameters<typeof isCurrent>, boolean]>> = {
    'nothing came since': [[queued, {...line, since: []}], true],
    'another session claimed another number': [[queued, line], true],
    'two did': [[queued, {...line, since: [[deed], [{...deed, number: 6}]]}], true],
    'the number was claimed': [[queued, {...line, since: [[{...deed, number: 3}]]}], false],
    'any number will do': [
      [
        {...queued, number: null},
        {...line, since: [[{...deed, number: 3}]]}
      ],
      true
    ],
    'its session claimed another number': [
      [queued, {...line, since: [[{...deed, session: 'research-2'}]]}],
      false
    ],
    'a number was released': [[queued, {...line, since: [[{...deed, action: 'release'}]]}], false],
    'another registry was written': [
      [queued, {...line, since: [[{...deed, path: 'other.md'}]]}],
      false
    ],
    'a person committed': [[queued, {...line, since: [[]]}], false],
    'a squash brought several': [[queued, {...line, since: [[deed, deed]]}], false],
    'the branch was moved back': [[queued, {...line, since: undefined}], false],
    'the base branch has moved': [[queued, {...line, base: oid}], false],
    'it is of another registry': [[queued, {...line, path: 'other.md'}], false]
  }
  for (const [name, [given, expected]] of Object.entries(cases)) {
    test(name, () => assert.equal(isCurrent(...given), expected))
  }
})

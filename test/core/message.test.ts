import assert from 'node:assert/strict'
import {test} from 'node:test'
import type {Claim} from '../../src/core/claim.ts'
import {type Message, parseMessage, renderMessage} from '../../src/core/message.ts'
import {now, refused} from '../helpers/core.ts'

const claim: Claim = {
  number: 2,
  title: 'Research Team Leader',
  role: 'Research AI - Prospect Finding (Batch 1)',
  goal: 'Find 25 prospects/day, score 70+/100 → $120k',
  session: 'marketing-research-1',
  responsibilities: ['Find 25 prospects'],
  status: 'REGISTERED',
  timestamp: now,
  ready: 'YES',
  acknowledged: undefined,
  reason: undefined
}

test('renderMessage() writes the message that the seed expects', () => {
  assert.equal(
    renderMessage(claim),
    `REGISTRATION COMPLETE
NUMBER: 2
ROLE: Research AI - Prospect Finding (Batch 1)
GOAL: Find 25 prospects/day, score 70+/100 → $120k
SESSION_ID: marketing-research-1
STATUS: REGISTERED
READY: YES`
  )
})

test('renderMessage() leaves readiness out where it is held back', () => {
  const message = renderMessage({...claim, ready: undefined})
  assert.match(message, /STATUS: REGISTERED$/u)
  assert.doesNotMatch(message, /READY/u)
})

const messages: readonly (readonly [string, string, Partial<Message>])[] = [
  [
    'lines, others ignored',
    'Hello\nREGISTRATION COMPLETE\r\nNUMBER: 2\nROLE: Research: AI\nnote\nSESSION_ID: r-1 (s-9)\nREADY: NO\n',
    {number: 2, role: 'Research: AI', session: 'r-1 (s-9)', ready: false}
  ],
  [
    'one line, in a shell command',
    'send.sh boss "REGISTRATION: NUMBER=2 ROLE=Find A=B GOAL=25 a day SESSION_ID=r-1 STATUS=REGISTERED"',
    {number: 2, role: 'Find A=B', goal: '25 a day', session: 'r-1'}
  ],
  [
    'one line, with brackets',
    'REGISTRATION: NUMBER=[12] ROLE=[the role] GOAL=[$120k MRR] SESSION_ID=[x] STATUS=[REGISTERED]',
    {number: 12, role: 'the role', goal: '$120k MRR', session: 'x'}
  ],
  ['placeholders left out', 'REGISTRATION COMPLETE\nROLE: [your role]\nGOAL:\n', {}],
  ['the first of two', 'REGISTRATION COMPLETE\nNUMBER: 2\nNUMBER: 3', {number: 2}]
]

for (const [name, text, expected] of messages) {
  test(`parseMessage() reads ${name}`, () => {
    const blank = {number: undefined, role: undefined, goal: undefined, session: undefined}
    assert.deepEqual(parseMessage(text), {...blank, ready: true, ...expected})
  })
}

for (const text of [
  '',
  'NUMBER: 2\nROLE: x',
  'REGISTRATION COMPLETE\nNUMBER: 0',
  'REGISTRATION COMPLETE\nNUMBER: 2x',
  'REGISTRATION: NUMBER=1 STATUS=PENDING',
  'REGISTRATION COMPLETE\nSTATUS: NOT REGISTERED!'
]) {
  test(`parseMessage() refuses ${JSON.stringify(text)}`, () => {
    refused('CLAIM_INVALID', () => parseMessage(text))
  })
}

test('parseMessage() reads what renderMessage() writes', () => {
  const {number, role, goal, session} = claim
  assert.deepEqual(parseMessage(renderMessage(claim)), {number, role, goal, session, ready: true})
})

import assert from 'node:assert/strict'
import {test} from 'node:test'
import type {Claim} from '../../src/core/claim.ts'
import {renderMessage} from '../../src/core/message.ts'
import {now} from '../helpers/core.ts'

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

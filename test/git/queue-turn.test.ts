import assert from 'node:assert/strict'
import {test} from 'node:test'
import type {Waiting} from '../../src/git/queue/request.ts'
import {Turns, isBusy} from '../../src/git/queue/turn.ts'

const at = (id: string, isWithdrawn = false): Waiting => ({id, oid: id, isWithdrawn})

/** What is seen of the queue beside a branch. */
function seen(waiting: readonly Waiting[], written = 'tip') {
  return {tip: written, written, base: undefined, waiting}
}

const [first, second, third] = [at('1-a'), at('2-b'), at('3-c')]

/** Turns of a clone in which a push takes 400 ms, and that draws a number. */
const turnsWith = (drawn: number) => new Turns(400, () => drawn)

test('the first one folds, and nobody else for now', () => {
  assert.equal(turnsWith(0).isTurnOf(first, seen([first, second]), 0), true)
  assert.equal(turnsWith(0).isTurnOf(second, seen([first, second]), 0), false)
})

test('who has just come leaves others a push’s time to come, and half a second at most', () => {
  for (const drawn of [0, 0.99]) {
    const ms = turnsWith(drawn).gatheringMs()
    assert.ok(ms >= 200 && ms < 400, String(ms))
    assert.ok(new Turns(60_000, () => drawn).gatheringMs() <= 500)
  }
})

test('others take over where nothing moves, each at a time of its own', () => {
  const all = seen([first, second, third])
  const [early, late] = [turnsWith(0), turnsWith(0.9)]
  for (const turns of [early, late]) assert.equal(turns.isTurnOf(third, all, 0), false)
  assert.equal(early.isTurnOf(third, all, 1599), false)
  assert.equal(early.isTurnOf(third, all, 1600), true)
  assert.equal(late.isTurnOf(third, all, 1600), false)
  assert.equal(late.isTurnOf(third, all, 5000), true)
})

test('what moves gives the first one its time again', () => {
  const turns = turnsWith(0)
  turns.isTurnOf(third, seen([first, second, third]), 0)
  assert.equal(turns.isTurnOf(third, seen([second, third]), 1599), false)
  assert.equal(turns.isTurnOf(third, seen([second, third]), 1600), false, 'another one is first')
  assert.equal(turns.isTurnOf(third, seen([second, third], 'next'), 3200), false, 'it moved')
  assert.equal(turns.isTurnOf(third, seen([second, third], 'next'), 4800), true)
})

test('what was withdrawn is not first', () => {
  const turns = turnsWith(0)
  const waiting = seen([at('0-w', true), second])
  turns.isTurnOf(second, waiting, 0)
  assert.equal(turns.isTurnOf(second, waiting, 100), true)
})

test('the more wait, and the longer a push takes, the rarer each one looks', () => {
  const many = Array.from({length: 200}, () => first)
  const quick = new Turns(10, () => 0.5)
  assert.ok(quick.pauseMs(seen([first])) < quick.pauseMs(seen([first, second])))
  assert.ok(quick.pauseMs(seen([first])) < turnsWith(0.5).pauseMs(seen([first])))
  assert.ok(quick.pauseMs(seen(many)) <= 10_000)
  assert.ok(new Turns(60_000, () => 0.5).pauseMs(seen([first])) <= 10_000)
})

test('the longer nothing moves, the rarer each one looks', () => {
  const turns = turnsWith(0.5)
  const pauseAfter = (waiting: readonly Waiting[]) => {
    turns.isTurnOf(third, seen(waiting), 0)
    return turns.pauseMs(seen(waiting))
  }
  const usual = pauseAfter([first, second, third])
  assert.ok(pauseAfter([first, second, third]) > usual)
  assert.ok(pauseAfter([first, second, third]) > 2 * usual)
  assert.equal(pauseAfter([second, third]), usual)
})

test('who asked just now makes it busy; who has withdrawn, or is gone for long, does not', () => {
  const made = (ms: number, isWithdrawn = false) => at(`${ms}-x`, isWithdrawn)
  const now = 1_700_000_000_000
  assert.equal(isBusy(seen([]), now), false)
  assert.equal(isBusy({tip: 'tip', written: 'tip', base: undefined}, now), false)
  assert.equal(isBusy(seen([made(now - 9_000)]), now), true)
  assert.equal(isBusy(seen([made(now + 9_000)]), now), true, 'by a clock that is ahead')
  assert.equal(isBusy(seen([made(now - 11_000)]), now), false)
  assert.equal(isBusy(seen([made(now - 1000, true)]), now), false)
})

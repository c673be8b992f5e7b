import assert from 'node:assert/strict'
import {test} from 'node:test'
import {activate} from '../../src/core/actions/activate.ts'
import type {Setting} from '../../src/core/actions/action.ts'
import {amend} from '../../src/core/amend.ts'
import type {Approval} from '../../src/core/approval.ts'
import {digestOf} from '../../src/core/digest.ts'
import {parseRegistry} from '../../src/core/parse.ts'
import {progressOf} from '../../src/core/protocol/progress.ts'
import {setRecord} from '../../src/core/record-edit.ts'
import {applyEdits} from '../../src/core/edit.ts'
import {deriveEdits} from '../../src/core/derive.ts'
import {now, refused, seeds, settingOf} from '../helpers/core.ts'

const orchestrator = 'marketing-orchestrator'
const week = {start: '2026-11-23', timeZone: 'Europe/Berlin'}
const later = '2026-11-22T08:00:00Z'

const approval: Approval = {
  missing: [],
  commit: 'a'.repeat(40),
  time: '2026-11-21T09:30:00Z',
  numbers: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]
}
const unapproved: Approval = {
  missing: ['main has no registry yet'],
  commit: null,
  time: null,
  numbers: []
}

/** A seed in which all is done but approval and activation. */
function acknowledged(seed: string): string {
  const pending = /- \*\*STATUS\*\*: .*PENDING REGISTRATION/gu
  const registered = seed.replaceAll(
    pending,
    `- **STATUS**: REGISTERED\n- **TIMESTAMP**: ${now}\n- **READY**: YES`
  )
  const digest = digestOf(parseRegistry(registered))
  const seen = registered.replaceAll(
    '- **READY**: YES',
    `- **READY**: YES\n- **ACKNOWLEDGED**: ${now} ${digest}`
  )
  const registry = parseRegistry(seen)
  const records = (['confirmed', 'broadcast'] as const).flatMap((kind) =>
    setRecord(registry, kind, {time: now, digest})
  )
  const text = applyEdits(seen, records)
  return applyEdits(text, deriveEdits(parseRegistry(text)))
}

/** The document after an activation, or as it is where that changes nothing. */
function activated(
  setting: Setting,
  request: Partial<Parameters<typeof activate>[1]> = {}
): string {
  const {change} = activate(setting, {session: orchestrator, now, ...week, ...request})
  return change ? amend(setting.registry, change).text : setting.registry.text
}

const forms: Readonly<Record<string, (text: string) => string>> = {
  LF: (text) => text,
  CRLF: (text) => text.replaceAll('\n', '\r\n'),
  'no final newline': (text) => text.trimEnd(),
  'consensus at the end': (text) => text.slice(0, text.search(/\n\n---\n\n## .*Expected Reg/u))
}

for (const [seed, source] of Object.entries(seeds)) {
  for (const [form, make] of Object.entries(forms)) {
    const before = acknowledged(make(source).replaceAll('\r\n', '\n'))
    const text = form === 'CRLF' ? before.replaceAll('\n', '\r\n') : before

    test(`activate() leaves records and a schedule in the ${seed} seed with ${form}`, () => {
      const after = activated({...settingOf(text), approval})
      const registry = parseRegistry(after)
      const digest = digestOf(registry)
      assert.deepEqual(
        registry.records.map(({kind, time}) => [kind, time]),
        [
          ['confirmed', now],
          ['broadcast', now],
          ['approved', approval.time],
          ['activated', now]
        ]
      )
      assert.ok(registry.records.every((record) => record.digest === digest))
      assert.equal(registry.headerStatus?.value, 'ACTIVATED')
      assert.equal(registry.nextAction?.value, 'Each session works towards its goal')
      assert.equal(progressOf(registry).stage, 'activated')
      assert.ok(registry.tasks.every(({checked}) => checked))
      const {start = 0, end = 0} = registry.scheduleSection ?? {}
      assert.ok(after.slice(start, end).includes(`\`${digest}\``))
      assert.ok(
        registry.records.every(({content}) => content.end < start),
        'Records stay above'
      )
    })

    test(`activate() once more changes nothing in the ${seed} seed with ${form}`, () => {
      const after = activated({...settingOf(text), approval})
      const again = {session: orchestrator, now: later, ...week}
      assert.equal(activate({...settingOf(after), approval}, again).change, undefined)
      assert.equal(activate(settingOf(after), again).change, undefined, 'By the document alone')
    })

    test(`activate() with another start changes the schedule in the ${seed} seed with ${form}`, () => {
      const first = activated({...settingOf(text), approval})
      const moved = activated({...settingOf(first), approval}, {start: '2027-01-04', now: later})
      const [one, other] = [parseRegistry(first), parseRegistry(moved)]
      assert.deepEqual(
        other.records.map(({kind, time}) => [kind, time]),
        one.records.map(({kind, time}) => [kind, kind === 'activated' ? later : time])
      )
      const masked = (registry: typeof one) =>
        registry.text
          .slice(0, registry.scheduleSection?.start)
          .replace(/(?<=\*\*Activated\*\*: )\S+/u, 'TIME') +
        registry.text.slice(registry.scheduleSection?.end)
      assert.equal(masked(other), masked(one))
      assert.match(moved, /from Monday 2027-01-04 to Sunday 2027-01-10/u)
      assert.doesNotMatch(moved, /2026-11-23/u)
    })
  }
}

test('activate() with another time zone changes the schedule', () => {
  const first = activated({...settingOf(acknowledged(seeds.decoded)), approval})
  const moved = activated({...settingOf(first), approval}, {timeZone: 'Asia/Tokyo', now: later})
  assert.equal(moved.replace('Asia/Tokyo', 'Europe/Berlin').replace(later, now), first)
})

test('activate() goes by the record of approval where git says nothing', () => {
  const text = acknowledged(seeds.decoded)
  refused('NOT_READY', () => activated(settingOf(text)))
  const registry = parseRegistry(text)
  const stamp = {time: later, digest: digestOf(registry)}
  const approved = applyEdits(text, setRecord(registry, 'approved', stamp))
  const records = parseRegistry(activated(settingOf(approved))).records
  assert.equal(records.find(({kind}) => kind === 'approved')?.time, later)
})

test('activate() is refused before the approval, and says what is missing', () => {
  const setting = {...settingOf(acknowledged(seeds.decoded)), approval: unapproved}
  const {message, hint} = refused('NOT_READY', () => activated(setting))
  assert.match(message, /Cannot activate yet: main has no registry yet/u)
  assert.equal(hint, 'regmd propose')
})

test('activate() is refused before the acknowledgements', () => {
  const text = acknowledged(seeds.decoded).replace(/- \*\*ACKNOWLEDGED\*\*: .*\n/u, '')
  const {message} = refused('NOT_READY', () => activated({...settingOf(text), approval}))
  assert.match(message, /session 1 has not acknowledged/u)
})

test('activate() is refused to everybody but the orchestrator', () => {
  const setting = {...settingOf(acknowledged(seeds.decoded)), approval}
  refused('NOT_ORCHESTRATOR', () => activated(setting, {session: 'marketing-research-1'}))
  const text = seeds.decoded
  refused('NOT_ORCHESTRATOR', () => activated({...settingOf(text), approval}))
})

test('activate() takes a changed block’s schedule and records anew', () => {
  const first = activated({...settingOf(acknowledged(seeds.decoded)), approval})
  const changed = acknowledged(
    first
      .replaceAll(/- \*\*ACKNOWLEDGED\*\*: .*\n/gu, '')
      .replace('Send afternoon batch 2-3 PM', 'Send evening batch 7-8 PM')
      .replaceAll(/\n\n\*\*(?:Confirmed|Broadcast|Approved|Activated)\*\*: .*/gu, '')
  )
  const again = activated({...settingOf(changed), approval}, {now: later})
  const {records} = parseRegistry(again)
  assert.equal(records.find(({kind}) => kind === 'activated')?.time, later)
  assert.match(again, /\| 19:00–20:00 \| Mon–Fri \| 6 \|/u)
  assert.equal(again.match(/^## Week 1 Schedule$/gmu)?.length, 1)
})

test('activate() refuses a document whose end would swallow the schedule', () => {
  const end = /\n\n---\n\n## .*Expected Reg[^]*/u
  const text = acknowledged(seeds.decoded).replace(end, '\n\n<!-- to be continued\n')
  const {message} = refused('REGISTRY_INVALID', () => activated({...settingOf(text), approval}))
  assert.match(message, /nothing was written/u)
})

test('activate() knows no day that the calendar does not have', () => {
  const setting = {...settingOf(acknowledged(seeds.decoded)), approval}
  assert.throws(() => activated(setting, {start: '2026-02-30'}), RangeError)
})

test('activate() leaves the zone of a schedule that is there, unless another is named', () => {
  const text = activated({...settingOf(acknowledged(seeds.decoded)), approval})
  const setting = {...settingOf(text), approval}
  assert.equal(activated(setting, {timeZone: 'UTC', isZoneLoose: true, now: later}), text)
  assert.match(activated(setting, {timeZone: 'UTC', now: later}), /in the time zone `UTC`/u)
})

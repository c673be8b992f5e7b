import assert from 'node:assert/strict'
import {test} from 'node:test'
import fc from 'fast-check'
import {ack} from '../../src/core/actions/ack.ts'
import type {Decision, Setting} from '../../src/core/actions/action.ts'
import {activate} from '../../src/core/actions/activate.ts'
import {broadcast} from '../../src/core/actions/broadcast.ts'
import {claim} from '../../src/core/actions/claim.ts'
import {confirm} from '../../src/core/actions/confirm.ts'
import {ready} from '../../src/core/actions/ready.ts'
import {reassign} from '../../src/core/actions/reassign.ts'
import {recordStep} from '../../src/core/actions/record-step.ts'
import {release} from '../../src/core/actions/release.ts'
import {requireTurn} from '../../src/core/actions/turn.ts'
import {amend} from '../../src/core/amend.ts'
import type {Approval} from '../../src/core/approval.ts'
import {decode, encode} from '../../src/core/decode.ts'
import {derivedTexts, fallenRecords} from '../../src/core/derive.ts'
import {digestOf} from '../../src/core/digest.ts'
import {RegmdError} from '../../src/core/error.ts'
import {parseRegistry} from '../../src/core/parse.ts'
import {progressOf} from '../../src/core/protocol/progress.ts'
import {type Stage, stages} from '../../src/core/protocol/table.ts'
import {derivedStale} from '../../src/core/rules/derived-stale.ts'
import {renderTemplate} from '../../src/core/template.ts'
import {seeds, settingOf} from '../helpers/core.ts'
import {runs, seed} from '../helpers/fire.ts'

// The model: what a careful person would keep on paper.

type Kind = 'confirmed' | 'broadcast' | 'approved' | 'activated'
const kinds: readonly Kind[] = ['confirmed', 'broadcast', 'approved', 'activated']

interface Slot {
  number: number
  role?: string
  goal?: string
  session?: string
  duties: readonly string[]
  held: boolean
  ready: boolean
  /** What was agreed to. */
  acked?: string
}

interface Model {
  slots: Slot[]
  last: number | undefined
  /** What each step was about. */
  said: Partial<Record<Kind, string>>
  /** Items of the task list that are left to people, and whether they are ticked. */
  chores: Record<string, boolean>
  /** What the schedule is for. */
  week: string
}

interface Act {
  readonly kind: string
  readonly who: string
  readonly number?: number | undefined
  readonly next?: boolean
  readonly role?: string | undefined
  readonly goal?: string | undefined
  readonly duties?: readonly string[] | undefined
  /** Whether a claim reports readiness, and git an approval. */
  readonly flag?: boolean
  readonly start?: string
}

const vague = 'Do good work'

/** What all sessions commit to: stands for the digest. */
function wordsIn({slots}: Model): string {
  return JSON.stringify(
    slots.map(({number, role = null, goal = null, session = null, duties}) => [
      number,
      role,
      goal,
      session,
      duties
    ])
  )
}

function boxesOf(model: Model, git = false): readonly boolean[] {
  const {slots, last, said} = model
  const words = wordsIn(model)
  const held = slots.filter((slot) => slot.held)
  const isFull = held.length >= (last ?? slots.length)
  const isAgreed = isFull && held.every((slot) => slot.ready)
  const roles = slots.map(({role}) => role?.toLowerCase())
  return [
    isFull,
    held.length > 0,
    isAgreed && !roles.includes(undefined) && new Set(roles).size === roles.length,
    isAgreed && slots.every(({goal}) => goal !== undefined && goal !== vague),
    said.confirmed === words,
    git || said.approved === words
  ]
}

function stageOf(model: Model, git = false): Stage {
  const {said, slots, chores} = model
  const words = wordsIn(model)
  const boxes = boxesOf(model, git)
  if (boxes.slice(0, 4).includes(false)) return 'registering'
  if (!boxes[4]) return 'registered'
  if (said.broadcast !== words) return 'confirmed'
  if (slots.some(({acked}) => acked !== said.broadcast)) return 'broadcast'
  if (!boxes[5] || Object.values(chores).includes(false)) return 'acknowledged'
  return said.activated === words ? 'activated' : 'approved'
}

const nextOf: Readonly<Record<Stage, string>> = {
  registering: '',
  registered: 'The orchestrator must confirm that there are no conflicts',
  confirmed: 'The orchestrator must broadcast the final registry',
  broadcast: 'Each session must acknowledge the broadcast',
  acknowledged: 'A human must approve the registry',
  approved: 'The orchestrator must activate the registry',
  activated: 'Each session works towards its goal'
}
const openOf = [
  'Each session must register their identity',
  '',
  'Each session must define its role and report readiness',
  'Each session must commit to a measurable goal'
]

/** What the document should show. */
function shownBy(model: Model): View {
  const {slots, last, chores} = model
  const boxes = boxesOf(model)
  const stage = stageOf(model)
  const isReached = !boxes.includes(false) && !Object.values(chores).includes(false)
  const waiting = boxes[0] ? 'Registration complete, consensus pending' : 'Registration in progress'
  const header = isReached ? 'Consensus reached' : waiting
  const counter = `${slots.filter(({held}) => held).length}/${last ?? slots.length}`
  return {
    header: stage === 'activated' ? 'ACTIVATED' : header,
    counter: `${counter} sessions registered`,
    next: nextOf[stage] || (openOf[boxes.indexOf(false)] ?? ''),
    boxes
  }
}

const partsOf = (session: string): readonly string[] => session.match(/[^ ()]+/gu) ?? []

function isSame(a: string | undefined, b: string): boolean {
  if (a === undefined) return false
  const [one, other] = [partsOf(a), partsOf(b)]
  return one.length + other.length === 4 ? a === b : one.some((part) => other.includes(part))
}

/** What a session holds; `NUMBER_NEEDED` where its name is that of several. */
function heldBy({slots}: Model, who: string, number?: number): Slot | string | undefined {
  const held = slots.filter((slot) => slot.held && isSame(slot.session, who))
  if (held.length < 2) return held[0]
  return held.find((slot) => slot.number === number || slot.session === who) ?? 'NUMBER_NEEDED'
}

const isChief = ({slots}: Model, who: string) =>
  slots.some(({number, held, session}) => number === 1 && held && isSame(session, who))

const isOut = ({last}: Model, number: number) => last !== undefined && (number < 1 || number > last)

/** Does it on paper: an error's code, or whether something changes. */
function play(model: Model, act: Act): string | boolean {
  const result = rules[act.kind]?.(model, act) ?? assert.fail(act.kind)
  // What is written takes out what does not hold any more.
  const words = wordsIn(model)
  if (result === true)
    for (const kind of kinds) if (model.said[kind] !== words) delete model.said[kind]
  return result
}

const rules: Readonly<Record<string, (model: Model, act: Act) => string | boolean>> = {
  claim(model, {who, number, next, role, goal, duties, flag = true}) {
    const held = heldBy(model, who, number)
    if (typeof held === 'string') return held
    if (held) {
      const isOther =
        (number !== undefined && number !== held.number) ||
        (role !== undefined && role !== held.role) ||
        (goal !== undefined && goal !== held.goal) ||
        (duties !== undefined && JSON.stringify(duties) !== JSON.stringify(held.duties))
      return isOther ? 'SESSION_HAS_NUMBER' : false
    }
    const chosen = choose(model, {who, number, next: next ?? false})
    if (typeof chosen === 'string') return chosen
    const old = model.slots.find((slot) => slot.number === chosen)
    const slot: Slot = {...(old ?? {number: chosen, duties: []}), held: true, ready: flag}
    if (role !== undefined) slot.role = role
    if (goal !== undefined) slot.goal = goal
    if (duties) slot.duties = duties
    if (slot.role === undefined || slot.goal === undefined || chosen < 1) return 'CLAIM_INVALID'
    if (slot.session === undefined || partsOf(who).length === 2) slot.session = who
    delete slot.acked
    model.slots = [...model.slots.filter((other) => other !== old), slot].toSorted(
      (a, b) => a.number - b.number
    )
    return true
  },
  ready(model, act) {
    const slot = registered(model, act)
    if (typeof slot === 'string') return slot
    if (!isSame(slot.session, act.who)) return 'NOT_HOLDER'
    if (slot.ready) return false
    return (slot.ready = true)
  },
  release(model, {who, number}) {
    if (number !== undefined && isOut(model, number)) return 'NUMBER_OUT_OF_RANGE'
    const slot =
      number === undefined
        ? heldBy(model, who)
        : model.slots.find((other) => other.number === number)
    if (typeof slot === 'string') return slot
    if (!slot) return 'NOT_REGISTERED'
    if (!slot.held) return false
    if (!isSame(slot.session, who) && !isChief(model, who)) return 'NOT_HOLDER'
    slot.held = slot.ready = false
    delete slot.session
    delete slot.acked
    return true
  },
  reassign(model, {who, number = 1, role, goal, duties}) {
    if (!isChief(model, who)) return 'NOT_ORCHESTRATOR'
    if (isOut(model, number)) return 'NUMBER_OUT_OF_RANGE'
    const slot = model.slots.find((other) => other.number === number)
    if (!slot) return 'NOT_REGISTERED'
    const before = wordsIn(model)
    if (role !== undefined) slot.role = role
    if (goal !== undefined) slot.goal = goal
    if (duties) slot.duties = duties
    return before !== wordsIn(model)
  },
  confirm: (model, {who}) => {
    if (!isChief(model, who)) return 'NOT_ORCHESTRATOR'
    if (stageOf(model) === 'registering') return 'NOT_READY'
    return say(model, 'confirmed')
  },
  broadcast: (model, {who}) => {
    if (!isChief(model, who)) return 'NOT_ORCHESTRATOR'
    if (['registering', 'registered'].includes(stageOf(model))) return 'NOT_READY'
    return say(model, 'broadcast')
  },
  ack(model, act) {
    const slot = registered(model, act)
    if (typeof slot === 'string') return slot
    if (!isSame(slot.session, act.who)) return 'NOT_HOLDER'
    if (['registering', 'registered', 'confirmed'].includes(stageOf(model))) return 'NOT_READY'
    const words = wordsIn(model)
    if (slot.acked === words) return false
    slot.acked = words
    return true
  },
  approve(model) {
    const isEarly = !['acknowledged', 'approved', 'activated'].includes(stageOf(model))
    return isEarly ? 'NOT_READY' : say(model, 'approved')
  },
  activate(model, {who, flag = false, start = ''}) {
    if (!isChief(model, who)) return 'NOT_ORCHESTRATOR'
    if (!['approved', 'activated'].includes(stageOf(model, flag))) return 'NOT_READY'
    const week = start + wordsIn(model)
    const isNew = model.week !== week
    model.week = week
    return [say(model, 'approved'), say(model, 'activated'), isNew].includes(true)
  }
}

function say(model: Model, kind: Kind): boolean {
  const words = wordsIn(model)
  if (model.said[kind] === words) return false
  model.said[kind] = words
  return true
}

function registered(model: Model, {who, number}: Act): Slot | string {
  if (number !== undefined && isOut(model, number)) return 'NUMBER_OUT_OF_RANGE'
  const slot =
    number === undefined ? heldBy(model, who) : model.slots.find((one) => one.number === number)
  if (typeof slot === 'string') return slot
  return slot?.held ? slot : 'NOT_REGISTERED'
}

function choose(model: Model, wish: Pick<Act, 'who' | 'number' | 'next'>): number | string {
  const {slots, last = 0} = model
  const {who, number, next} = wish
  const isFree = (slot: Slot) =>
    !slot.held && (slot.session === undefined || isSame(slot.session, who))
  if (number !== undefined) {
    if (isOut(model, number)) return 'NUMBER_OUT_OF_RANGE'
    const slot = slots.find((other) => other.number === number)
    if (slot?.held) return 'NUMBER_TAKEN'
    return slot && !isFree(slot) ? 'NUMBER_RESERVED' : number
  }
  if (next) {
    const blank = Array.from({length: last}, (_, index) => index + 1).filter(
      (one) => !slots.some((slot) => slot.number === one)
    )
    const free = [...slots.filter(isFree).map((slot) => slot.number), ...blank]
    return free.length === 0 ? 'NO_FREE_NUMBER' : Math.min(...free)
  }
  const own = slots.find((slot) => !slot.held && isSame(slot.session, who))
  return own?.number ?? 'NUMBER_NEEDED'
}

// What a reader of the document sees, line by line.

interface View {
  readonly header: string | undefined
  readonly counter: string | undefined
  readonly next: string | undefined
  readonly boxes: readonly (boolean | undefined)[]
}

const items = [
  /sessions registered/u,
  /duplicate/u,
  /All roles/u,
  /All goals/u,
  /Orchestrator confirms/u,
  /Human approves/u
]
const ending = /\r\n|\n|\r/u
const stamp = String.raw`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ [0-9a-f]{64}`

function viewOf(text: string): View {
  const lines = text.split(ending)
  const labelled = (name: string) => {
    const pattern = new RegExp(String.raw`^\*\*${name}(?:\*\*:|:\*\*) (.*)$`, 'u')
    return lines.flatMap((line) => pattern.exec(line)?.[1] ?? [])[0]
  }
  const boxes = items.map((item) => lines.find((line) => /^- \[.\]/u.test(line) && item.test(line)))
  return {
    header: labelled('Status'),
    counter: labelled('Current Status'),
    next: labelled('Next Action'),
    boxes: boxes.map((line) => (line === undefined ? undefined : /^- \[x\]/iu.test(line)))
  }
}

/** Lines that a document does not have are not missed. */
function among(view: View, whole: View): View {
  return {
    header: view.header && whole.header,
    counter: view.counter && whole.counter,
    next: view.next && whole.next,
    boxes: view.boxes.map((box, index) => (box === undefined ? undefined : whole.boxes[index]))
  }
}

function recordsIn(text: string): Readonly<Record<string, string>> {
  const pattern = new RegExp(
    String.raw`^\*\*(Confirmed|Broadcast|Approved|Activated)(?:\*\*:|:\*\*) ${stamp}$`,
    'u'
  )
  return Object.fromEntries(
    text.split(ending).flatMap((line) => {
      const kind = pattern.exec(line)?.[1]?.toLowerCase()
      return kind === undefined ? [] : [[kind, line.slice(-64)]]
    })
  )
}

const isHeadingOf = (line: string) => /^### Session #(\d+)(?::.*)?$/u.exec(line)?.[1]

/** Blocks as they stand there; an acknowledgement by its digest. */
function slotsIn(text: string): Slot[] {
  const slots: (Slot & Record<string, unknown>)[] = []
  let current: (Slot & Record<string, unknown>) | undefined
  for (const line of text.split(ending)) {
    const number = isHeadingOf(line)
    if (number !== undefined) {
      current = {number: Number(number), duties: [], held: false, ready: false}
      slots.push(current)
    } else if (line.startsWith('#')) current = undefined
    if (!current) continue
    const [, name = '', value = ''] = /^- \*\*(\w+)\*\*: (.*)$/u.exec(line) ?? []
    if (name === 'STATUS') current.held = /(?<!PENDING )\bREGISTERED$/u.test(value)
    if (name === 'READY') current.ready = true
    if (name === 'ACKNOWLEDGED') current.acked = value.slice(-64)
    const key = {ROLE: 'role', GOAL: 'goal', SESSION_ID: 'session'}[name]
    if (key !== undefined && !value.startsWith('[')) current[key] = value
    if (line.startsWith('  - ')) current.duties = [...current.duties, line.slice(4)]
  }
  return slots
}

/** A document without one block's lines, records, values of derived lines, and the schedule. */
function restOf(text: string, number: number): string {
  const record = new RegExp(
    String.raw`(\r\n|\n|\r)\1\*\*(?:Confirmed|Broadcast|Approved|Activated)(?:\*\*:|:\*\*) ${stamp}(?=[\r\n]|$)`,
    'gu'
  )
  let isOwn = false
  const scheduled = text.replace(
    /^(## Week 1 Schedule)[\s\S]*?(?=[\r\n]*(?:---[\r\n]+)?(?:^##? |$(?![\s\S])))/mu,
    '$1'
  )
  return (scheduled.replace(record, '').match(/.*(?:\r\n|\n|\r|$)/gu) ?? [])
    .map((line) => {
      const heading = isHeadingOf(line.trimEnd())
      if (heading !== undefined) isOwn = Number(heading) === number
      else if (line.startsWith('#')) isOwn = false
      if (isOwn && (heading !== undefined || /^- \*\*|^ {2}- /u.test(line))) return ''
      if (/^- \[.\]/u.test(line) && items.some((item) => item.test(line))) {
        return line.replace(/^- \[.\]/u, '- [?]')
      }
      return line.replace(
        /^(\*\*(?:(?:Current )?Status|Next Action)(?:\*\*:|:\*\*)) .*?(?=[\r\n]|$)/u,
        '$1'
      )
    })
    .join('')
}

/** Whether one text is another one with something put in. */
function isInserted(before: string, after: string): boolean {
  let start = 0
  while (start < before.length && before[start] === after[start]) start++
  return after.endsWith(before.slice(start)) && after.length >= before.length
}

// Random registries.

interface Shape {
  readonly style: 'template' | 'decoded' | 'as-received'
  readonly count: number
  readonly extra: number
  readonly crlf: boolean
  readonly hasRange: boolean
  readonly without: readonly string[]
  readonly chores: readonly boolean[]
  readonly isReserved: boolean
  readonly isInside: boolean
  readonly isOpenEnd: boolean
}

const shapes = fc.record<Shape>({
  style: fc.constantFrom('template', 'template', 'template', 'template', 'decoded', 'as-received'),
  count: fc.oneof(
    {weight: 2, arbitrary: fc.integer({min: 1, max: 4})},
    fc.integer({min: 1, max: 12})
  ),
  extra: fc.constantFrom(0, 0, 0, 1, 2),
  crlf: fc.boolean(),
  hasRange: fc.constantFrom(true, true, true, false),
  without: fc.subarray(['header', 'counter', 'next', 'tasks', 'all but one task'], {maxLength: 4}),
  chores: fc.array(fc.boolean(), {maxLength: 2}),
  isReserved: fc.boolean(),
  isInside: fc.boolean(),
  isOpenEnd: fc.boolean()
})

const cuts: Readonly<Record<string, RegExp>> = {
  header: /^\*\*Status\*\*:.*\n/mu,
  counter: /^\*\*Current Status\*\*:.*\n\n/mu,
  next: /^\*\*Next Action\*\*:.*\n\n?/mu,
  tasks: /^- \[.\] .*\n/gmu,
  'all but one task': /^- \[.\] (?!All goals).*\n/gmu
}

function documentOf(shape: Shape): string {
  const {style, count, extra, chores, without, hasRange} = shape
  let text =
    style === 'template'
      ? renderTemplate(count, {schema: 'schemas/claim.schema.json'})
      : (seeds[style] ?? '').replaceAll(
          /^### Session #(\d+): [\s\S]*?(?=^##)/gmu,
          (block, number) => (Number(number) > count ? '' : block)
        )
  if (shape.isReserved) {
    text = text.replaceAll(
      /(NUMBER\*\*: (\d+)\n(?:.*\n){2}.*SESSION_ID\*\*: )\[open\]/gu,
      '$1unit-$2 (run-$2)'
    )
  }

  const range = hasRange ? `[1-${count + extra}, unique]` : '[unique]'
  text = text.replace(/\[1-\d+, unique\]/u, range)
  const added = chores.map((isDone, index) => `- [${isDone ? 'x' : ' '}] Chore ${index}\n`).join('')
  text = text.replace(/^- \[ \] Human.*\n/mu, (line) => line + added)
  for (const name of without) text = text.replace(cuts[name] ?? '', '')
  if (shape.isInside) text = text.replaceAll(/^\*\*([A-Z][A-Za-z ]+)\*\*: /gmu, '**$1:** ')
  if (shape.isOpenEnd) text = text.trimEnd()
  return shape.crlf ? text.replaceAll('\n', '\r\n') : text
}

function modelOf(text: string, {count, extra, hasRange}: Shape): Model {
  const chores = [...text.matchAll(/^- \[(.)\] (Chore \d)/gmu)]
  return {
    slots: slotsIn(text),
    last: hasRange ? count + extra : undefined,
    said: {},
    chores: Object.fromEntries(chores.map(([, box, name]) => [name ?? '', box === 'x'])),
    week: ''
  }
}

// Random acts, most of them such that something comes of it.

const moves = fc.record({
  kind: fc.constantFrom(
    ...Array.from({length: 14}, () => 'advance'),
    'claim',
    'claim',
    'claim',
    'ready',
    'ready',
    'release',
    'reassign',
    'confirm',
    'broadcast',
    'ack',
    'ack',
    'approve',
    'activate',
    'activate',
    'hand'
  ),
  who: fc.integer({min: 0, max: 14}),
  isRight: fc.boolean(),
  number: fc.integer({min: 0, max: 14}),
  dice: fc.nat(2 ** 20)
})
type Move = typeof moves extends fc.Arbitrary<infer T> ? T : never

/** A session's id, one way or the other; that of a reservation, where there is one. */
function sessionAt(names: readonly string[], index: number, dice: number): string {
  const whole = names[index] ?? `guest-${index} (run-${index})`
  const [name = '', runtime = name] = partsOf(whole)
  return [name, name, name, whole, runtime][dice % 5] ?? name
}

const fresh = (index: number) => ({role: `worker ${index}`, goal: `${index + 5} plates daily`})

/** The act that brings a registry on. */
function advance(model: Model, names: readonly string[], dice: number): Act {
  const {slots, last = 0} = model
  const chief = slots.find(({number}) => number === 1)?.session ?? ''
  const blank = Array.from({length: last}, (_, index) => index + 1).find(
    (number) => !slots.some((slot) => slot.number === number)
  )
  const open = slots.find(({held}) => !held) ?? (blank === undefined ? undefined : {number: blank})
  if (open) {
    const {number, session, role, goal} = {
      session: undefined,
      role: undefined,
      goal: undefined,
      ...open
    }
    const isBusy = (who: string) => slots.some((slot) => slot.held && isSame(slot.session, who))
    if (session !== undefined && isBusy(session)) return {kind: 'release', who: session}
    const free = Array.from({length: 15}, (_, index) => sessionAt(names, (index + dice) % 15, dice))
    const other = free.find((one) => !isBusy(one)) ?? ''
    // Now and then the wrong one.
    const who = dice % 8 === 0 ? other : (session ?? other)
    const words = role === undefined || goal === undefined ? fresh(number) : {}
    return {kind: 'claim', who, number, ...words, flag: dice % 3 > 0}
  }
  if (stageOf(model) === 'activated') {
    const number = slots[dice % slots.length]?.number ?? 1
    const kind = ['activate', 'reassign', 'release'][dice % 3] ?? ''
    const words =
      dice % 2 === 0 ? fresh(20 + (dice % 1000)) : {duties: [`Serve table ${dice % 1000}`]}
    return {kind, who: chief, number, ...words, start: '2026-11-23'}
  }

  const late = slots.find(({ready: isReady}) => !isReady)
  if (late) return {kind: 'ready', who: late.session ?? ''}
  const bad = slots.find(
    ({role, goal}, index) =>
      goal === vague || slots.findIndex((other) => other.role === role) < index
  )
  if (bad) return {kind: 'reassign', who: chief, number: bad.number, ...fresh(20 + (dice % 1000))}
  const silent = slots.find(({acked}) => acked !== model.said.broadcast)
  const stage = stageOf(model)
  if (stage === 'broadcast') return {kind: 'ack', who: silent?.session ?? ''}
  if (stage === 'acknowledged' && model.said.approved === wordsIn(model)) {
    return {kind: 'tick', who: Object.keys(model.chores).find((name) => !model.chores[name]) ?? ''}
  }
  const ways: Partial<Record<Stage, string>> = {
    registered: 'confirm',
    confirmed: 'broadcast',
    acknowledged: 'approve'
  }
  return {kind: ways[stage] ?? 'activate', who: chief, start: '2026-11-23'}
}

/** What a move comes to. */
function actOf(move: Move, model: Model, names: readonly string[]): Act {
  const {kind, number, dice} = move
  if (kind === 'advance') return advance(model, names, dice)
  const isChiefs = ['reassign', 'confirm', 'broadcast', 'activate'].includes(kind)
  const rightful = model.slots.find((slot) => slot.number === (isChiefs ? 1 : number))?.session
  const who = (move.isRight ? rightful : undefined) ?? sessionAt(names, move.who, dice)
  const pool = {
    role: `worker ${dice % 30}`,
    goal: dice % 11 === 0 ? vague : `${dice % 7} cups daily`
  }
  const words = [{}, pool, {goal: pool.goal}, {role: pool.role}][dice % 4]
  const duties = [undefined, undefined, ['Stew'], ['Stew at 9 AM daily', 'Fry']][(dice >> 2) % 4]
  return {
    kind,
    who,
    number: (dice >> 5) % 3 === 0 ? undefined : number,
    next: (dice >> 7) % 3 === 0,
    ...words,
    duties: kind === 'claim' || kind === 'reassign' ? duties : undefined,
    flag: (dice >> 9) % 3 > 0,
    start: (dice >> 11) % 2 === 0 ? '2026-11-23' : '2026-11-30'
  }
}

/** An edit by hand, on paper too; the text stays where there is nothing to edit. */
function meddle(text: string, model: Model, {dice, number}: Move): string {
  const slot = model.slots[number % model.slots.length] ?? assert.fail()
  const kind = kinds[dice % 4] ?? 'confirmed'
  const record = new RegExp(String.raw`(\r\n|\n)\1\*\*${kind}(?:\*\*:|:\*\*) ${stamp}`, 'iu')
  const inBlock = (pattern: RegExp, to: string) =>
    text.replace(
      new RegExp(
        String.raw`(^### Session #${slot.number}(?!\d).*[\r\n]+(?:(?!#).*[\r\n]+)*?)${pattern.source}`,
        'mu'
      ),
      `$1${to}`
    )
  switch ((dice >> 3) % 6) {
    case 0:
      return text.replaceAll(/^- \[ \](?= (?!Chore))/gmu, dice % 2 === 0 ? '- [x]' : '- [X]')
    case 1:
      return text.replace(/^(\*\*(?:Current )?Status(?:\*\*:|:\*\*) ).*?(?=[\r\n]|$)/mu, '$1Done')
    case 2: {
      const changed = inBlock(
        /(- \*\*GOAL\*\*: )[^[\r\n].*?(?=[\r\n])/u,
        `$2${dice % 9} mugs daily`
      )
      if (changed !== text) slot.goal = `${dice % 9} mugs daily`
      return changed
    }
    case 3: {
      const changed = inBlock(/- \*\*READY\*\*: YES(?:\r\n|\n)/u, '')
      if (changed !== text) slot.ready = false
      return changed
    }
    case 4: {
      const changed = text.replace(record, '')
      if (changed !== text) delete model.said[kind]
      return changed
    }
    default: {
      const changed = text.replace(record, (line) => line.slice(0, -64) + 'f'.repeat(64))
      if (changed !== text) model.said[kind] = 'forged'
      return changed
    }
  }
}

function tick(text: string, model: Model, name: string): string {
  if (name !== '') model.chores[name] = !model.chores[name]
  return text.replace(new RegExp(String.raw`^- \[(.)\](?= ${name}\b)`, 'mu'), (_, box) =>
    box === ' ' ? '- [x]' : '- [ ]'
  )
}

function decide(setting: Setting, act: Act, now: string): Decision {
  const {kind, who: session, number, role, goal, duties: responsibilities} = act
  const asker = {session, now, number}
  const words = {role, goal, responsibilities}
  switch (kind) {
    case 'claim':
      return claim(setting, {
        ...asker,
        ...words,
        title: undefined,
        next: act.next ?? false,
        ready: act.flag ?? true
      })
    case 'ready':
      return ready(setting, asker)
    case 'release':
      return release(setting, {...asker, reason: 'Away'})
    case 'reassign':
      return reassign(setting, {...asker, ...words, number: number ?? 1, reason: 'Balance'})
    case 'confirm':
      return confirm(setting, asker)
    case 'broadcast':
      return broadcast(setting, asker)
    case 'ack':
      return ack(setting, asker)
    case 'approve': {
      requireTurn(setting, 'approve')
      const block = setting.registry.blocks[0] ?? assert.fail()
      return {claim: block.claim, ...recordStep(setting, 'approved', now)}
    }
    default: {
      const approval: Approval = {missing: [], commit: 'a'.repeat(40), time: now, numbers: []}
      const start = act.start ?? ''
      const given = act.flag ? {...setting, approval} : setting
      return activate(given, {session, now, start, timeZone: 'Europe/Berlin'})
    }
  }
}

// The comparison.

interface Played {
  readonly model: Model
  readonly setting: Setting
  /** Digests by what they stand for. */
  readonly digests: Map<string, string>
  /** What happened, for the count at the end. */
  readonly seen: Map<string, number>
}

/** What was said, in the document's words. */
function inWords({model, digests}: Played, digest: string): string {
  return [...digests].find(([, known]) => known === digest)?.[0] ?? (model ? 'forged' : '')
}

/** Compares paper and document, as bytes that were written and are read again. */
function compare(played: Played, isAnew: boolean): void {
  const {model, setting, digests} = played
  const {text} = setting.registry
  const reread = decode(encode({text, hasBom: false})).text
  const registry = isAnew ? parseRegistry(reread) : setting.registry
  const words = wordsIn(model)
  const digest = digestOf(registry)
  assert.equal(digests.get(words) ?? digest, digest, 'The same words have the same digest')
  digests.set(words, digest)
  assert.equal(new Set(digests.values()).size, digests.size, 'Other words have another digest')

  const found = slotsIn(reread).map((slot) =>
    slot.acked === undefined ? slot : {...slot, acked: inWords(played, slot.acked)}
  )
  assert.deepEqual(
    found,
    model.slots.map((slot) => ({...slot}))
  )
  const said = Object.entries(recordsIn(reread)).map(([kind, at]) => [kind, inWords(played, at)])
  assert.deepEqual(Object.fromEntries(said), model.said)
  assert.equal(progressOf(registry).stage, stageOf(model))
  assert.deepEqual(
    progressOf(registry).consensus.criteria.map(({met}) => met),
    boxesOf(model)
  )

  const view = viewOf(reread)
  const wanted = among(view, shownBy(model))
  const isTrue =
    JSON.stringify(view) === JSON.stringify(wanted) &&
    Object.values(model.said).every((about) => about === words)
  const stale = derivedTexts(registry).filter(({actual, expected}) => actual !== expected)
  assert.equal(stale.length === 0 && fallenRecords(registry).length === 0, isTrue)
  assert.equal(derivedStale.check({...setting, registry}).length === 0, isTrue)
}

/** Carries a decision out: an error's code, or the setting afterwards. */
function carryOut(setting: Setting, act: Act, now: string): RegmdError | Setting {
  try {
    const {change} = decide(setting, act, now)
    return change ? {...setting, registry: amend(setting.registry, change)} : setting
  } catch (error) {
    if (error instanceof RegmdError) return error
    throw error
  }
}

function step(played: Played, act: Act, count: number): Played {
  const {model, setting} = played
  const before = structuredClone(model)
  const target =
    act.number ??
    [heldBy(before, act.who)].flatMap((held) => (typeof held === 'object' ? held.number : []))[0]
  const expected = play(model, act)
  const now = new Date(1_795_000_000_000 + count * 1000).toISOString().replace('.000', '')
  const result = carryOut(setting, act, now)
  const name = `${act.kind} ${String(expected)}`
  add(played.seen, name)
  if (result instanceof RegmdError) {
    assert.equal(result.code, expected, result.message)
    assert.deepEqual(model, before, 'A refusal changes nothing')
    return played
  }
  assert.equal(result !== setting, expected)
  if (result === setting) return played

  const texts = [setting.registry.text, result.registry.text] as const
  const touched =
    act.kind === 'claim'
      ? (model.slots.find(
          (slot) =>
            slot.held &&
            isSame(slot.session, act.who) &&
            !before.slots.some((old) => old.held && old.number === slot.number)
        )?.number ?? 0)
      : ['ready', 'release', 'reassign', 'ack'].includes(act.kind)
        ? act.kind === 'reassign'
          ? (act.number ?? 1)
          : (target ?? 0)
        : 0
  const isNew =
    model.slots.length > before.slots.length || (act.kind === 'activate' && before.week === '')
  const [was, is] = [restOf(texts[0], touched), restOf(texts[1], isNew ? 0 : touched)]
  if (isNew) assert.ok(isInserted(restOf(texts[0], 0), is), 'Bytes around what is new change')
  else assert.equal(is, was)

  const after = {...played, setting: result}
  compare(after, count % 8 === 0)
  const {boxes, ...lines} = viewOf(texts[1])
  assert.deepEqual({...lines, boxes}, among(viewOf(texts[1]), shownBy(model)))
  const again = carryOut(result, act, '2027-01-01T00:00:00Z')
  const isGone = act.kind === 'release' && act.number === undefined
  assert.ok(isGone ? again instanceof RegmdError : again === result, 'Once more changes something')
  return after
}

/** Edits by hand between two acts. */
function edit(played: Played, change: (text: string) => string): Played {
  const {setting} = played
  const text = change(setting.registry.text)
  const after = {...played, setting: {...setting, registry: parseRegistry(text, setting.registry)}}
  compare(after, false)
  return after
}

/** Plays a plan on a registry of a shape. */
function playAll(shape: Shape, plan: readonly Move[], counts: Counts): void {
  const text = documentOf(shape)
  const model = modelOf(text, shape)
  // Without a range the format says less than the schema.
  const policy = {rules: {FORMAT_DRIFT: 'off'}}
  const names = model.slots.map(({number, session}) => session ?? `unit-${number} (run-${number})`)
  let played: Played = {
    model,
    setting: settingOf(text, policy),
    digests: new Map(),
    seen: counts.results
  }
  compare(played, true)
  for (const [count, move] of plan.entries()) {
    const act = actOf(move, model, names)
    try {
      if (act.kind === 'tick') played = edit(played, (now) => tick(now, model, act.who))
      else if (act.kind === 'hand') played = edit(played, (now) => meddle(now, model, move))
      else played = step(played, act, count)
    } catch (error) {
      throw new Error(`At move ${count}, ${JSON.stringify(act)}`, {cause: error})
    }

    add(counts.stages, stageOf(model))
  }

  compare(played, true)
}

interface Counts {
  readonly stages: Map<string, number>
  readonly results: Map<string, number>
}

function add(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1)
}

const refusals = [
  'claim SESSION_HAS_NUMBER',
  'claim NUMBER_OUT_OF_RANGE',
  'claim NUMBER_TAKEN',
  'claim NUMBER_RESERVED',
  'claim NO_FREE_NUMBER',
  'claim NUMBER_NEEDED',
  'claim CLAIM_INVALID',
  'claim false',
  'ready NOT_HOLDER',
  'ready NOT_REGISTERED',
  'ready NUMBER_OUT_OF_RANGE',
  'ready false',
  'release NOT_HOLDER',
  'release NOT_REGISTERED',
  'release NUMBER_OUT_OF_RANGE',
  'reassign NOT_ORCHESTRATOR',
  'reassign NOT_REGISTERED',
  'reassign NUMBER_OUT_OF_RANGE',
  'reassign false',
  'confirm NOT_ORCHESTRATOR',
  'confirm NOT_READY',
  'confirm false',
  'broadcast NOT_ORCHESTRATOR',
  'broadcast NOT_READY',
  'broadcast false',
  'ack NOT_HOLDER',
  'ack NOT_REGISTERED',
  'ack NOT_READY',
  'ack false',
  'approve NOT_READY',
  'approve false',
  'activate NOT_ORCHESTRATOR',
  'activate NOT_READY',
  'activate false'
]

test('paper and document never disagree about a protocol', {timeout: 600_000}, (t) => {
  t.diagnostic(`seed ${seed}`)
  const numRuns = runs({short: 4, long: 40})
  const counts: Counts = {stages: new Map(), results: new Map()}
  const plans = fc.array(moves, {minLength: 200, maxLength: 200, size: 'max'})
  const {failed, counterexample, errorInstance} = fc.check(
    fc.property(shapes, plans, (shape, plan) => playAll(shape, plan, counts)),
    {seed, numRuns, endOnFailure: true}
  )
  const shape = JSON.stringify(counterexample?.[0])
  if (failed) throw new Error(`SEED=${seed}, registry ${shape}`, {cause: errorInstance})
  t.diagnostic(JSON.stringify(Object.fromEntries(counts.stages)))
  t.diagnostic(JSON.stringify(Object.fromEntries(counts.results)))
  // Else it would prove nothing about them.
  const expected = [...refusals, ...Object.keys(rules).map((kind) => `${kind} true`)]
  const unseen = expected.filter((name) => !counts.results.has(name))
  assert.ok(numRuns < 40 || unseen.length === 0, `Never happened: ${unseen.join(', ')}`)
  assert.ok(numRuns < 40 || stages.every((stage) => counts.stages.has(stage)))
})

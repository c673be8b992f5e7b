import assert from 'node:assert/strict'
import {test} from 'node:test'
import fc from 'fast-check'
import {claim} from '../../src/core/actions/claim.ts'
import {ready} from '../../src/core/actions/ready.ts'
import {release} from '../../src/core/actions/release.ts'
import {amend} from '../../src/core/amend.ts'
import {deriveEdits} from '../../src/core/derive.ts'
import {digestOf} from '../../src/core/digest.ts'
import {applyEdits} from '../../src/core/edit.ts'
import {mergeRegistries} from '../../src/core/merge/merge.ts'
import type {Merged} from '../../src/core/merge/result.ts'
import {parseRegistry} from '../../src/core/parse.ts'
import {setRecord} from '../../src/core/record-edit.ts'
import type {RecordKind} from '../../src/core/stamp.ts'
import {foreignTexts} from '../helpers/check.ts'
import {blockAt, now, seeds, settingOf} from '../helpers/core.ts'
import {documents} from '../helpers/documents.ts'
import {runs} from '../helpers/fire.ts'

const head = `---
registry:
  reservations: open
---
# Kitchen

Who cooks what.

**Status**: Registration in progress

## Registration Format

\`\`\`
NUMBER: [1-6, unique]
\`\`\`

## Sessions

`

const tail = `## Consensus Validation

- [ ] All 6 sessions registered with unique numbers
- [ ] No duplicate numbers claimed
- [ ] The cook likes it

**Current Status**: 0/6 sessions registered
**Next Action**: Each session must register their identity

## Notes

Salt is in the cupboard.
`

const block = (
  number: number,
  more: readonly string[] = []
) => `### Session #${number}: Part ${number}
- **NUMBER**: ${number}
- **ROLE**: Role ${number}
- **GOAL**: Cook ${number}0 plates daily
- **SESSION_ID**: [open]
- **RESPONSIBILITIES**:
  - Peel
- **STATUS**: ⏳ PENDING REGISTRATION
${more.map((line) => `${line}\n`).join('')}
---

`

/** Numbers 1 to 4 are open, 5 and 6 have no block. */
const kitchen = head + [1, 2, 3, 4].map((number) => block(number)).join('') + tail

type Doing = (text: string) => string

const same: Doing = (text) => text

const claims =
  (number: number, session: string, time = now): Doing =>
  (text) => {
    const setting = settingOf(text, {reservations: 'open'})
    const {change} = claim(setting, {
      session,
      now: time,
      number,
      next: false,
      title: undefined,
      role: `Role ${number}`,
      goal: `Cook ${number}0 plates daily`,
      responsibilities: undefined,
      ready: false
    })
    assert.ok(change)
    return amend(setting.registry, change).text
  }

const readies =
  (number: number, session: string): Doing =>
  (text) => {
    const setting = settingOf(text)
    const {change} = ready(setting, {session, number, now})
    assert.ok(change)
    return amend(setting.registry, change).text
  }

const releases =
  (number: number, session: string): Doing =>
  (text) => {
    const setting = settingOf(text)
    const {change} = release(setting, {session, number, now, reason: `Tired of ${number}`})
    assert.ok(change)
    return amend(setting.registry, change).text
  }

const edits =
  (before: string, after: string): Doing =>
  (text) => {
    const endings = /\r\n|\n|\r/u.exec(text)?.[0] ?? '\n'
    const [from, to] = [before, after].map((part) => part.replaceAll('\n', endings))
    assert.equal(text.split(from!).length, 2, `Expected \`${before}\` once`)
    return text.replace(from!, () => to!)
  }

const takesOut =
  (number: number): Doing =>
  (text) => {
    const registry = parseRegistry(text)
    const without = applyEdits(text, [{...blockAt(registry.blocks, number).lines, replacement: ''}])
    return applyEdits(without, deriveEdits(parseRegistry(without)))
  }

const records =
  (kind: RecordKind, time: string): Doing =>
  (text) => {
    const registry = parseRegistry(text)
    const stamped = applyEdits(text, setRecord(registry, kind, {time, digest: digestOf(registry)}))
    return applyEdits(stamped, deriveEdits(parseRegistry(stamped)))
  }

const all =
  (...doings: readonly Doing[]): Doing =>
  (text) =>
    doings.reduce((one, doing) => doing(one), text)

const claimsOf = (text: string) =>
  parseRegistry(text)
    .blocks.map((one) => one.claim)
    .toSorted((one, other) => one.number - other.number)

const numbersOf = (text: string) => parseRegistry(text).blocks.map((one) => one.claim.number)

const variants: Readonly<Record<string, Doing>> = {
  LF: (text) => text,
  CRLF: (text) => text.replaceAll('\n', '\r\n'),
  CR: (text) => text.slice(text.indexOf('# Kitchen')).replaceAll('\n', '\r'),
  'no final newline': (text) => text.trimEnd(),
  'blocks last, no final newline': (text) => text.slice(0, text.indexOf('\n---\n\n## Consensus'))
}

interface Case {
  readonly before?: Doing
  readonly ours: Doing
  readonly theirs: Doing
  /** Ours and theirs, one after the other. */
  readonly result: Doing
}

/** What merges clean, and to what. */
const cleanCases: Readonly<Record<string, Case>> = {
  'claims of two numbers': {
    ours: claims(1, 'ann'),
    theirs: claims(4, 'ben'),
    result: all(claims(1, 'ann'), claims(4, 'ben'))
  },
  'claims of neighbours': {
    ours: claims(3, 'ann'),
    theirs: claims(2, 'ben'),
    result: all(claims(3, 'ann'), claims(2, 'ben'))
  },
  'blocks added at one place': {
    ours: claims(6, 'ann'),
    theirs: claims(5, 'ben'),
    result: all(claims(6, 'ann'), claims(5, 'ben'))
  },
  'a block added, its neighbour changed': {
    ours: claims(5, 'ann'),
    theirs: claims(4, 'ben'),
    result: all(claims(5, 'ann'), claims(4, 'ben'))
  },
  'a block taken out, its neighbours claimed': {
    ours: all(claims(2, 'ann'), claims(4, 'cal')),
    theirs: takesOut(3),
    result: all(claims(2, 'ann'), claims(4, 'cal'), takesOut(3))
  },
  'the same claim on both sides, and one more': {
    ours: all(claims(1, 'ann'), claims(2, 'ben')),
    theirs: claims(1, 'ann'),
    result: all(claims(1, 'ann'), claims(2, 'ben'))
  },
  'one session that claimed twice': {
    ours: claims(1, 'ann', '2026-11-20T18:10:27Z'),
    theirs: claims(1, 'ann', '2026-11-20T18:11:00Z'),
    result: claims(1, 'ann', '2026-11-20T18:10:27Z')
  },
  'a number given back, and another claimed': {
    before: claims(1, 'ann'),
    ours: releases(1, 'ann'),
    theirs: claims(2, 'ben'),
    result: all(releases(1, 'ann'), claims(2, 'ben'))
  },
  'a session that moves to another number': {
    before: claims(1, 'ann'),
    ours: claims(3, 'ben'),
    theirs: all(releases(1, 'ann'), claims(2, 'ann')),
    result: all(claims(3, 'ben'), releases(1, 'ann'), claims(2, 'ann'))
  },
  'readiness on one side, a new role on the other': {
    before: claims(2, 'ann'),
    ours: edits('Role 2', 'Baker'),
    theirs: readies(2, 'ann'),
    result: all(edits('Role 2', 'Baker'), readies(2, 'ann'))
  },
  'a pending block reworded, and claimed': {
    ours: edits('### Session #2: Part 2', '### Session #2: Baker'),
    theirs: claims(2, 'ann'),
    result: all(edits('### Session #2: Part 2', '### Session #2: Baker'), claims(2, 'ann'))
  },
  'fields and other lines of one block': {
    before: edits(
      '## Sessions\n',
      '## Sessions\n\n### Session #5\n- **ROLE**: e\n\nAs you like.\n'
    ),
    ours: edits('As you like.', 'As they like.'),
    theirs: edits('- **ROLE**: e', '- **ROLE**: f'),
    result: all(edits('As you like.', 'As they like.'), edits('- **ROLE**: e', '- **ROLE**: f'))
  },
  'prose on one side, claims on both': {
    ours: all(edits('Who cooks what.', 'Who cooks.'), claims(1, 'ann')),
    theirs: claims(2, 'ben'),
    result: all(edits('Who cooks what.', 'Who cooks.'), claims(1, 'ann'), claims(2, 'ben'))
  },
  'prose next to the blocks, claims next to it': {
    ours: all(edits('## Sessions\n', '## Seats\n'), claims(2, 'ben')),
    theirs: claims(1, 'ann'),
    result: all(edits('## Sessions\n', '## Seats\n'), claims(2, 'ben'), claims(1, 'ann'))
  },
  'a section between the blocks on one side': {
    ours: edits('### Session #3: Part 3\n', '## Evening\n\n### Session #3: Part 3\n'),
    theirs: all(claims(2, 'ann'), claims(3, 'ben')),
    result: all(
      edits('### Session #3: Part 3\n', '## Evening\n\n### Session #3: Part 3\n'),
      claims(2, 'ann'),
      claims(3, 'ben')
    )
  }
}

for (const [name, {before = same, ours, theirs, result}] of Object.entries(cleanCases)) {
  for (const [variant, vary] of Object.entries(variants)) {
    test(`${name} merge clean: ${variant}`, () => {
      const ancestor = before(vary(kitchen))
      const merged = mergeRegistries({ancestor, ours: ours(ancestor), theirs: theirs(ancestor)})
      assert.deepEqual(merged.conflicts, [])
      assert.equal(merged.text, result(ancestor))
      const other = mergeRegistries({ancestor, ours: theirs(ancestor), theirs: ours(ancestor)})
      if (!name.includes('twice')) assert.deepEqual(claimsOf(other.text), claimsOf(merged.text))
    })
  }
}

for (const [name, seed] of Object.entries(seeds)) {
  test(`claims in the seed merge clean: ${name}`, () => {
    const [ours, theirs] = [
      claims(2, 'marketing-research-1')(seed),
      claims(3, 'marketing-research-2')(seed)
    ]
    const merged = mergeRegistries({ancestor: seed, ours, theirs})
    assert.deepEqual(merged, {text: claims(3, 'marketing-research-2')(ours), conflicts: []})
  })
}

/** Merges the kitchen. */
const merge = (ours: Doing, theirs: Doing, before: Doing = (text) => text): Merged => {
  const ancestor = before(kitchen)
  return mergeRegistries({ancestor, ours: ours(ancestor), theirs: theirs(ancestor)})
}

for (const [variant, vary] of Object.entries(variants)) {
  test(`one number on both sides stays with ours: ${variant}`, () => {
    const ours = claims(2, 'ann')(vary(kitchen))
    const theirs = all(claims(1, 'cal'), claims(2, 'ben (run-7)'))(vary(kitchen))
    const {text, conflicts} = mergeRegistries({ancestor: vary(kitchen), ours, theirs})
    assert.deepEqual(claimsOf(text), claimsOf(claims(1, 'cal')(ours)))
    assert.deepEqual(conflicts, [
      {
        number: 2,
        message: 'Number 2 stays with ann; ben (run-7) claimed it too',
        sessions: ['ann', 'ben (run-7)'],
        next: "npx regmd claim --next --session 'ben (run-7)'"
      }
    ])
    const {lines} = blockAt(parseRegistry(text).blocks, 2)
    const said = text.slice(lines.start, lines.end)
    for (const part of ['`ann`', '`ben (run-7)`', '`Role 2`', '`Cook 20 plates daily`', '--next']) {
      assert.ok(said.includes(part), part)
    }

    const again = mergeRegistries({ancestor: vary(kitchen), ours: text, theirs})
    assert.equal(again.text, text, 'a second merge does not double the note')
    assert.deepEqual(again.conflicts, conflicts)
    const taken = text.replace(/(?:\r\n|\n|\r)(?:> ?[^\r\n]*(?:\r\n|\n|\r|$))+/u, '')
    assert.equal(taken.trimEnd(), claims(1, 'cal')(ours).trimEnd(), 'nothing else has changed')
  })
}

test('a session that claimed two numbers keeps the one in ours', () => {
  const {text, conflicts} = merge(claims(1, 'ann'), all(claims(2, 'ann'), claims(3, 'ben')))
  assert.deepEqual(claimsOf(text), claimsOf(all(claims(1, 'ann'), claims(3, 'ben'))(kitchen)))
  assert.equal(conflicts.length, 1)
  assert.deepEqual(conflicts[0]?.sessions, ['ann'])
  assert.equal(conflicts[0]?.next, "npx regmd release 1 --session ann --reason 'Number 2 instead'")
  const added = merge(claims(1, 'ann'), claims(6, 'ann'))
  assert.deepEqual(numbersOf(added.text), [1, 2, 3, 4])
  assert.equal(added.conflicts.length, 1)
})

/** Whether a text holds conflict markers, complete and in order. */
const markersIn = (text: string) => text.match(/^(?:<{7} ours|={7}|>{7} theirs)$/gmu)

test('what both sides changed in one field stands between markers', () => {
  const reworded = (word: string) => edits('Role 2', word)
  const {text, conflicts} = merge(
    all(reworded('Baker'), claims(1, 'ann')),
    all(reworded('Grill'), claims(3, 'ben'))
  )
  assert.deepEqual(markersIn(text), ['<<<<<<< ours', '=======', '>>>>>>> theirs'])
  assert.deepEqual(
    conflicts.map(({number}) => number),
    [2]
  )
  assert.match(
    text,
    /<{7} ours\n### Session #2[^<>=]*Baker[^<>=]*\n={7}\n### Session #2[^<>=]*Grill[^<>=]*\n>{7} theirs\n\n---\n/u
  )
  assert.match(text, /2\/6 sessions registered/u)
})

for (const [name, ours, theirs, before] of [
  ['given back and readied', releases(2, 'ann'), readies(2, 'ann'), claims(2, 'ann')],
  ['readied and given back', readies(2, 'ann'), releases(2, 'ann'), claims(2, 'ann')],
  ['taken out and claimed', takesOut(2), claims(2, 'ann'), undefined],
  ['claimed and taken out', claims(2, 'ann'), takesOut(2), undefined]
] as const) {
  test(`a block ${name} stands between markers`, () => {
    const {text, conflicts} = merge(ours, theirs, before)
    assert.deepEqual(markersIn(text), ['<<<<<<< ours', '=======', '>>>>>>> theirs'])
    assert.deepEqual(
      conflicts.map(({number}) => number),
      [2]
    )
    const [, one, other] = /<{7} ours\n([^]*)={7}\n([^]*)>{7} theirs\n/u.exec(text) ?? []
    assert.equal(one === '', name.startsWith('taken'))
    assert.equal(other === '', name.endsWith('taken out'))
    assert.match(`${one}${other}`, /^### Session #2/u)
  })
}

for (const [variant, vary] of Object.entries(variants).slice(0, 4)) {
  test(`prose that both sides changed stands between markers, and nothing else: ${variant}`, () => {
    const ancestor = vary(kitchen)
    const ours = all(edits('in the cupboard', 'on the shelf'), claims(1, 'ann'))(ancestor)
    const theirs = all(edits('in the cupboard', 'gone'), claims(2, 'ben'))(ancestor)
    const {text, conflicts} = mergeRegistries({ancestor, ours, theirs})
    const ending = /\r\n|\n|\r/u.exec(ancestor)?.[0] ?? ''
    const marked = [
      '<<<<<<< ours',
      'Salt is on the shelf.',
      '=======',
      'Salt is gone.',
      '>>>>>>> theirs',
      ''
    ]
    const merged = all(claims(1, 'ann'), claims(2, 'ben'))(ancestor)
    const [start] = merged.split('Salt is')
    assert.equal(text, start + marked.join(ending))
    assert.deepEqual(
      conflicts.map(({number}) => number),
      [null]
    )
  })
}

test('a clash keeps its place where a record before it falls', () => {
  const {text} = merge(
    all(edits('in the cupboard', 'on the shelf'), records('confirmed', '2026-11-20T10:00:00Z')),
    all(edits('in the cupboard', 'gone'), claims(2, 'ben'))
  )
  assert.ok(
    text.endsWith(
      '## Notes\n\n<<<<<<< ours\nSalt is on the shelf.\n=======\nSalt is gone.\n>>>>>>> theirs\n'
    )
  )
  assert.ok(text.includes('1/6 sessions registered'))
  assert.doesNotMatch(text, /Confirmed/u)
})

test('the marker size is git’s to choose', () => {
  const ancestor = 'a\n'
  const {text} = mergeRegistries({ancestor, ours: 'b\n', theirs: 'c\n'}, 9)
  assert.equal(text, '<<<<<<<<< ours\nb\n=========\nc\n>>>>>>>>> theirs\n')
})

test('a record that is still true is kept, of two the newer one', () => {
  const [early, late] = ['2026-11-20T10:00:00Z', '2026-11-20T12:00:00Z']
  const confirmed = (ours: Doing, theirs: Doing) => {
    const {text, conflicts} = merge(ours, theirs)
    assert.deepEqual(conflicts, [])
    return parseRegistry(text).records.map(({time}) => time)
  }
  const prose = edits('Salt is', 'Sugar is')
  assert.deepEqual(confirmed(prose, records('confirmed', early)), [early])
  assert.deepEqual(confirmed(records('confirmed', early), prose), [early])
  assert.deepEqual(confirmed(records('confirmed', early), records('confirmed', late)), [late])
  assert.deepEqual(confirmed(records('confirmed', late), records('confirmed', early)), [late])
  assert.deepEqual(confirmed(edits('Role 1', 'Baker'), records('confirmed', early)), [])
  assert.deepEqual(
    confirmed(
      records('confirmed', early),
      all(records('confirmed', early), records('broadcast', late))
    ),
    [early, late]
  )
})

test('the schedule is written by activation, so that it cannot conflict', () => {
  const scheduled = (line: string) =>
    edits('## Notes\n', `## Week 1 Schedule\n\n${line}\n\n## Notes\n`)
  const schedules = (ours: Doing, theirs: Doing, before?: Doing) => {
    const {text, conflicts} = merge(ours, theirs, before)
    assert.deepEqual(conflicts, [])
    return /Schedule\n\n(.*)\n/u.exec(text)?.[1]
  }
  const claimed = claims(1, 'ann')
  assert.equal(schedules(claimed, scheduled('Monday')), 'Monday')
  assert.equal(schedules(scheduled('Monday'), claimed), 'Monday')
  assert.equal(schedules(scheduled('Monday'), scheduled('Tuesday')), 'Monday')
  const monday = scheduled('Monday')
  assert.equal(schedules(claimed, edits('Monday', 'Friday'), monday), 'Friday')
  assert.equal(schedules(edits('Monday', 'Sunday'), edits('Monday', 'Friday'), monday), 'Sunday')
})

test('without an ancestor, what both sides have is one', () => {
  const [ours, theirs] = [claims(1, 'ann')(kitchen), claims(2, 'ben')(kitchen)]
  const merged = mergeRegistries({ancestor: '', ours, theirs})
  assert.deepEqual(merged, {text: claims(2, 'ben')(ours), conflicts: []})
  const rivals = mergeRegistries({ancestor: '', ours, theirs: claims(1, 'ben')(kitchen)})
  assert.deepEqual(
    rivals.conflicts.map(({sessions}) => sessions),
    [['ann', 'ben']]
  )
  assert.deepEqual(claimsOf(rivals.text), claimsOf(ours))
})

test('what cannot be read for sure is merged line by line', () => {
  const twice = edits('## Notes\n', `${block(2)}## Notes\n`)
  const torn = edits('Who cooks what.', '<<<<<<< ours\nWho?\n=======\nWhat?\n>>>>>>> theirs')
  for (const before of [twice, torn]) {
    const {text, conflicts} = merge(claims(1, 'ann'), claims(1, 'ben'), before)
    assert.ok(conflicts.length > 0)
    assert.ok(conflicts.every(({number}) => number === null))
    assert.ok((markersIn(text) ?? []).length >= 3)
  }

  const plain = {ancestor: 'a\nb\nc\n', ours: 'A\nb\nc\n', theirs: 'a\nb\nC\n'}
  assert.deepEqual(mergeRegistries(plain), {text: 'A\nb\nC\n', conflicts: []})
})

test('no number comes up twice where lines would merge', () => {
  const ours = (text: string) => `${text}\n${block(5)}${block(2)}`
  const theirs = edits('## Sessions\n', `## Sessions\n\n${block(5)}`)
  const {text, conflicts} = merge(ours, theirs)
  assert.ok(conflicts.length > 0)
  assert.ok(markersIn(text))
})

test('a large document merges fast', () => {
  const many = (numbers: number) =>
    head + Array.from({length: numbers}, (_, index) => block(index + 1)).join('') + tail
  const seconds = (work: () => unknown) => {
    const start = performance.now()
    work()
    return performance.now() - start
  }
  const lines = (word: string) => `${word}\n\n---\n- a\n`.repeat(20_000)
  const text = many(200)
  const reading = seconds(() => parseRegistry(text))
  const [ours, theirs] = [edits('Role 7\n', 'Baker\n')(text), edits('Role 8\n', 'Grill\n')(text)]
  const merging = seconds(() => {
    assert.deepEqual(mergeRegistries({ancestor: text, ours, theirs}).conflicts, [])
  })
  assert.ok(merging < 40 * reading + 1000, `${merging} ms, ${reading} ms to read it once`)
  assert.equal(
    mergeRegistries({ancestor: lines('a'), ours: lines('b'), theirs: lines('c')}).conflicts.length,
    1
  )
})

interface Plan {
  readonly number: number
  readonly state: 'open' | 'held' | 'ready' | 'absent'
  readonly actor: 'ours' | 'theirs' | 'nobody'
  readonly isRelease: boolean
}

const plans: fc.Arbitrary<readonly Plan[]> = fc
  .array(
    fc.record({
      state: fc.constantFrom('open', 'held', 'ready', 'absent'),
      actor: fc.constantFrom('ours', 'theirs', 'nobody'),
      isRelease: fc.boolean()
    }),
    {minLength: 1, maxLength: 9}
  )
  .map((list) => list.map((plan, index) => ({...plan, number: index + 1})))

const layouts = fc.record({
  separator: fc.constantFrom('\n---\n\n', '\n', '\n\n'),
  gap: fc.constantFrom('', '\n'),
  isLoose: fc.boolean(),
  ending: fc.constantFrom('\n', '\r\n', '\r'),
  rest: fc.constantFrom('', tail, tail.trimEnd(), 'x'),
  hasOursProse: fc.boolean(),
  hasTheirsProse: fc.boolean()
})

type Layout = typeof layouts extends fc.Arbitrary<infer T> ? T : never

const holderOf = (number: number) => `session-${number}`

/** A registry as a plan says, written as a layout says. */
function registryOf(list: readonly Plan[], layout: Layout): string {
  const {separator, gap, isLoose, ending, rest} = layout
  const written = [
    {number: 10, state: 'open'} as const,
    ...list.filter(({state}) => state !== 'absent')
  ]
    .toSorted((one, other) => one.number - other.number)
    .map(({number, state}) => {
      const isHeld = state !== 'open'
      const fields = [
        `- **NUMBER**: ${number}`,
        `- **ROLE**: Role ${number}`,
        `- **GOAL**: Cook ${number}0 plates daily`,
        `- **SESSION_ID**: ${isHeld ? holderOf(number) : '[open]'}`,
        `- **STATUS**: ${isHeld ? '✅ REGISTERED' : '⏳ PENDING'}`,
        ...(isHeld ? [`- **TIMESTAMP**: ${now}`] : []),
        ...(state === 'ready' ? ['- **READY**: YES'] : [])
      ]
      return `### Session #${number}\n${gap}${fields.join(isLoose ? '\n\n' : '\n')}\n`
    })
  const last = rest === 'x' ? '' : separator + rest
  const text = `${head.replace('1-6', '1-10')}${written.join(separator)}${last}`
  // Front matter wants LF or CRLF.
  const whole = ending === '\r' ? text.slice(text.indexOf('# Kitchen')) : text
  const varied = (rest === 'x' ? whole.trimEnd() : whole).replaceAll('\n', ending)
  return applyEdits(varied, deriveEdits(parseRegistry(varied)))
}

/** What one side does: each of its numbers once. */
function actionsOf(list: readonly Plan[], actor: Plan['actor'], layout: Layout): Doing {
  const hasProse = actor === 'ours' ? layout.hasOursProse : layout.hasTheirsProse
  const [before, after] =
    actor === 'ours' ? ['Who cooks what.', 'Who bakes.'] : ['## Sessions\n', '## Seats\n\nSit.\n']
  const acts = list
    .filter((plan) => plan.actor === actor)
    .map(({number, state, isRelease}) => {
      if (state === 'open' || state === 'absent') return claims(number, holderOf(number))
      if (isRelease || state === 'ready') return releases(number, holderOf(number))
      return readies(number, holderOf(number))
    })
  return all(...acts, ...(hasProse ? [edits(before, after)] : []))
}

const seed = Number(process.env['FC_SEED'] ?? Date.now() % 1_000_000)

test(`independent changes merge clean, to what one after the other makes (seed ${seed})`, () => {
  fc.assert(
    fc.property(plans, layouts, (list, layout) => {
      const ancestor = registryOf(list, layout)
      const [doOurs, doTheirs] = [
        actionsOf(list, 'ours', layout),
        actionsOf(list, 'theirs', layout)
      ]
      const [ours, theirs] = [doOurs(ancestor), doTheirs(ancestor)]
      const {text, conflicts} = mergeRegistries({ancestor, ours, theirs})
      assert.deepEqual(conflicts, [])
      const expected = doTheirs(ours)
      assert.deepEqual(claimsOf(text), claimsOf(expected))
      assert.equal(text, expected)
      const other = mergeRegistries({ancestor, ours: theirs, theirs: ours})
      assert.deepEqual(other.conflicts, [])
      assert.deepEqual(claimsOf(other.text), claimsOf(text))
    }),
    {seed, numRuns: runs({short: 15, long: 150})}
  )
})

test(`a number on both sides stays with ours, whatever theirs says (seed ${seed})`, () => {
  const values = foreignTexts.map((text) => text.replace(/[\r\n]+/gu, ' ').trim())
  fc.assert(
    fc.property(
      plans,
      layouts,
      fc.nat(),
      fc.tuple(values, values, values),
      (list, layout, pick, said) => {
        const open = [...list.filter(({state}) => state === 'open').map(({number}) => number), 10]
        const number = open[pick % open.length] ?? 10
        const ancestor = registryOf(list, layout)
        const ours = claims(number, 'ann')(ancestor)
        const [session, role, goal] = said
        const mark = '- **SESSION_ID**: ben'
        const theirs = claims(
          number,
          'ben'
        )(ancestor)
          .replace(mark, () => `- **SESSION_ID**: ben ${session}`)
          .replace(`Role ${number}`, () => role)
          .replace(`Cook ${number}0 plates daily`, () => goal)
        const rival = parseRegistry(theirs).blocks.find(
          ({claim: one}) => one.number === number
        )?.claim
        fc.pre(parseRegistry(theirs).blocks.length === parseRegistry(ours).blocks.length)
        fc.pre(rival?.status === 'REGISTERED' && rival.session !== undefined)
        fc.pre(
          new Set(blockAt(parseRegistry(theirs).blocks, number).fields.map(({key}) => key)).size >=
            6
        )
        const {text, conflicts} = mergeRegistries({ancestor, ours, theirs})
        assert.deepEqual(claimsOf(text), claimsOf(ours))
        assert.deepEqual(
          conflicts.map(({sessions}) => sessions),
          [['ann', rival.session]]
        )
        assert.equal(new Set(numbersOf(text)).size, numbersOf(text).length)
      }
    ),
    {seed, numRuns: runs({short: 15, long: 150})}
  )
})

test(`any three documents merge, and no number comes up twice by it (seed ${seed})`, () => {
  const twins = (text: string) => numbersOf(text).length - new Set(numbersOf(text)).size
  fc.assert(
    fc.property(documents, documents, documents, (ancestor, ours, theirs) => {
      const {text, conflicts} = mergeRegistries({ancestor, ours, theirs})
      assert.deepEqual(mergeRegistries({ancestor, ours, theirs: ancestor}), {
        text: ours,
        conflicts: []
      })
      assert.deepEqual(mergeRegistries({ancestor, ours: ancestor, theirs}), {
        text: theirs,
        conflicts: []
      })
      assert.deepEqual(mergeRegistries({ancestor, ours, theirs: ours}), {text: ours, conflicts: []})
      if (conflicts.length === 0) assert.ok(twins(text) <= Math.max(twins(ours), twins(theirs)))
    }),
    {seed, numRuns: runs({short: 75, long: 750})}
  )
})

import assert from 'node:assert/strict'
import {test} from 'node:test'
import fc from 'fast-check'
import {findBatches} from '../../src/core/analysis/batch.ts'
import {findDeadlines} from '../../src/core/analysis/deadline.ts'
import {findHours} from '../../src/core/analysis/hours.ts'
import {verbOfNoun} from '../../src/core/analysis/nominal.ts'
import {findQuantities} from '../../src/core/analysis/quantity.ts'
import {countAll, gapsOf, overlapOf, sizeOf, unionOf} from '../../src/core/analysis/range-set.ts'
import {tokenize} from '../../src/core/analysis/token.ts'
import {baseForm} from '../../src/core/analysis/verb.ts'
import {parseRegistry} from '../../src/core/parse.ts'
import type {Span} from '../../src/core/span.ts'
import {numbersIn} from '../../src/core/written-numbers.ts'
import {foreignTexts} from '../helpers/check.ts'
import {seeds} from '../helpers/core.ts'
import {assertLinear} from '../helpers/linear.ts'

/** Text of a quantity, number or range, comparator, unit, period, whole. */
type Amount = readonly [
  text: string,
  value: string,
  comparator?: string | undefined,
  unit?: string | undefined,
  period?: string | undefined,
  whole?: number | undefined
]

const none = undefined
const quantities: readonly (readonly [string, ...Amount[]])[] = [
  [
    'Send 17 perfectly personalized emails daily, 95%+ delivery rate',
    ['17 perfectly personalized emails daily', '17', 'exactly', 'email', 'day'],
    ['95%+', '95', 'at least', '%']
  ],
  [
    'Coordinate 12 sessions to generate $120k MRR through autonomous execution',
    ['12 sessions', '12', 'exactly', 'session'],
    ['$120k MRR', '120000', 'exactly', '$ mrr']
  ],
  [
    'Find 25 high-quality prospects daily, avg score 70+/100',
    ['25 high-quality prospects daily', '25', 'exactly', 'prospect', 'day'],
    ['70+/100', '70', 'at least', none, none, 100]
  ],
  [
    'Support 10+ sales calls/week, 30%+ close rate',
    ['10+ sales calls/week', '10', 'at least', 'call', 'week'],
    ['30%+', '30', 'at least', '%']
  ],
  ['facilitate 15-min human review', ['15-min', '15', 'exactly', 'minute']],
  ['15\u200Bmin review', ['15\u200Bmin', '15', 'exactly', 'minute']],
  ['90‑day retention', ['90‑day', '90', 'exactly', 'day']],
  ['within 1 hour', ['within 1 hour', '1', 'at most', 'hour']],
  ['within an hour', ['within an hour', '1', 'at most', 'hour']],
  ['25 of the 50 prospects', ['25 of the 50 prospects', '25', 'exactly', 'prospect', none, 50]],
  ['$40k of the $120k MRR', ['$40k of the $120k MRR', '40000', 'exactly', '$ mrr', none, 120_000]],
  ['70/100', ['70/100', '70', 'exactly', none, none, 100]],
  ['4 out of 5 users', ['4 out of 5 users', '4', 'exactly', 'user', none, 5]],
  ['Support 24/7', ['24/7', '24']],
  ['Send 5-10 emails', ['5-10 emails', '5-10', 'exactly', 'email']],
  ['10–15 emails', ['10–15 emails', '10-15', 'exactly', 'email']],
  ['between 5 and 10 calls', ['between 5 and 10 calls', '5-10', 'exactly', 'call']],
  ['three to five interviews', ['three to five interviews', '3-5', 'exactly', 'interview']],
  ['$10-15k', ['$10-15k', '10000-15000', 'exactly', '$']],
  ['zero incidents', ['zero incidents', '0', 'exactly', 'incident']],
  ['at least 10 calls', ['at least 10 calls', '10', 'at least', 'call']],
  ['more than 10 calls', ['more than 10 calls', '10', 'at least', 'call']],
  ['min. 10 calls', ['min. 10 calls', '10', 'at least', 'call']],
  ['3 calls or more', ['3 calls or more', '3', 'at least', 'call']],
  ['under 200 ms', ['under 200 ms', '200', 'at most', 'millisecond']],
  ['sub-200ms latency', ['sub-200ms', '200', 'at most', 'millisecond']],
  ['up to 3 hrs', ['up to 3 hrs', '3', 'at most', 'hour']],
  ['no more than 2 retries', ['no more than 2 retries', '2', 'at most', 'retry']],
  ['fewer than 3 boxes', ['fewer than 3 boxes', '3', 'at most', 'box']],
  ['<= 5 people', ['<= 5 people', '5', 'at most', 'person']],
  ['≤ 5 analyses', ['≤ 5 analyses', '5', 'at most', 'analysis']],
  ['~20 leads', ['~20 leads', '20', 'about', 'lead']],
  ['about 20 leads', ['about 20 leads', '20', 'about', 'lead']],
  [
    '12,000 monthly listeners',
    ['12,000 monthly listeners', '12000', 'exactly', 'listener', 'month']
  ],
  ['€50 000 a month', ['€50 000 a month', '50000', 'exactly', '€', 'month']],
  ['5k EUR', ['5k EUR', '5000', 'exactly', '€']],
  ['2,5 Stunden', ['2,5 Stunden', '2.5', 'exactly', 'hour']],
  ['1.250.000 users', ['1.250.000 users', '1250000', 'exactly', 'user']],
  ['£3m in sales', ['£3m in sales', '3000000', 'exactly', '£ sale']],
  [
    '$1.2m in new revenue by 31 December',
    ['$1.2m in new revenue', '1200000', 'exactly', '$ revenue']
  ],
  ['$1.2m revenue', ['$1.2m revenue', '1200000', 'exactly', '$ revenue']],
  ['$300k of annual savings', ['$300k of annual savings', '300000', 'exactly', '$ saving']],
  [
    '$300k in two weeks',
    ['$300k', '300000', 'exactly', '$'],
    ['two weeks', '2', 'exactly', 'week']
  ],
  [
    '5m users within 5m',
    ['5m users', '5000000', 'exactly', 'user'],
    ['within 5m', '5', 'at most', 'minute']
  ],
  ['two hundred fifty leads', ['two hundred fifty leads', '250', 'exactly', 'lead']],
  ['twenty-five emails', ['twenty-five emails', '25', 'exactly', 'email']],
  ['a dozen testers', ['dozen testers', '12', 'exactly', 'tester']],
  ['half an hour', ['half an hour', '0.5', 'exactly', 'hour']],
  ['half of all replies', ['half of all replies', '0.5', 'exactly', 'reply']],
  ['Cut costs by a quarter', ['a quarter', '0.25']],
  [
    'ten complaints a quarter',
    ['ten complaints a quarter', '10', 'exactly', 'complaint', 'quarter']
  ],
  ['5 posts every Friday', ['5 posts every Friday', '5', 'exactly', 'post', 'week']],
  ['3 bugs per release', ['3 bugs per release', '3', 'exactly', 'bug']],
  ['10+ calls per rep per week', ['10+ calls per rep', '10', 'at least', 'call', 'week']],
  ['25 prospects matching ICP daily', ['25 prospects', '25', 'exactly', 'prospect', 'day']],
  ['Post twice a day', ['twice a day', '2', 'exactly', 'time', 'day']],
  ['double revenue', ['double', '2', 'exactly', 'time']],
  ['Double-check mail'],
  ['Double down on mail'],
  ['Run 20 A/B tests', ['20 A/B tests', '20', 'exactly', 'test']],
  ['5-page brief', ['5-page', '5', 'exactly', 'page']],
  ['Two-week sprint', ['Two-week', '2', 'exactly', 'week']],
  ['Raise NPS from 30 to 50', ['50', '50']],
  ['NPS 60', ['60', '60']],
  ['Issue 10 refunds', ['10 refunds', '10', 'exactly', 'refund']],
  ['Call the top 20 prospects', ['20 prospects', '20', 'exactly', 'prospect']],
  ['25 Kunden täglich', ['25 Kunden täglich', '25', 'exactly', 'kunden', 'day']],
  ['每天25个客户', ['25个客户', '25', 'exactly', '个客户', 'day']],
  ['25 prospects par jour', ['25 prospects par jour', '25', 'exactly', 'prospect', 'day']],
  ['١٥ عميل', ['١٥ عميل', '15', 'exactly', 'عميل']],
  ...[
    '',
    'phase 2',
    'Take part in phase 2 and help',
    'session 11',
    'version 3',
    'Version 1.2.3 released',
    'Q4',
    'B2B',
    'Web3',
    'step 1',
    'tier 2 accounts',
    'top 1',
    '#11',
    'Write Python 3 code',
    'GPT-4 prompts',
    'COVID-19 cases',
    'HTTP 404 pages',
    'ISO 27001:2022',
    '2FA tokens',
    'the 2nd phase',
    'one another',
    'one step at a time',
    'one of them',
    'someone',
    'one-on-one conversations',
    'two-factor tokens',
    'zero-day exploits',
    'Score each prospect 0-100',
    'Queue prospects 1-25 for approval',
    'Provide backup to sessions 7-8',
    '6 AM - 6 PM',
    'around 8 AM',
    '10-11 AM',
    '2026-11-20',
    'by 30 de junio',
    'by Dec 1',
    'Plan the 2026 roadmap',
    'Call 555-123-4567',
    '9'.repeat(40)
  ].map((text): readonly [string] => [text])
]

for (const [text, ...expected] of quantities) {
  test(`findQuantities() finds ${expected.length} in “${text}”`, () => {
    const found = findQuantities(text).map((quantity): Amount => {
      const {value, last, comparator, unit, period, whole} = quantity
      const number = value === last ? String(value) : `${value}-${last}`
      return [textOf(text, quantity), number, comparator, unit, period, whole]
    })
    const full = expected.map(
      ([source, value, comparator = 'exactly', unit, period, whole]): Amount => [
        source,
        value,
        comparator,
        unit,
        period,
        whole
      ]
    )
    assert.deepEqual(found, full)
  })
}

/** Text of a batch, noun, first, last, verb, object. */
type Lot = readonly [string, string, number, number, string, string]

const batches: readonly (readonly [string, ...Lot[]])[] = [
  [
    'Personalize emails for prospects 18-33',
    ['prospects 18-33', 'prospect', 18, 33, 'personalize', 'email']
  ],
  ['Queue prospects 26-50 for approval', ['prospects 26-50', 'prospect', 26, 50, 'queue', '']],
  ['Queueing prospects #1-#17', ['prospects #1-#17', 'prospect', 1, 17, 'queue', '']],
  ['Queues prospects 1–17', ['prospects 1–17', 'prospect', 1, 17, 'queue', '']],
  ['Queued prospects 1 - 17', ['prospects 1 - 17', 'prospect', 1, 17, 'queue', '']],
  ['Queue prospects 1 to 17 daily', ['prospects 1 to 17', 'prospect', 1, 17, 'queue', '']],
  ['Call leads 1 through 9', ['leads 1 through 9', 'lead', 1, 9, 'call', '']],
  ['Provide backup to sessions 7-8', ['sessions 7-8', 'session', 7, 8, 'provide', 'backup']],
  ['leads 101–200', ['leads 101–200', 'lead', 101, 200, '', '']],
  ['Batch 2 (prospects 18-33)', ['prospects 18-33', 'prospect', 18, 33, '', '']],
  [
    'Research AI - Then find and score prospects 1-25',
    ['prospects 1-25', 'prospect', 1, 25, 'find', '']
  ],
  [
    'Queue prospects 1-25 and leads 30-40.',
    ['prospects 1-25', 'prospect', 1, 25, 'queue', ''],
    ['leads 30-40', 'lead', 30, 40, 'queue', '']
  ],
  [
    'Send emails to prospects 1-5; call companies 6-9',
    ['prospects 1-5', 'prospect', 1, 5, 'send', 'email'],
    ['companies 6-9', 'company', 6, 9, 'call', '']
  ],
  ['Sort images 4,001-9,000', ['images 4,001-9,000', 'image', 4001, 9000, 'sort', '']],
  ['Sort images 1-5,000', ['images 1-5,000', 'image', 1, 5000, 'sort', '']],
  ['chapter 1-3', ['chapter 1-3', 'chapter', 1, 3, '', '']],
  ['Translate volume 2-4', ['volume 2-4', 'volume', 2, 4, 'translate', '']],
  ['Proofread page 10-20', ['page 10-20', 'page', 10, 20, 'proofread', '']],
  ['Translation of pages 41-100', ['pages 41-100', 'page', 41, 100, 'translate', '']],
  ['Review of chapters 3-5', ['chapters 3-5', 'chapter', 3, 5, 'review', '']],
  ['Processing of orders 1-50', ['orders 1-50', 'order', 1, 50, 'process', '']],
  ['Verification of invoices 1-50', ['invoices 1-50', 'invoice', 1, 50, 'verify', '']],
  ['prospects 1-17: personalize', ['prospects 1-17', 'prospect', 1, 17, '', '']],
  ...[
    '',
    'Score each prospect 0-100',
    'Score prospects 0-100',
    'rate leads 1-5',
    'rank 1-10',
    'Send morning batch 10-11 AM',
    'mornings 10-11',
    'Send emails 10-11 AM',
    '6 AM - 6 PM',
    'days 1-5',
    'weeks 1-2',
    'Q1-Q2',
    'Send 5-10 emails',
    'Send prospects 5-10 emails',
    'within 1-2 hours',
    'replies 2-3 times',
    'emails 1-5%',
    'reports 2026-11-20',
    'releases 1.2-1.4',
    'versions 1-2',
    'calls 555-123-4567',
    'prospect 1-17',
    'phase 1-2',
    'week 1-2',
    'level 1-3',
    'Score each page 0-100',
    'Rate the article 60-80',
    'Read each chapter 2-3 times',
    'File 3-5 complaints',
    'Issue 10-20 refunds',
    'images 4,01-9,000',
    'prospects 17-1',
    'prospects 17',
    'prospects'
  ].map((text): readonly [string] => [text])
]

for (const [text, ...expected] of batches) {
  test(`findBatches() finds ${expected.length} in “${text}”`, () => {
    const found = findBatches(text).map((batch): Lot => {
      const {noun, first, last, verb, object} = batch
      return [textOf(text, batch), noun, first, last, verb, object]
    })
    assert.deepEqual(found, expected)
  })
}

const hours: readonly (readonly [string, ...(readonly [string, number, number])[]])[] = [
  ['Run daily workflow 6 AM - 6 PM', ['6 AM - 6 PM', 360, 1080]],
  ['Send morning batch 10-11 AM', ['10-11 AM', 600, 660]],
  ['Send afternoon batch 2-3 PM', ['2-3 PM', 840, 900]],
  ['11 AM-1 PM', ['11 AM-1 PM', 660, 780]],
  ['11-1 PM', ['11-1 PM', 660, 780]],
  ['9:00-17:30', ['9:00-17:30', 540, 1050]],
  ['6am to 6pm', ['6am to 6pm', 360, 1080]],
  ['6 a.m. – 2:15 p.m.', ['6 a.m. – 2:15 p.m.', 360, 855]],
  ['from 9 to 5 pm', ['9 to 5 pm', 540, 1020]],
  ['between 9 AM and 5 PM', ['9 AM and 5 PM', 540, 1020]],
  ['10 PM - 2 AM', ['10 PM - 2 AM', 1320, 120]],
  ['noon to midnight', ['noon to midnight', 720, 1440]],
  ['midnight - 6 AM', ['midnight - 6 AM', 0, 360]],
  ['by 8 AM', ['8 AM', 480, 480]],
  ['12 AM', ['12 AM', 0, 0]],
  ['8 AM and 18:00', ['8 AM', 480, 480], ['18:00', 1080, 1080]],
  ...['', 'I am 9', '9-5', '13 AM', '25:00', '9:60', '16:9', 'afternoon', 'prospects 1-17'].map(
    (text): readonly [string] => [text]
  )
]

for (const [text, ...expected] of hours) {
  test(`findHours() finds ${expected.length} in “${text}”`, () => {
    const found = findHours(text).map((stretch) => [
      textOf(text, stretch),
      stretch.from,
      stretch.to
    ])
    assert.deepEqual(found, expected)
  })
}

const deadlines: readonly (readonly [string, ...(readonly [string, number?])[]])[] = [
  ['Prepare approval queue by 8 AM', ['by 8 AM', 480]],
  ['Publish before 18:00', ['before 18:00', 1080]],
  ['Finish by noon', ['by noon', 720]],
  ['until noon', ['until noon', 720]],
  ['by Friday', ['by Friday']],
  ['by next Monday', ['by next Monday']],
  ['by the next morning', ['by the next morning']],
  ['by the next business day', ['by the next business day']],
  ['by the last Friday', ['by the last Friday']],
  ['by Fri 5pm', ['by Fri 5pm', 1020]],
  ['before Sat noon', ['before Sat noon', 720]],
  ['by noon on Tuesday', ['by noon on Tuesday', 720]],
  ['by end of month', ['by end of month']],
  ['by the end of the week', ['by the end of the week']],
  ['until Q3', ['until Q3']],
  ['by 2026-12-01', ['by 2026-12-01']],
  ['before March', ['before March']],
  ['by Dec 1', ['by Dec 1']],
  ['by December 1st, 2026', ['by December 1st, 2026']],
  ['before 14 March 2026', ['before 14 March 2026']],
  ['no later than the 5th of each month', ['no later than the 5th']],
  ['by EOD, then by 2027', ['by EOD'], ['by 2027']],
  ['by week 3', ['by week 3']],
  ['Bis Freitag', ['Bis Freitag']],
  ...[
    '',
    'Grow by 20%',
    'Divide by 8',
    'Never give up until we win',
    'Work faster than before',
    'Rank prospects by score',
    'Work 6 AM until 6 PM',
    'Articles by guest authors',
    'Wait until may',
    'one by one'
  ].map((text): readonly [string] => [text])
]

for (const [text, ...expected] of deadlines) {
  test(`findDeadlines() finds ${expected.length} in “${text}”`, () => {
    const found = findDeadlines(text).map((deadline) => [textOf(text, deadline), deadline.time])
    assert.deepEqual(
      found,
      expected.map(([source, time]) => [source, time])
    )
  })
}

const nominals: readonly (readonly [string, string])[] = [
  ['translation', 'translate'],
  ['personalization', 'personalize'],
  ['classification', 'classify'],
  ['collection', 'collect'],
  ['revision', 'revise'],
  ['assessment', 'assess'],
  ['approval', 'approve'],
  ['document', 'document'],
  ['review', 'review']
]

for (const [noun, expected] of nominals) {
  test(`verbOfNoun() of “${noun}” is “${expected}”`, () => {
    assert.equal(verbOfNoun(noun), expected)
  })
}

const verbs: readonly (readonly [string, string])[] = [
  ['queueing', 'queue'],
  ['queues', 'queue'],
  ['sending', 'send'],
  ['running', 'run'],
  ['handled', 'handle'],
  ['scoring', 'score'],
  ['monitoring', 'monitor'],
  ['qualifies', 'qualify'],
  ['qualified', 'qualify'],
  ['researches', 'research'],
  ['validating', 'validate'],
  ['treating', 'treat'],
  ['mapping', 'map'],
  ['calling', 'call'],
  ['adding', 'add'],
  ['using', 'use'],
  ['process', 'process'],
  ['processing', 'process'],
  ['need', 'need'],
  ['bring', 'bring']
]

for (const [word, expected] of verbs) {
  test(`baseForm() of “${word}” is “${expected}”`, () => {
    assert.equal(baseForm(word), expected)
  })
}

test('sizeOf() counts both ends', () => {
  assert.equal(sizeOf({first: 18, last: 33}), 16)
  assert.equal(sizeOf({first: 1, last: 1}), 1)
})

test('overlapOf() returns what is common, or nothing', () => {
  assert.deepEqual(overlapOf({first: 1, last: 20}, {first: 18, last: 33}), {first: 18, last: 20})
  assert.deepEqual(overlapOf({first: 5, last: 5}, {first: 1, last: 9}), {first: 5, last: 5})
  assert.equal(overlapOf({first: 1, last: 17}, {first: 18, last: 33}), undefined)
})

test('shares are joined, counted once, and searched for gaps', () => {
  const shares = [
    {first: 34, last: 50},
    {first: 1, last: 17},
    {first: 10, last: 12},
    {first: 18, last: 20}
  ]
  assert.deepEqual(unionOf(shares), [
    {first: 1, last: 20},
    {first: 34, last: 50}
  ])
  assert.equal(countAll(shares), 37)
  assert.deepEqual(gapsOf(shares), [{first: 21, last: 33}])
  assert.deepEqual([unionOf([]), countAll([]), gapsOf([])], [[], 0, []])
})

test('responsibilities of the seed share out the prospects, and nothing else', () => {
  const found = parseRegistry(seeds.decoded).blocks.flatMap(({claim}) =>
    [claim.role ?? '', ...claim.responsibilities].flatMap((text) =>
      findBatches(text).map((batch) => `${claim.number}: ${batch.verb} ${textOf(text, batch)}`)
    )
  )
  assert.deepEqual(found, [
    '2: queue prospects 1-25',
    '3: queue prospects 26-50',
    '4: personalize prospects 1-17',
    '5: personalize prospects 18-33',
    '6: personalize prospects 34-50',
    '9: provide sessions 7-8'
  ])
})

const finders: readonly (readonly [string, (text: string) => readonly Span[]])[] = [
  ['findQuantities', findQuantities],
  ['findBatches', findBatches],
  ['findHours', findHours],
  ['findDeadlines', findDeadlines]
]

const seed = 20_261_120
const words = fc
  .array(
    fc.constantFrom(
      ...'1 17 70 120k 2026 % $ + / - – : # , . AM pm by until within at least of the to and one zero half dozen million a per day daily week prospects emails Queue score phase Friday Dec noon'.split(
        ' '
      ),
      '\n',
      '\u200B'
    ),
    {maxLength: 24}
  )
  .chain((parts) => fc.constantFrom(' ', '').map((space) => parts.join(space)))

for (const [name, find] of finders) {
  test(`${name}() returns spans in order, within the text, and the same again (seed ${seed})`, () => {
    fc.assert(
      fc.property(fc.oneof(words, foreignTexts, fc.string({unit: 'binary'})), (text) => {
        const found = find(text)
        let end = 0
        for (const span of found) {
          assert.ok(span.start >= end && span.end > span.start && span.end <= text.length)
          assert.equal(textOf(text, span), textOf(text, span).trim())
          end = span.end
        }

        assert.deepEqual(find(text), found)
      }),
      {numRuns: 2000, seed}
    )
  })

  for (const unit of hostileUnits()) {
    test(`${name}() takes linear time for ${JSON.stringify(unit)}`, () => {
      assertLinear(find, unit)
    })
  }
}

function hostileUnits(): readonly string[] {
  const units = ['1', '1 ', '111 ', '1,', '1-', '1:', '1/', ' ', '\n', '-', 'a', 'a-', 'as ']
  return [...units, 'one ', 'two-', 'by ', 'at least ', 'ases 1-2 ', '1 of the ', '每天', '\u200B']
}

function textOf(text: string, {start, end}: Span): string {
  return text.slice(start, end)
}

test('text of ASCII is parted into tokens as it is beside other characters', () => {
  fc.assert(
    fc.property(fc.string({unit: 'binary-ascii', maxLength: 40}), (text) => {
      const beside = tokenize(`${text} é`)
      assert.equal(beside.at(-1)?.raw, 'é')
      assert.deepEqual(tokenize(text), beside.slice(0, -1))
    }),
    {numRuns: 2000}
  )
})

test('numbers in text of ASCII are found as beside other characters', () => {
  const piece = fc.constantFrom(
    '1',
    '25',
    '007',
    '120',
    '.',
    ',',
    '-',
    ' ',
    'k',
    'prospects ',
    '1,000'
  )
  fc.assert(
    fc.property(fc.array(piece), (pieces) => {
      const text = pieces.join('')
      assert.deepEqual(numbersIn(text), numbersIn(`${text} é`))
    })
  )
  assert.deepEqual(numbersIn('3 of 25.5'), {values: [3, 25, 5], isGrouped: true})
  assert.deepEqual(numbersIn('٣-٥'), {values: [3, 5], isGrouped: false})
})

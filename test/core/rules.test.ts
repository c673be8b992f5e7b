import assert from 'node:assert/strict'
import {readFileSync, readdirSync} from 'node:fs'
import {join} from 'node:path'
import {describe, test} from 'node:test'
import claimSchema from '../../schemas/claim.schema.json' with {type: 'json'}
import {codes, pagePath, readExample, renderRulePage} from '../../scripts/rule-docs.ts'
import {checkRegistry} from '../../src/core/check.ts'
import {compileSchema} from '../../src/core/custom-validator.ts'
import {decode} from '../../src/core/decode.ts'
import {demandsOf} from '../../src/core/demands.ts'
import {positionsOf} from '../../src/core/position.ts'
import {type Problem, type ProblemCode, type Remark, severities} from '../../src/core/problem.ts'
import {sessionDuplicate} from '../../src/core/rules/session-duplicate.ts'
import type {Subject} from '../../src/core/rules/rule.ts'
import {checkWith} from '../../src/core/schema.ts'
import {fixtures, seeds, settingOf, sliceOf} from '../helpers/core.ts'

/** A place and the words about it, as `expected.json` has them. */
interface Place {
  readonly line: number
  readonly column: number
  readonly endLine: number
  readonly endColumn: number
  readonly message: string
}

interface Expected extends Place {
  readonly related?: readonly Place[]
}

const packageRoot = join(fixtures, '../..')
const documentCodes = codes.filter((code) => readExample(code).base === undefined)

function expectedOf(code: ProblemCode): readonly Expected[] {
  return JSON.parse(readFileSync(join(fixtures, 'rules', code, 'expected.json'), 'utf8'))
}

function check(text: string, more: Partial<Subject> = {}): readonly Problem[] {
  return checkRegistry({...settingOf(text), ...more})
}

/** Problems as a test compares them, by line and column. */
function told(text: string, problems: readonly Problem[]): readonly object[] {
  const positionOf = positionsOf(text)
  const place = ({span, message}: Remark) => ({...positionOf(span), message})
  return problems.map((problem) => ({
    code: problem.code,
    severity: problem.severity,
    ...place(problem),
    related: (problem.related ?? []).map(place)
  }))
}

/** What is expected of a bad document, its places moved. */
function wanted(
  code: ProblemCode,
  move: (place: Place) => Place = (place) => place,
  severity: string = severities[code]
): readonly object[] {
  return expectedOf(code).map(({related = [], ...own}) => ({
    code,
    severity,
    ...move(own),
    related: related.map(move)
  }))
}

describe('Every code is documented by what is tested', () => {
  test('each has its folder and its page, and there are no others', () => {
    const names = codes.toSorted()
    assert.ok(names.length >= 25)
    assert.deepEqual(readdirSync(join(fixtures, 'rules')).toSorted(), names)
    assert.deepEqual(
      readdirSync(join(packageRoot, 'docs/rules')).toSorted(),
      names.map((code) => `${code}.md`)
    )
  })

  for (const code of codes) {
    test(`docs/rules/${code}.md is what \`npm run docs:rules\` writes`, () => {
      const page = readFileSync(pagePath(code), 'utf8')
      assert.equal(page, renderRulePage(code, readExample(code)))
      assert.ok(page.split('\n').length <= 95, 'it is longer than a page')
      assert.match(readExample(code).about, /^(?:npx regmd|git) /mu)
    })
  }
})

/** A document with another line ending. */
function withEnding(text: string, ending: string): string {
  return text.replaceAll('\n', ending)
}

const mark = '👩‍🍳\t'
const label = /^- \*\*(?:ROLE|GOAL|RESPONSIBILITIES)\*\*: /gmu

/** Where a place is once `mark` stands before every role, goal and responsibility. */
function afterMarks(text: string): (place: Place) => Place {
  const lines = text.split('\n')
  const shift = (line: number, column: number, isEnd: boolean) => {
    const first = (lines[line - 1]?.match(label)?.[0].length ?? Number.POSITIVE_INFINITY) + 1
    return column + (column > first || (isEnd && column === first) ? mark.length : 0)
  }
  return (place) => ({
    ...place,
    column: shift(place.line, place.column, false),
    endColumn: shift(place.endLine, place.endColumn, true)
  })
}

for (const code of documentCodes) {
  const {bad, good} = readExample(code)

  describe(code, () => {
    test('finds nothing in the good document, whatever ends its lines', () => {
      for (const ending of ['\n', '\r\n', '\r']) {
        assert.deepEqual(check(withEnding(good, ending)), [])
      }
    })

    test('finds what is expected in the bad document', () => {
      assert.ok(expectedOf(code).length > 0)
      assert.deepEqual(told(bad, check(bad)), wanted(code))
    })

    for (const [name, ending] of [
      ['CRLF', '\r\n'],
      ['CR', '\r']
    ] as const) {
      test(`finds the same where ${name} ends lines`, () => {
        const text = withEnding(bad, ending)
        assert.deepEqual(told(text, check(text)), wanted(code))
      })
    }

    test('finds the same after a byte order mark', () => {
      const {text, hasBom} = decode(Buffer.from(`\uFEFF${bad}`))
      assert.equal(hasBom, true)
      assert.deepEqual(told(text, check(text)), wanted(code))
    })

    test('counts a tab as one column', () => {
      const text = bad.replace(/^(-|###) /gmu, '$1\t')
      assert.notEqual(text, bad)
      assert.deepEqual(told(text, check(text)), wanted(code))
    })

    test('counts an emoji in UTF-16 units', () => {
      const text = bad.replace(label, (found) => found + mark)
      assert.deepEqual(told(text, check(text)), wanted(code, afterMarks(bad)))
    })

    test('takes its severity from the front matter', () => {
      for (const severity of ['error', 'warning'] as const) {
        const head = `---\nregistry:\n  rules: {${code}: ${severity}}\n---\n\n`
        const lower = (place: Place) => ({
          ...place,
          line: place.line + 5,
          endLine: place.endLine + 5
        })
        assert.deepEqual(told(head + bad, check(head + bad)), wanted(code, lower, severity))
      }

      assert.deepEqual(check(`---\nregistry:\n  rules: {${code}: off}\n---\n\n${bad}`), [])
    })
  })
}

/** Each problem as `CODE source`, its other places after it. */
function found(text: string, problems = check(text)): readonly string[] {
  return problems.map(({code, span, related = []}) =>
    [code, ...[{span}, ...related].map((place) => JSON.stringify(sliceOf(text, place.span)))].join(
      ' '
    )
  )
}

/** Fields of one block; the others get values that nobody objects to. */
type Fields = Readonly<Record<string, string>>

/** Writes a document with a block for each list of fields, numbered from 1. */
function blocks(...all: readonly Fields[]): string {
  const written = all.map((fields, index) => {
    const number = index + 1
    const whole: Fields = {
      ROLE: `Role ${'abcdefghij'[index] ?? number}`,
      GOAL: 'Answer within 1 hour',
      SESSION_ID: `session-${number}`,
      ...fields
    }
    const lines = Object.entries(whole).map(([name, value]) => `- **${name}**: ${value}`)
    return `### Session #${number}: Part\n${lines.join('\n')}\n`
  })
  return `# Registry\n\n${written.join('\n')}`
}

/** Documents by what is special about them, and what is found in them. */
type Table = readonly (readonly [name: string, text: string, ...expected: string[]])[]

function judge(title: string, table: Table): void {
  describe(title, () => {
    for (const [name, text, ...expected] of table) {
      test(name, () => {
        assert.deepEqual(found(text), expected)
      })
    }
  })
}

judge('NUMBER_MISMATCH', [
  ['the heading’s number', blocks({}, {NUMBER: '2'})],
  ['no field', blocks({}, {})],
  ['a zero before it', blocks({}, {NUMBER: '02'}), 'NUMBER_MISMATCH "02" "### Session #2: Part"'],
  ['nothing', blocks({}, {NUMBER: ''}), 'NUMBER_MISMATCH "NUMBER" "### Session #2: Part"'],
  ['a word', blocks({}, {NUMBER: 'two'}), 'NUMBER_MISMATCH "two" "### Session #2: Part"'],
  ['another script', blocks({}, {NUMBER: '２'}), 'NUMBER_MISMATCH "２" "### Session #2: Part"']
])

const sessions = (...ids: readonly string[]) =>
  blocks(...ids.map((id): Fields => ({SESSION_ID: id})))

judge('SESSION_DUPLICATE', [
  ['different names', sessions('a', 'b')],
  ['open blocks', sessions('[open]', '[open]', '')],
  ['one name', sessions('a', 'b', 'a'), 'SESSION_DUPLICATE "a" "a"'],
  [
    'both parts the same',
    sessions('a (r1)', 'b (r2)', 'a (r1)'),
    'SESSION_DUPLICATE "a (r1)" "a (r1)"'
  ],
  ['one name, two runtimes', sessions('a (r1)', 'a (r2)')],
  ['two names, one runtime', sessions('a (r1)', 'b (r1)')],
  ['the name of both parts', sessions('a (r1)', 'a'), 'SESSION_DUPLICATE "a" "a (r1)"'],
  ['the runtime of both parts', sessions('a (r1)', 'r1'), 'SESSION_DUPLICATE "r1" "a (r1)"'],
  ['both parts of a name', sessions('a', 'a (r1)'), 'SESSION_DUPLICATE "a (r1)" "a"'],
  ['both parts of a runtime', sessions('r1', 'a (r1)'), 'SESSION_DUPLICATE "a (r1)" "r1"'],
  ['the same letters in another case', sessions('a', 'A')],
  ['three times', sessions('a', 'a', 'a'), ...Array(2).fill('SESSION_DUPLICATE "a" "a"')]
])

/** Least of three times that the rule takes, in milliseconds. */
function timeOf(text: string, expected: number): number {
  const subject = settingOf(text)
  const times = [1, 2, 3].map(() => {
    const start = performance.now()
    assert.equal(sessionDuplicate.check(subject).length, expected)
    return performance.now() - start
  })
  return Math.min(...times)
}

test('SESSION_DUPLICATE tells 2,000 runtimes of one name apart about as fast as 2,000 names', () => {
  const ids = (idOf: (index: number) => string) =>
    sessions(...Array.from({length: 2000}, (_, index) => idOf(index)))
  const floor = timeOf(
    ids((index) => `name-${index} (run-${index})`),
    0
  )
  // Each against each would be 2,000,000 comparisons, against 2,000.
  const most = 10 * floor + 30
  for (const [text, expected] of [
    [ids((index) => `name (run-${index})`), 0],
    [ids((index) => (index === 1999 ? 'name' : `name (run-${index})`)), 1],
    [ids(() => 'name'), 1999]
  ] as const) {
    const time = timeOf(text, expected)
    assert.ok(time < most, `${time} ms, against ${floor} ms`)
  }
})

const tasks = (...all: readonly string[]) =>
  blocks(...all.map((task): Fields => ({RESPONSIBILITIES: task})))
const duties = (...all: readonly (readonly [role: string, task: string])[]) =>
  blocks(...all.map(([role, task]): Fields => ({ROLE: role, RESPONSIBILITIES: task})))

judge('ROLE_OVERLAP and BATCH_GAP', [
  ['batches side by side', tasks('Review tickets 1-10', 'Review tickets 11-20')],
  [
    'three sessions, the last two in common',
    tasks('Review tickets 1-10', 'Review tickets 11-20', 'Review tickets 15-30'),
    'ROLE_OVERLAP "tickets 15-30" "tickets 11-20"'
  ],
  [
    'three sessions, a border in common',
    tasks('Review tickets 1-10', 'Review tickets 10-20', 'Review tickets 21-30'),
    'ROLE_OVERLAP "tickets 10-20" "tickets 1-10"'
  ],
  [
    'three sessions with all in common',
    tasks('Review tickets 1-9', 'Review tickets 1-9', 'Review tickets 1-9'),
    ...Array(2).fill('ROLE_OVERLAP "tickets 1-9" "tickets 1-9"')
  ],
  [
    'one batch inside of another',
    tasks('Review tickets 1-30', 'Review tickets 10-12'),
    'ROLE_OVERLAP "tickets 10-12" "tickets 1-30"'
  ],
  [
    'one batch around another, which comes first',
    tasks('Review tickets 10-12', 'Review tickets 1-30'),
    'ROLE_OVERLAP "tickets 1-30" "tickets 10-12"'
  ],
  ['one session twice', tasks('Review tickets 1-10, Review tickets 5-15')],
  [
    'one session twice, and another one in both',
    tasks('Review tickets 1-10, Review tickets 5-15', 'Review tickets 8-20'),
    'ROLE_OVERLAP "tickets 8-20" "tickets 5-15"'
  ],
  [
    'one session around another',
    tasks('Review tickets 1-9, Review tickets 20-30', 'Review tickets 10-19')
  ],
  ['different activities', tasks('Queue prospects 1-50', 'Send emails to prospects 1-17')],
  ['different nouns', tasks('Review tickets 1-10', 'Review invoices 1-10')],
  ['scores', tasks('Score each prospect 0-100', 'Score each prospect 0-100')],
  ['scores of several', tasks('Score prospects 0-100', 'Score prospects 0-100')],
  ['hours', tasks('Send morning batch 10-11 AM', 'Send morning batch 10-11 AM')],
  [
    'roles of one kind with different verbs',
    duties(
      ['Outreach (Batch 1)', 'Personalize emails for prospects 1-17'],
      ['Outreach (Batch 2)', 'Send emails to prospects 10-33']
    ),
    'ROLE_OVERLAP "prospects 10-33" "prospects 1-17"'
  ],
  [
    'roles of two kinds with different verbs',
    duties(
      ['Writer', 'Draft emails for prospects 1-17'],
      ['Editor', 'Proofread emails for prospects 1-17']
    )
  ],
  [
    'roles of two kinds with one verb',
    duties(
      ['Morning shift', 'Send emails to prospects 1-17'],
      ['Evening crew', 'Sends emails to prospects 10-33']
    ),
    'ROLE_OVERLAP "prospects 10-33" "prospects 1-17"'
  ],
  ...(
    [
      ['Translate pages 1-60 into German', 'Translate pages 1-60 into French'],
      ['Translate Polish pages 1-50', 'Translate Czech pages 1-50'],
      ['Edit pages 1-50 of the handbook', 'Edit pages 1-50 of the catalogue'],
      ['Edit pages 1-50 of volume 1', 'Edit pages 1-50 of volume 2'],
      ['Test screens 1-20 on iOS', 'Test screens 1-20 on Android'],
      ['Review endpoints 1-20 for injection', 'Review endpoints 1-20 for access control'],
      ['Scan ports 1-1024', 'Scan ports 1-1024 on the DMZ'],
      ['Answer tickets 1-50 on Monday', 'Answer tickets 1-50 on Tuesday'],
      ['Meet sessions 2-3 at 9 AM', 'Meet sessions 1-3 at 9 AM'],
      ['Check pages 1-10 of report A', 'Check pages 91-100 of report B']
    ] as const
  ).map(([one, other]) => [`told apart: ${one}`, tasks(one, other)] as const),
  [
    'told apart by their roles',
    duties(
      ['Polish translator', 'Translate pages 1-50'],
      ['Czech translator', 'Translate pages 1-50']
    )
  ],
  [
    'a number that is missing',
    tasks('Review tickets 1-10', 'Review tickets 12-20'),
    'BATCH_GAP "tickets 12-20" "tickets 1-10"'
  ],
  [
    'a gap, whichever block comes first',
    tasks('Review tickets 31-40', 'Review tickets 1-20'),
    'BATCH_GAP "tickets 31-40" "tickets 1-20"'
  ],
  [
    'a gap after a batch with another inside',
    tasks('Review tickets 1-30', 'Review tickets 5-8', 'Review tickets 35-40'),
    'ROLE_OVERLAP "tickets 5-8" "tickets 1-30"',
    'BATCH_GAP "tickets 35-40" "tickets 1-30"'
  ],
  [
    'two gaps',
    tasks('Review tickets 1-5', 'Review tickets 11-15', 'Review tickets 21-25'),
    'BATCH_GAP "tickets 11-15" "tickets 1-5"',
    'BATCH_GAP "tickets 21-25" "tickets 11-15"'
  ],
  ['gaps of different activities', tasks('Review tickets 1-10', 'Close tickets 21-30')]
])

const promise = (goal: string, tasks: string) => blocks({GOAL: goal, RESPONSIBILITIES: tasks})
const seventeen = 'Personalize emails for prospects 1-17'

judge('GOAL_BATCH_MISMATCH', [
  ['the number itself', promise('Send 17 emails daily', seventeen)],
  [
    'one too few',
    promise('Send 16 emails daily', seventeen),
    'GOAL_BATCH_MISMATCH "16 emails daily" "prospects 1-17"'
  ],
  ['a lower bound', promise('Send at least 10 emails daily', seventeen)],
  ['a lower bound by a sign', promise('Send 15+ emails daily', seventeen)],
  [
    'a lower bound that is too high',
    promise('Send at least 18 emails daily', seventeen),
    'GOAL_BATCH_MISMATCH "at least 18 emails daily" "prospects 1-17"'
  ],
  ['an upper bound', promise('Send at most 20 emails daily', seventeen)],
  ['an upper bound in other words', promise('Send up to 17 emails daily', seventeen)],
  [
    'an upper bound that is too low',
    promise('Send at most 16 emails daily', seventeen),
    'GOAL_BATCH_MISMATCH "at most 16 emails daily" "prospects 1-17"'
  ],
  ['a range', promise('Send 15-20 emails daily', seventeen)],
  ['about as many', promise('Send about 20 emails daily', seventeen)],
  ['a week of batches', promise('Send 85 emails weekly', seventeen)],
  [
    'a week that is no number of batches',
    promise('Send 80 emails weekly', seventeen),
    'GOAL_BATCH_MISMATCH "80 emails weekly" "prospects 1-17"'
  ],
  [
    'several batches together',
    promise('Send 20 emails daily', 'Send emails to prospects 1-10, Send emails to prospects 11-20')
  ],
  [
    'several batches, counted wrong',
    promise(
      'Send 10 emails daily',
      'Send emails to prospects 1-10, Send emails to prospects 11-30'
    ),
    'GOAL_BATCH_MISMATCH "10 emails daily" "prospects 1-10" "prospects 11-30"'
  ],
  [
    'several batches with numbers in common',
    promise('Send 15 emails daily', 'Send emails to prospects 1-10, Send emails to prospects 5-15')
  ],
  ['something else', promise('Hold 5 calls daily', seventeen)],
  ['a rate of it', promise('Send 17 emails daily, 95%+ delivery rate', seventeen)],
  ['what the batch is of', promise('Find 25 prospects daily', 'Queue prospects 26-50')],
  [
    'what the batch is of, counted wrong',
    promise('Find 26 prospects daily', 'Queue prospects 26-50'),
    'GOAL_BATCH_MISMATCH "26 prospects daily" "prospects 26-50"'
  ],
  ['no batch', promise('Send 17 emails daily', 'Personalize emails')]
])

const goals = (...all: readonly string[]) => blocks(...all.map((goal): Fields => ({GOAL: goal})))

judge('GOAL_CONFLICT', [
  ['one whole', goals('Reach $120k MRR', 'Answer within 1 hour')],
  ['parts that add up', goals('Reach $120k MRR', 'Add $70k MRR', 'Add $50k MRR')],
  [
    'parts that do not add up',
    goals('Reach $120k MRR', 'Add $70k MRR', 'Add $40k MRR'),
    'GOAL_CONFLICT "$40k MRR" "$70k MRR"'
  ],
  [
    'parts that add up to more',
    goals('Reach $120k MRR', 'Add $70k MRR', 'Add $60k MRR'),
    'GOAL_CONFLICT "$60k MRR" "$70k MRR"'
  ],
  [
    'two wholes',
    goals('Reach $120k MRR', 'Reach $120k MRR'),
    'GOAL_CONFLICT "$120k MRR" "$120k MRR"'
  ],
  [
    'two wholes, written differently',
    goals('Reach $120k MRR', 'Reach $120,000 MRR'),
    'GOAL_CONFLICT "$120,000 MRR" "$120k MRR"'
  ],
  [
    'three wholes',
    goals('Reach $9k MRR', 'Reach $9k MRR', 'Reach $9k MRR'),
    ...Array(2).fill('GOAL_CONFLICT "$9k MRR" "$9k MRR"')
  ],
  ['a goal that is open', goals('Reach $120k MRR', 'Add $70k MRR', '[to be agreed]')],
  ['another currency', goals('Reach $120k MRR', 'Reach €120k MRR')],
  ['another measure', goals('Reach $120k MRR', 'Reach $120k ARR')],
  ['halves', goals('Win 25 of the 50 leads', 'Win 25 of the 50 leads')],
  [
    'shares that do not add up',
    goals('Win 25 of the 50 leads', 'Win 20 of the 50 leads'),
    'GOAL_CONFLICT "20 of the 50 leads" "25 of the 50 leads"'
  ],
  [
    'shares of two sessions that commit to all',
    goals('Win 50 of the 50 leads', 'Win 50 of the 50 leads'),
    'GOAL_CONFLICT "50 of the 50 leads" "50 of the 50 leads"'
  ],
  ['rates', goals('Answer 9 of 10 tickets within 1 hour', 'Answer 8 of 10 calls within 1 minute')],
  ['a bound of money', goals('Stay under $50 CAC', 'Stay under $50 CAC')],
  ['the same count twice', goals('Find 25 prospects daily', 'Find 25 prospects daily')]
])

const text = (value: string) => blocks({ROLE: value})

judge('TEXT_UNSAFE', [
  ...(
    [
      ['a bell', '\u0007'],
      ['NUL', '\0'],
      ['DEL', '\u007F'],
      ['a C1 control', '\u009B'],
      ['an override of direction', '\u202E'],
      ['an isolate of direction', '\u2066'],
      ['a mark of direction', '\u200F'],
      ['a zero-width space', '\u200B'],
      ['a word joiner', '\u2060'],
      ['a byte order mark inside', '\uFEFF'],
      ['a soft hyphen', '\u00AD'],
      ['a line separator', '\u2028'],
      ['a paragraph separator', '\u2029'],
      ['a tag', '\u{E0041}'],
      ['half of a pair', '\uD83D'],
      ['several in a row', '\u200B\u202E\u2066']
    ] as const
  ).map(
    ([name, hidden]) =>
      [name, text(`a${hidden}b`), `TEXT_UNSAFE ${JSON.stringify(hidden)}`] as const
  ),
  ['a terminal escape', text('\u001B[31mred\u001B[0m'), ...Array(2).fill('TEXT_UNSAFE "\\u001b"')],
  ['a zero-width joiner between letters', text('a\u200Db'), 'TEXT_UNSAFE "\u200D"'],
  ['an emoji of several', text('Cook 👩‍🍳 and 👩🏽‍🚀')],
  ['a flag', text('Sales 🇫🇷')],
  ['other scripts', text('料理 café नमस्ते')],
  ['a private character', text('Apple \uF8FF')],
  ['a character that is newer than this', text('x\u{1FFFD}')],
  ['a tab', text('a\tb')],
  ['mojibake', text('‚è≥ cook')],
  ['a comment', text('a <!-- b --> c'), 'TEXT_UNSAFE "<!-- b -->"'],
  [
    'a comment in an item',
    text('a\n- **RESPONSIBILITIES**:\n  - Stew <!-- b -->\n- **NOTE**: c'),
    'TEXT_UNSAFE "<!-- b -->"'
  ],
  ['a comment on two lines', text('a <!-- b\n  c --> d'), 'TEXT_UNSAFE "<!-- b\\n  c -->"'],
  [
    'a comment in a field of one’s own',
    text('a\n- **NOTE**: <!-- b -->'),
    'TEXT_UNSAFE "<!-- b -->"'
  ],
  ['a comment as code', text('a `<!-- b -->` c')],
  ['a comment that is escaped', text('a \\<!-- b --> c')],
  ['a comment between blocks', `${text('a')}\n<!-- b -->\n`],
  ['something hidden outside of blocks', `a\u200Bb\n\n${text('a')}`, 'TEXT_UNSAFE "\u200B"']
])

const derived = (head: string, rest: string) =>
  `# Registry\n\n${head}\n\n${blocks({STATUS: 'REGISTERED', TIMESTAMP: '2026-11-20T18:10:27Z'}, {}).slice('# Registry\n\n'.length)}\n## Consensus Validation\n\n${rest}\n`

judge('DERIVED_STALE', [
  [
    'lines that are true',
    derived('**Status**: Registration in progress', '**Current Status**: 1/2 sessions registered')
  ],
  [
    'a header that is too early',
    derived('**Status**: Consensus reached', ''),
    'DERIVED_STALE "Consensus reached"'
  ],
  ['an empty header', derived('**Status**:', ''), 'DERIVED_STALE ""'],
  [
    'a box that is ticked by hand',
    derived('', '- [x] All sessions registered'),
    'DERIVED_STALE "[x]"'
  ],
  ['such a box in upper case', derived('', '* [X] All sessions registered'), 'DERIVED_STALE "[X]"'],
  ['a box that is not ticked', derived('', '- [ ] No duplicate numbers'), 'DERIVED_STALE "[ ]"'],
  ['a box that is ticked rightly', derived('', '- [X] No duplicate numbers')],
  ['a box that nobody knows', derived('', '- [x] Coffee is ready')],
  [
    'a person’s approval',
    derived('', '- [x] Human approves final registry'),
    'DERIVED_STALE "[x]"'
  ],
  [
    'a wrong counter',
    derived('', '**Current Status**: 2/2 sessions registered'),
    'DERIVED_STALE "2/2 sessions registered"'
  ],
  [
    'a next action of before',
    derived('', '**Next Action:** A human must approve the registry'),
    'DERIVED_STALE "A human must approve the registry"'
  ]
])

const format = (...lines: readonly string[]) =>
  `# Registry\n\n## Registration Format\n\n\`\`\`\n${lines.join('\n')}\n\`\`\`\n\n${blocks({}).slice('# Registry\n\n'.length)}`
const asked = ['ROLE: [r]', 'GOAL: [g]', 'SESSION_ID: [s]', 'TIMESTAMP: [t]']
const number = 'NUMBER: [1-12, unique]'

judge('FORMAT_DRIFT', [
  ['all that is demanded', format(number, ...asked, 'STATUS: REGISTERED | PENDING')],
  [
    'names in other words',
    format('Number: [1-12]', 'role: r', 'Goal: g', 'Session ID: s', 'timestamp: t')
  ],
  ['no range', format('NUMBER: [unique]', ...asked), 'FORMAT_DRIFT "NUMBER: [unique]"'],
  ['a range without an end', format('NUMBER: [1-]', ...asked), 'FORMAT_DRIFT "NUMBER: [1-]"'],
  ['a range from behind', format('NUMBER: [12-1]', ...asked), 'FORMAT_DRIFT "NUMBER: [12-1]"'],
  [
    'a status that nobody knows',
    format(number, ...asked, 'STATUS: REGISTERED | DONE'),
    'FORMAT_DRIFT "STATUS: REGISTERED | DONE"'
  ],
  ['a status to be filled in', format(number, ...asked, 'STATUS: [yours]')],
  ['a field that is not asked for', format(number, ...asked.slice(1)), 'FORMAT_DRIFT "```"'],
  ['two of them', format(number, ...asked.slice(2)), ...Array(2).fill('FORMAT_DRIFT "```"')],
  ['no number', format(...asked), 'FORMAT_DRIFT "```"']
])

/** The shipped schema with something changed, as a repository of its own may have it. */
function customSchema(change: (schema: typeof claimSchema) => object): Subject['schema'] {
  const source = JSON.stringify({...change(claimSchema), $id: 'urn:regmd:schema:test'})
  return {check: checkWith(compileSchema(source)), demands: demandsOf(JSON.parse(source))}
}

describe('FORMAT_DRIFT with a schema of one’s own', () => {
  const bounded = customSchema((schema) => ({
    ...schema,
    properties: {...schema.properties, number: {type: 'integer', minimum: 1, maximum: 10}}
  }))
  const demanding = customSchema((schema) => ({
    ...schema,
    required: [...schema.required, 'responsibilities']
  }))

  for (const [name, schema, document, ...expected] of [
    ['a range within bounds', bounded, format('NUMBER: [1-10]', ...asked)],
    ['a range over the end', bounded, format(number, ...asked), `FORMAT_DRIFT "${number}"`],
    [
      'a field that only this schema requires',
      demanding,
      format(number, ...asked),
      'FORMAT_DRIFT "```"'
    ],
    ['the same, asked for', demanding, format(number, ...asked, 'RESPONSIBILITIES: [list]')]
  ] as const) {
    test(name, () => {
      assert.deepEqual(found(document, check(document, {schema})), expected)
    })
  }
})

judge('TIMESTAMP_INVALID', [
  ...['2026-11-20T18:10:27Z', '2028-02-29T00:00:00Z', '2026-12-31T23:59:59Z', '', '[later]'].map(
    (value) => [`“${value}” passes`, blocks({TIMESTAMP: value})] as const
  ),
  ...[
    '2026-02-30T18:10:27Z',
    '2027-02-29T18:10:27Z',
    '2026-11-20T18:10:27+01:00',
    '2026-11-20T18:10:27+00:00',
    '2026-11-20T18:10:27z',
    '2026-11-20t18:10:27Z',
    '2026-11-20T25:00:00Z',
    '2026-11-20T24:00:00Z',
    '2026-11-20T18:60:00Z',
    '2026-11-20T18:10:60Z',
    '2026-11-20T18:10Z',
    '2026-11-20T18:10:27.5Z',
    '2026-11-20 18:10:27Z',
    '2026-13-01T00:00:00Z',
    'yesterday'
  ].map(
    (value) =>
      [`“${value}” is found`, blocks({TIMESTAMP: value}), `TIMESTAMP_INVALID "${value}"`] as const
  )
])

describe('The registry that regmd was invented for', () => {
  const documents: Readonly<Record<string, string>> = {
    ...seeds,
    'registry/sessions.md': readFileSync(join(packageRoot, 'registry/sessions.md'), 'utf8')
  }

  for (const [name, document] of Object.entries(documents)) {
    test(`${name} has the two mismatches and nothing else`, () => {
      const problems = check(document)
      assert.deepEqual(found(document, problems), [
        'GOAL_BATCH_MISMATCH "17 perfectly personalized emails daily" "prospects 18-33"',
        'GOAL_BATCH_MISMATCH "16 perfectly personalized emails daily" "prospects 34-50"'
      ])
      assert.deepEqual(
        problems.map((problem) => [problem.number, problem.severity]),
        [
          [5, 'warning'],
          [6, 'warning']
        ]
      )
    })
  }
})

import assert from 'node:assert/strict'
import {test} from 'node:test'
import fc from 'fast-check'
import type {Nodes} from 'mdast'
import {remark} from 'remark'
import remarkGfm from 'remark-gfm'
import {visit} from 'unist-util-visit'
import {findHidden} from '../../src/core/characters.ts'
import type {Approval} from '../../src/core/approval.ts'
import type {Claim} from '../../src/core/claim.ts'
import {consensusOf} from '../../src/core/consensus.ts'
import {parseDeeds} from '../../src/core/deed.ts'
import {differencesBetween} from '../../src/core/difference.ts'
import {parseRegistry} from '../../src/core/parse.ts'
import type {Registry} from '../../src/core/registry.ts'
import type {Card} from '../../src/report/card-data.ts'
import {renderCard, renderCardTitle} from '../../src/report/card.ts'
import {commandsIn, foreignTexts, hostile, problem} from '../helpers/check.ts'
import {heldBy, registryPath, registryText} from '../helpers/cli.ts'
import {runs} from '../helpers/fire.ts'

const digest = '0123456789abcdef'.repeat(4)

const two = registryText({sessions: 2, blocks: {1: heldBy('boss', 1), 2: heldBy('two', 2)}})

function unapproved(why: string): Approval {
  return {missing: [why], numbers: [], commit: null, time: null}
}

function cardOf(registry: Registry, values: Partial<Card> = {}): Card {
  return {
    path: registryPath,
    branch: 'registry',
    base: 'main',
    commit: 'c'.repeat(40),
    digest,
    registry,
    consensus: consensusOf(registry, unapproved('no human has')),
    problems: [],
    differences: [],
    approvers: [],
    ...values
  }
}

/** The same document, with other claims. */
function withClaims(registry: Registry, change: (claim: Claim) => Partial<Claim>): Registry {
  const blocks = registry.blocks.map(({claim, heading, title, lines, fields, loose}) => ({
    claim: {...claim, ...change(claim)},
    heading,
    title,
    lines,
    fields,
    loose
  }))
  return {...registry, blocks}
}

test('renderCard() tells who, what, conflicts, changes, evidence and how to approve', () => {
  const [registry, before] = [
    parseRegistry(two),
    parseRegistry(two.replace('Role 2', 'Mailer').replace('SESSION_ID**: boss', 'SESSION_ID**: me'))
  ]
  const card = cardOf(registry, {
    problems: [
      problem(two, ['Role 2'], {
        severity: 'warning',
        code: 'BATCH_GAP',
        message: 'A gap',
        number: 2
      })
    ],
    differences: differencesBetween(before, registry),
    approvers: ['ada@example.com']
  })
  assert.equal(
    renderCard(card),
    `## 2 of 2 sessions, digest \`0123456789ab\`

\`registry/sessions.md\` of branch \`registry\` at commit \`cccccccccc\`, to be merged into \`main\`. Digest of what all sessions commit to: \`${digest}\`

### Who holds what

| Number | Session | Role | Goal |
| - | - | - | - |
| 1 | \`boss\` | \`Role 1\` | \`Find 10 prospects daily\` |
| 2 | \`two\` | \`Role 2\` | \`Find 20 prospects daily\` |

### Conflicts and warnings: 1 warning

| Severity | Code | Session | Problem |
| - | - | - | - |
| warning | \`BATCH_GAP\` | 2 | \`A gap\` |

### What changed since the last approval

| Number | What | Session | Details |
| - | - | - | - |
| 1 | reassigned | \`boss\` | session (was \`me\`) |
| 2 | reassigned | \`two\` | role (was \`Mailer\`) |

### Consensus

- ✅ All sessions are registered with unique numbers: 2 sessions registered
- ✅ No number is claimed twice: 2 numbers, each claimed once
- ✅ All roles are defined and accepted: 2 roles, 2 sessions ready
- ✅ All goals are measurable and committed to: 2 measurable goals, 2 sessions ready
- ⏳ The orchestrator has confirmed that there are no conflicts, but for this:
  - \`the orchestrator has not confirmed\`
- ⏳ A human has approved the registry, but for this:
  - \`no human has\`

Not broadcast yet.

### How to approve

- Merge this into \`main\` with a merge commit: it keeps who claimed which number, and when, as the commits that did so. To decline, say why and leave it open: sessions can still change.
- A squash merge is recognised as well if its message keeps the list of commits, and so is a rebase merge.
- Approval means that every session may work by what its block says here, once \`regmd activate\` has set the start. A block that changes afterwards wants a new approval.
- A direct push to \`main\` is no approval.
- Who may approve: \`ada@example.com\`.
`
  )
})

test('renderCard() says that there is nothing to compare with, and that nothing changed', () => {
  const registry = parseRegistry(two)
  assert.match(renderCard(cardOf(registry)), /Nothing that a block says\./u)
  const first = renderCard(cardOf(registry, {differences: undefined}))
  assert.match(first, /Nothing to compare with on `main`\./u)
  assert.match(first, /Conflicts and warnings: no problems\n\n### What/u)
})

test('renderCard() shows open and reserved numbers, and each kind of change', () => {
  const open = registryText({sessions: 3, blocks: {1: heldBy('boss', 1)}})
  const reserved = open.replace('SESSION_ID**: [open]', 'SESSION_ID**: two')
  const [before, after] = [
    parseRegistry(registryText({sessions: 2, blocks: {2: heldBy('old', 2)}})),
    parseRegistry(reserved)
  ]
  const body = renderCard(cardOf(after, {differences: differencesBetween(before, after)}))
  assert.match(body, /^\| 2 \| reserved, not registered \| `Role 2` \|/mu)
  assert.match(body, /1 number, each claimed once$/mu)
  assert.match(body, /^\| 3 \| open \| `Role 3` \|/mu)
  assert.match(body, /^\| 1 \| new \| `boss` \| \|$/mu)
  assert.match(body, /^\| 2 \| released \| `old` \| \|$/mu)
  assert.match(body, /^\| 3 \| added, held by nobody \| \| \|$/mu)
})

test('renderCardTitle() says numbers only', () => {
  const title = renderCardTitle(consensusOf(parseRegistry(two)))
  assert.equal(title, 'Approve the session registry: 2 of 2 sessions')
})

/** What a forge takes for an order, or a call. */
const calls: readonly string[] = [
  'closes #1',
  'Fixes: people/registry#1',
  'resolved GH-12',
  'closing issues #1, #2 and !3',
  'Implements ABC-1',
  'fix https://github.com/people/registry/issues/1',
  'close \n#1',
  '@octocat',
  'a (@octocat) /cc @people/team',
  '\nRegistry-Action: approve\nRegistry-Path: x\n',
  'x`closes #1`y `@octocat` `` ` #1',
  `a${'\u0301'.repeat(100_000)}`
]

/** Texts of nodes that are not code, and types of nodes. */
function read(body: string): {readonly types: ReadonlySet<string>; readonly plain: string} {
  const types = new Set<string>()
  const plain: string[] = []
  visit(remark().use(remarkGfm).parse(body), (node: Nodes) => {
    types.add(node.type)
    if (node.type === 'text') plain.push(node.value)
  })
  return {types, plain: plain.join('\n')}
}

const own = ['root', 'heading', 'paragraph', 'text', 'inlineCode', 'list', 'listItem', 'table']

test('renderCard() names what people have not ticked', () => {
  const registry = parseRegistry(two)
  const consensus = {...consensusOf(registry), open: ['Legal agrees', 'a', 'b', 'c', 'd', 'e', 'f']}
  const body = renderCard(cardOf(registry, {consensus}))
  assert.match(body, /^- ⏳ Not ticked by a person: `Legal agrees`\n[^]*- ⏳ and 2 more that/mu)
})

function hostileCard(value: string): Card {
  const registry = withClaims(parseRegistry(two), () => ({
    session: value,
    role: value,
    goal: value
  }))
  const before = withClaims(parseRegistry(two), () => ({title: value, role: `${value}x`}))
  return cardOf(registry, {
    path: value,
    branch: value,
    base: value,
    problems: [problem(two, ['Role 1'], {message: value})],
    consensus: {...consensusOf(parseRegistry(two), unapproved(value)), open: [value]},
    differences: differencesBetween(before, registry),
    approvers: [value]
  })
}

function assertInert(value: string): void {
  const body = renderCard(hostileCard(value))
  const {types, plain} = read(body)
  const foreignTypes = [...types].filter(
    (type) => ![...own, 'tableRow', 'tableCell'].includes(type)
  )
  assert.deepEqual(foreignTypes, [])
  // The words outside code are the same, whatever the values are.
  const expected = read(renderCard(hostileCard('VALUE'))).plain
  assert.equal(plain, value.trim() === '' ? plain : expected)
  assert.deepEqual(parseDeeds(body), [])
  assert.deepEqual(commandsIn(body), [])
  assert.equal(findHidden(body.replaceAll('\n', '')).length, 0)
  assert.doesNotMatch(body, /(?<![\p{L}\p{N}_])@[\p{L}\p{N}_]/u)
  assert.doesNotMatch(
    body,
    /\b(?:clos|fix|resolv|implement)\w*:?\s+(?:issues? )?(?:https?:\/\/|[\w./-]*[#!%]\d|[a-z]+-\d)/iu
  )
  assert.ok(body.length <= 60_000)
}

for (const value of [...calls, ...hostile]) {
  test(`renderCard() shows as code: ${JSON.stringify(value.slice(0, 60))}`, () =>
    assertInert(value))
}

test('renderCard() shows any text as code', () => {
  const texts = fc
    .array(fc.oneof(foreignTexts, fc.constantFrom(...calls.slice(0, -1), ' ', '|', '#', '@')), {
      maxLength: 4
    })
    .map((parts) => parts.join(''))
  fc.assert(fc.property(texts, assertInert), {
    seed: 20_261_120,
    numRuns: runs({short: 30, long: 300})
  })
})

test('renderCard() leaves out rows that are too many, and says how many', () => {
  const sessions = 1000
  const blocks = Object.fromEntries(
    Array.from({length: sessions}, (_, index) => [index + 1, heldBy(`s${index + 1}`, index + 1)])
  )
  const registry = parseRegistry(registryText({sessions, blocks}))
  const differences = differencesBetween(parseRegistry(registryText({sessions})), registry)
  const problems = registry.blocks.map(({heading}) =>
    problem(registry.text, ['# Registry'], {message: 'Wrong', span: heading})
  )
  for (const values of [{}, {differences, problems}]) {
    const body = renderCard(cardOf(registry, values))
    assert.ok(body.length <= 60_000, String(body.length))
    assert.ok(body.length > 50_000, String(body.length))
    const [, left] = /^… and (\d+) more sessions, left out here$/mu.exec(body) ?? []
    const shown = body.match(/^\| \d+ \| `s\d+` \|/gmu)?.length ?? 0
    assert.equal(shown + Number(left), sessions)
    assert.match(body, /A direct push to `main` is no approval\.\n$/u)
  }

  const full = renderCard(cardOf(registry, {differences, problems}))
  assert.match(full, /^… and \d+ more problems, left out here$/mu)
  assert.match(full, /^… and \d+ more numbers, left out here$/mu)
})

test('renderCard() names a few of many things that are missing', () => {
  const registry = parseRegistry(registryText({sessions: 9}))
  const body = renderCard(cardOf(registry))
  assert.match(body, / {2}- `session 5 is not registered`\n {2}- and 4 more\n/u)
})

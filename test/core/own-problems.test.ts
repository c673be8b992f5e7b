import assert from 'node:assert/strict'
import {test} from 'node:test'
import fc from 'fast-check'
import {checkRegistry} from '../../src/core/check.ts'
import {ownProblems} from '../../src/core/own-problems.ts'
import type {Problem} from '../../src/core/problem.ts'
import type {Block} from '../../src/core/registry.ts'
import {settingOf} from '../helpers/core.ts'
import {runs} from '../helpers/fire.ts'
import {largeRegistry} from '../helpers/large.ts'

const number = fc.integer({min: 0, max: 40})

/** Ranges that overlap, touch, leave gaps, or are none. */
const range = fc.tuple(number, fc.integer({min: -1, max: 12})).map(([first, length]) => {
  return `${first}-${first + length}`
})

const duty = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .tuple(fc.constantFrom('Queue prospects', 'Mail leads', 'Score *prospects*'), range)
      .map((parts) => parts.join(' '))
  },
  range.map((one) => `Queue prospects #${one} and leads ${one}`),
  range.map((one) => `Read pages ${one.replace('-', ' to ')}`),
  fc.constantFrom('Queue prospects 1,000-2,000', 'Queue prospects 10&#45;12', '[prospects 3-9]', '')
)

const block = fc
  .record({
    role: fc.oneof(duty, fc.constantFrom('Cook', 'cook.', '[role]')),
    goal: fc.constantFrom(
      '25 prospects daily',
      '$120k MRR',
      '$60k MRR',
      '50% of $120k MRR',
      'Cook well',
      '10 of the 50 leads',
      '[goal]'
    ),
    session: fc.constantFrom('a', 'b (1)', 'b (2)', '1', '[open]'),
    duties: fc.array(duty, {maxLength: 3}),
    isLine: fc.boolean(),
    status: fc.constantFrom('REGISTERED', '⏳ PENDING', 'LATE'),
    more: fc.constantFrom(
      '',
      '',
      '- **ROLE**: b\n',
      '- **NOTE**: a\u200Bb\n',
      '\n**Next Action**: no\n'
    )
  })
  .map(({role, goal, session, duties, isLine, status, more}) => {
    const list = isLine ? ` ${duties.join(', ')}` : duties.map((one) => `\n  - ${one}`).join('')
    return `- **ROLE**: ${role}
- **GOAL**: ${goal}
- **SESSION_ID**: ${session}
- **RESPONSIBILITIES**:${list}
- **STATUS**: ${status}
${more}`
  })

const texts = fc
  .tuple(fc.array(block, {minLength: 1, maxLength: 6}), fc.boolean())
  .map(([blocks, isTwice]) => {
    const own = blocks.map((lines, index) => `### Session #${index + 1}: A\n\n${lines}`)
    return `# Top\n\n${[...own, ...(isTwice ? own.slice(0, 1) : [])].join('\n')}\n`
  })

test('ownProblems() finds of a block what a check of all finds', () => {
  fc.assert(
    fc.property(texts, (text) => {
      const {registry, ...rules} = settingOf(text)
      for (const {claim} of registry.blocks) {
        const own = registry.blocks.filter((one) => one.claim.number === claim.number)
        assert.deepEqual(
          ownProblems({registry, ...rules}, claim.number),
          checkRegistry({registry, ...rules}).filter((problem) => isAbout(own, problem))
        )
      }
    }),
    {numRuns: runs({short: 150, long: 20_000}), seed: 20_261_121}
  )
})

test('ownProblems() finds an overlap and a gap with blocks that are far away', () => {
  const text = largeRegistry({blocks: 60})
    .replace('Queue prospects 1-25 for', 'Queue prospects 1-20 for')
    .replace('Queue prospects 1476-1500 for', 'Queue prospects 30-40 for')
  const {registry, ...rules} = settingOf(text)
  const found = ownProblems({registry, ...rules}, 2).map(({code}) => code)
  assert.deepEqual(found, ['BATCH_GAP', 'ROLE_OVERLAP'])
})

function isAbout(blocks: readonly Block[], {span, related = []}: Problem): boolean {
  return [span, ...related.map((other) => other.span)].some(({start, end}) =>
    blocks.some(({lines}) => start >= lines.start && end <= lines.end)
  )
}

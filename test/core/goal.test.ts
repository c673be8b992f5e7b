import assert from 'node:assert/strict'
import {test} from 'node:test'
import {isMeasurable} from '../../src/core/goal.ts'
import {parseRegistry} from '../../src/core/parse.ts'
import {readFixture, seeds} from '../helpers/core.ts'
import {assertLinear} from '../helpers/linear.ts'

const measurable: readonly string[] = [
  '25 prospects daily',
  'within 1 hour',
  '95%+',
  '95 % of replies',
  '$120k MRR',
  'Reach €50 000 a month',
  '£3m in sales',
  'by 8 AM',
  'zero incidents',
  'Find 25 high-quality prospects daily, avg score 70+/100',
  'Score 70+/100',
  'Answer 3/4 of all mail',
  '10+ sales calls/week',
  'Ship two releases a month',
  'Close three deals',
  '15-min human review',
  'Keep p95 below 200 ms',
  'Keep latency under 200ms',
  'At most 5 open bugs',
  'Fewer than ten complaints a quarter',
  'Send every invoice by Friday',
  'Publish the report before 18:00',
  'Finish by end of month',
  'Finish by noon',
  'Migrate everything until Q3',
  'Cover 100% of modules',
  'No more than 2 retries',
  '1,000 users',
  '2.5 hours of uptime lost a year',
  'Raise test coverage to 90%',
  '12 sessions → $120k MRR',
  'Respond to every message within 15 minutes',
  'Twelve tickets a day',
  'Support 24/7',
  'Answer by Monday',
  'Ship before Sat noon',
  'Publish one article a week',
  'No open high-severity findings at release',
  'All tests run, none failing',
  'none failing',
  'None of the tests failing',
  'Process invoices the same day they arrive',
  'Answer on the same business day',
  'same-day replies',
  'Rank in the top 3 for the keyword',
  'Reach a top-10 position',
  'Rank within the top ten',
  'Weekly digest sent to all customers',
  'Send a weekly digest',
  'Twice-daily backups',
  'Every customer called back by the next morning',
  'Refund by the next business day',
  'Post daily',
  'Publish an article every week',
  'Send one report a day',
  'Every day, ship a release',
  'Publish every Friday',
  'Review the queue every hour'
]

const vague: readonly string[] = [
  '',
  'Do good work',
  'Be the best team',
  'Improve quality',
  'Help the others',
  'Write clean code',
  'Maintain quality standards',
  'Make customers happy',
  'Find more prospects',
  'Reply quickly',
  'Reduce errors',
  'Increase revenue',
  'Work faster than before',
  'Coordinate all sessions',
  'Support the primary closer',
  'Keep the lights on',
  'Be available',
  'Fix bugs as they come',
  'Answer questions by mail',
  'Get better by practice',
  'Never give up until we win',
  'Think before acting',
  'Grow the business',
  'Deliver value',
  'Own the roadmap',
  'Review pull requests',
  'Make it work, make it right, make it fast',
  'Be proactive',
  'Learn something',
  'Stay within budget',
  'Meet the deadline',
  'Be someone to rely on',
  'Tidy up the wiki',
  'Handle overflow',
  'Help by monitoring the inbox',
  'Win customers by friendly service',
  'Please them by satisfying every wish',
  'Help one another',
  'Be the one who decides',
  'Take part in phase 2 and help',
  'Do our best every day',
  'Keep up the good work, one step at a time',
  'Learn something every day',
  'Get better every single day',
  'Improve daily',
  'Be the top 1 provider',
  'Second to none',
  'No excuses',
  'No matter what happens',
  'No one left behind',
  'Do the same for others'
]

test('isMeasurable() accepts all goals of the seed', () => {
  const goals = parseRegistry(seeds.decoded).blocks.map(({claim}) => claim.goal ?? '')
  assert.equal(goals.length, 12)
  assert.deepEqual(
    goals.filter((goal) => !isMeasurable(goal)),
    []
  )
})

test('there are goals enough of either kind', () => {
  assert.ok(measurable.length >= 30 && vague.length >= 30)
})

for (const goal of measurable) {
  test(`isMeasurable() accepts “${goal}”`, () => {
    assert.equal(isMeasurable(goal), true)
  })
}

for (const goal of vague) {
  test(`isMeasurable() finds nothing to measure in “${goal}”`, () => {
    assert.equal(isMeasurable(goal), false)
  })
}

const corpus: {readonly measurable: readonly string[]; readonly vague: readonly string[]} =
  JSON.parse(readFixture('goals.json').text)

for (const [kind, goals] of Object.entries(corpus)) {
  test(`isMeasurable() judges at least 95 % of the ${kind} goals of the corpus right`, (context) => {
    const wrong = goals.filter((goal) => isMeasurable(goal) !== (kind === 'measurable'))
    for (const goal of wrong) context.diagnostic(`Judged wrong: ${goal}`)
    assert.ok(goals.length >= 60)
    assert.ok(wrong.length <= goals.length * 0.05, wrong.join('\n'))
  })
}

for (const unit of [
  '1',
  '1 ',
  '1,',
  'by ',
  '1+',
  ' ',
  '-',
  'a',
  '1\t',
  'one ',
  'no a ',
  'top ',
  'daily ',
  'every day ',
  'a-'
]) {
  test(`isMeasurable() takes linear time for ${JSON.stringify(unit)}`, () => {
    assertLinear(isMeasurable, unit)
  })
}

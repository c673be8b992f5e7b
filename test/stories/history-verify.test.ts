import assert from 'node:assert/strict'
import {before, describe, test} from 'node:test'
import {commitFiles, git, heldBy, registryPath, registryText, type Files} from '../helpers/cli.ts'
import {
  type Team,
  actIn,
  approve,
  breachesOf,
  claimed,
  copyTeam,
  historyOf,
  idOf,
  makeTeam,
  textAt
} from '../helpers/history.ts'

type Breaches = readonly (readonly [kind: string, number: number | null])[]

/** One commit in an otherwise good history, and what is wrong with it. */
interface Case {
  readonly name: string
  readonly edit: (text: string) => Files | string
  readonly message?: string
  readonly breaches: Breaches
  /** What a person does to set it right; nothing where regmd can go on. */
  readonly repair?: boolean
}

const trailers = (action: string, number: number, session: string) =>
  [
    `registry: session ${number} claims its number`,
    '',
    `Registry-Action: ${action}`,
    `Registry-Number: ${number}`,
    `Registry-Session: ${session}`,
    `Registry-Path: ${registryPath}`
  ].join('\n')

/** Replaces in the block of one number. */
function inBlock(
  text: string,
  number: number,
  replace: readonly (readonly [from: string | RegExp, to: string])[]
): string {
  const start = text.indexOf(`### Session #${number}:`)
  const next = text.indexOf('\n### Session', start + 1)
  const end = next === -1 ? text.indexOf('\n## ', start) : next
  let block = text.slice(start, end)
  for (const [from, to] of replace) {
    const changed = block.replace(from, to)
    if (changed === block) throw new Error(`No ${String(from)} in block ${number}:\n${block}`)
    block = changed
  }

  return text.slice(0, start) + block + text.slice(end)
}

const pending = [
  [/\*\*SESSION_ID\*\*: .*/u, '**SESSION_ID**: [open]'],
  [/\*\*STATUS\*\*: .*/u, '**STATUS**: ⏳ PENDING REGISTRATION'],
  [/- \*\*TIMESTAMP\*\*: .*\n/u, ''],
  [/- \*\*READY\*\*: .*\n/u, '']
] as const
const registered = (session: string) =>
  [
    [/\*\*SESSION_ID\*\*: .*/u, `**SESSION_ID**: ${session}`],
    [/\*\*STATUS\*\*: .*/u, '**STATUS**: ✅ REGISTERED\n- **TIMESTAMP**: 2026-11-20T18:00:00Z']
  ] as const

const block = (number: number, session: string) =>
  `### Session #${number}: Part ${number}\n\n${heldBy(session, number).join('\n')}\n\n`

/** Takes a block out. */
function without(text: string, number: number): string {
  const start = text.indexOf(`### Session #${number}:`)
  const next = text.indexOf('\n### Session', start)
  return text.slice(0, start) + text.slice(next + 1)
}

const cases: readonly Case[] = [
  {
    name: 'prose',
    edit: (text) => text.replace('# Registry', '# Our registry\n\nRead me.'),
    breaches: []
  },
  {
    name: 'a pending block reworded',
    edit: (text) => inBlock(text, 5, [['Role 5', 'Another role']]),
    breaches: []
  },
  {
    name: 'a pending block taken out',
    edit: (text) => without(text, 5),
    breaches: []
  },
  {
    name: 'a block of a new number',
    edit: (text) =>
      text.replace(
        '## Consensus',
        `${block(9, '[open]')
          .replace('✅ REGISTERED', '⏳ PENDING')
          .replace(/- \*\*TIMESTAMP.*\n- \*\*READY.*\n/u, '')}## Consensus`
      ),
    breaches: []
  },
  {
    name: 'a field of its own in a registered block',
    edit: (text) => inBlock(text, 2, [['- **ROLE**', '- **NOTE**: on leave\n- **ROLE**']]),
    breaches: [['hand edit', 2]]
  },
  {
    name: 'a claim without trailers',
    edit: (text) => inBlock(text, 5, registered('intruder')),
    breaches: [['hand edit', 5]]
  },
  {
    name: 'a claim with trailers of another number',
    edit: (text) => inBlock(text, 5, registered('intruder')),
    message: trailers('claim', 6, 'intruder'),
    breaches: [['hand edit', 5]]
  },
  {
    name: 'a claim with trailers of another session',
    edit: (text) => inBlock(text, 5, registered('intruder')),
    message: trailers('claim', 5, 'somebody'),
    breaches: [['hand edit', 5]]
  },
  {
    name: 'a claim that says that it releases',
    edit: (text) => inBlock(text, 5, registered('intruder')),
    message: trailers('release', 5, 'intruder'),
    breaches: [['hand edit', 5]]
  },
  {
    name: 'a claim of one number, and another by the way',
    edit: (text) => inBlock(inBlock(text, 5, registered('a')), 4, registered('b')),
    message: trailers('claim', 5, 'a'),
    breaches: [['hand edit', 4]]
  },
  {
    name: 'a claim with its trailers inside the subject',
    edit: (text) => inBlock(text, 5, registered('intruder')),
    message: 'Registry-Action: claim Registry-Number: 5 Registry-Session: intruder',
    breaches: [['hand edit', 5]]
  },
  {
    name: 'a takeover',
    edit: (text) => inBlock(text, 2, [[/\*\*SESSION_ID\*\*: .*/u, '**SESSION_ID**: intruder']]),
    breaches: [['takeover', 2]]
  },
  {
    name: 'a takeover that calls itself a claim',
    edit: (text) => inBlock(text, 2, [[/\*\*SESSION_ID\*\*: .*/u, '**SESSION_ID**: intruder']]),
    message: trailers('claim', 2, 'intruder'),
    breaches: [['takeover', 2]]
  },
  {
    name: 'a takeover that calls itself a hand-over, which the holder never made',
    edit: (text) => inBlock(text, 2, [[/\*\*SESSION_ID\*\*: .*/u, '**SESSION_ID**: intruder']]),
    message: `${trailers('release', 2, 'intruder')}\n\n${trailers('claim', 2, 'intruder')}`,
    breaches: [['takeover', 2]]
  },
  {
    name: 'a goal rewritten',
    edit: (text) => inBlock(text, 2, [['Find 20 prospects', 'Find 2 prospects']]),
    breaches: [['rewrite', 2]]
  },
  {
    name: 'a goal rewritten by the holder who calls it readiness',
    edit: (text) => inBlock(text, 2, [['Find 20 prospects', 'Find 2 prospects']]),
    message: trailers('ready', 2, 's2'),
    breaches: [['rewrite', 2]]
  },
  {
    name: 'a timestamp rewritten',
    edit: (text) =>
      inBlock(text, 2, [[/\*\*TIMESTAMP\*\*: .*/u, '**TIMESTAMP**: 2020-01-01T00:00:00Z']]),
    breaches: [['rewrite', 2]]
  },
  {
    name: 'a rollback',
    edit: (text) => inBlock(text, 2, pending),
    breaches: [['rollback', 2]]
  },
  {
    name: 'a release by hand, with a reason',
    edit: (text) =>
      inBlock(text, 2, [
        ...pending,
        ['⏳ PENDING REGISTRATION', '⏳ PENDING REGISTRATION\n- **REASON**: no more']
      ]),
    breaches: [['hand edit', 2]]
  },
  {
    name: 'a release with trailers of somebody who may not',
    edit: (text) =>
      inBlock(text, 2, [
        ...pending,
        ['⏳ PENDING REGISTRATION', '⏳ PENDING REGISTRATION\n- **REASON**: no more']
      ]),
    message: trailers('release', 2, 's3'),
    breaches: [['hand edit', 2]]
  },
  {
    name: 'a renumbering',
    edit: (text) => without(text, 2).replace('## Consensus', `${block(12, 's2')}## Consensus`),
    breaches: [['renumbering', 2]]
  },
  {
    name: 'a removal',
    edit: (text) => without(text, 2),
    breaches: [['removal', 2]]
  },
  {
    name: 'a second block of a number that is held',
    edit: (text) => text.replace('## Consensus', `${block(2, 'intruder')}## Consensus`),
    breaches: [['duplicate', 2]],
    repair: true
  },
  {
    name: 'a second block before the first',
    edit: (text) => text.replace('### Session #1', `${block(2, 'intruder')}### Session #1`),
    breaches: [['duplicate', 2]],
    repair: true
  },
  {
    name: 'bytes that are not UTF-8',
    edit: (text) => ({
      [registryPath]: Buffer.concat([Buffer.from(text), Buffer.from([0xff, 0x0a])])
    }),
    breaches: [['unreadable', null]],
    repair: true
  },
  {
    name: 'a file without any block',
    edit: () => '# Registry\n',
    breaches: [
      ['removal', 1],
      ['removal', 2],
      ['removal', 3]
    ],
    repair: true
  },
  {
    name: 'line ends changed',
    edit: (text) => text.replaceAll('\n', '\r\n'),
    breaches: [
      ['hand edit', 1],
      ['hand edit', 2],
      ['hand edit', 3]
    ]
  }
]

describe('in a good history', {concurrency: 2}, async () => {
  let good: Team

  before(async () => {
    good = await makeTeam(registryText({sessions: 6}))
    await good.act('s1', 'claim', '1')
    await good.act('s2', 'claim', '2')
    await good.act('s3', 'claim', '3')
  })

  for (const {name, edit, message = 'Change it', breaches, repair = false} of cases) {
    test(`${name}: ${breaches.map(([kind]) => kind).join(', ') || 'fine'}`, async () => {
      const {human} = await copyTeam(good, [])
      await git(human, 'switch', '--quiet', 'registry')
      const text = await textAt(human, 'HEAD')
      const files = edit(text)
      await commitFiles(human, typeof files === 'string' ? {[registryPath]: files} : files, message)
      const commit = await idOf(human)
      if (repair) await commitFiles(human, {[registryPath]: text}, 'Set it right')
      await git(human, 'push', '--quiet', 'origin', 'registry')
      await actIn(human, 's6', ['claim', '6'])
      assert.deepEqual(
        await breachesOf(human),
        breaches.map(([kind, number]) => [kind, commit, number])
      )
    })
  }

  test('a number is accused of its own breaches only', async () => {
    const {human} = await copyTeam(good, [])
    await git(human, 'switch', '--quiet', 'registry')
    const text = await textAt(human, 'HEAD')
    await commitFiles(human, {[registryPath]: inBlock(text, 2, pending)})
    await git(human, 'push', '--quiet', 'origin', 'registry')
    assert.deepEqual(await breachesOf(human, '1'), [])
    assert.deepEqual(await breachesOf(human, '2'), [['rollback', await idOf(human), 2]])
    assert.equal((await historyOf(human, '2')).exitCode, 0)
  })

  test('what concerns the whole registry concerns each number', async () => {
    const {human} = await copyTeam(good, [])
    await git(human, 'switch', '--quiet', 'registry')
    const text = await textAt(human, 'HEAD')
    await commitFiles(human, {[registryPath]: Buffer.from([0xff, 0xfe, 0xff])})
    const commit = await idOf(human)
    await commitFiles(human, {[registryPath]: text})
    await git(human, 'push', '--quiet', 'origin', 'registry')
    assert.deepEqual(await breachesOf(human, '2'), [['unreadable', commit, null]])
  })
})

describe('on main', {concurrency: 2}, () => {
  const twoClaims = async () => {
    const team = await makeTeam(registryText({sessions: 4}), ['Ada'])
    await team.act('s1', 'claim', '1')
    await team.act('s2', 'claim', '2')
    await git(team.human, 'fetch', '--quiet')
    return team
  }
  const commitOnMain = async (human: string, text: string) => {
    await commitFiles(human, {[registryPath]: text}, 'By hand')
    await git(human, 'push', '--quiet', 'origin', 'main')
    return idOf(human)
  }

  test('a claim by hand after an approval', async () => {
    const {human} = await twoClaims()
    await approve(human, 'merge')
    const commit = await commitOnMain(human, claimed(await textAt(human, 'HEAD'), 3, 'x'))
    assert.deepEqual(await breachesOf(human), [['hand edit', commit, 3]])
  })

  test('a number that another session has on the registry branch', async () => {
    const {human} = await twoClaims()
    const commit = await commitOnMain(human, claimed(await textAt(human, 'HEAD'), 2, 'x'))
    const found = await breachesOf(human)
    assert.deepEqual(
      found.map(([, id, number]) => [id, number]),
      [[commit, 2]]
    )
    assert.notEqual((await historyOf(human, '2')).proof.current?.session, 'x')
  })

  test('a merge that rewrites what it takes over', async () => {
    const {human} = await twoClaims()
    await git(human, 'merge', '--quiet', '--no-ff', '--no-commit', 'origin/registry')
    const text = await textAt(human, 'origin/registry')
    const commit = await commitOnMain(human, text.replace('Find 20 prospects', 'Find 2 prospects'))
    const found = await breachesOf(human)
    assert.deepEqual(
      found.map(([, id, number]) => [id, number]),
      [[commit, 2]]
    )
  })

  test('a takeover that is reverted', async () => {
    const {human} = await twoClaims()
    await approve(human, 'merge')
    const text = await textAt(human, 'HEAD')
    const commit = await commitOnMain(human, text.replace('ID**: s2', 'ID**: intruder'))
    await git(human, 'revert', '--no-edit', 'HEAD')
    await git(human, 'push', '--quiet', 'origin', 'main')
    assert.deepEqual(await breachesOf(human), [['takeover', commit, 2]])
    assert.equal((await historyOf(human, '2')).proof.current?.session, 's2')
  })

  test('an old state', async () => {
    const {human} = await twoClaims()
    await approve(human, 'merge')
    const commit = await commitOnMain(human, await textAt(human, 'HEAD~1'))
    assert.deepEqual(await breachesOf(human), [
      ['rollback', commit, 1],
      ['rollback', commit, 2]
    ])
  })
})

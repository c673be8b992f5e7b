import assert from 'node:assert/strict'
import {describe, test} from 'node:test'
import {heldBy, makeRepository} from '../helpers/cli.ts'
import {
  commit,
  documentOf,
  judge,
  newBlock,
  registryFiles,
  releasedFor,
  replaced,
  reservedFor,
  startBranch,
  withBlock,
  withClaim,
  withFields
} from '../helpers/pull-request.ts'

const blocks = {
  1: heldBy('alpha', 1),
  2: heldBy('beta (run-2)', 2),
  3: reservedFor('gamma', 3),
  7: [...heldBy('late', 7).slice(0, -1), '- **NOTE**: Not ready yet']
}
const options = {sessions: 8, blocks}
const strict = documentOf(options)
const open = documentOf(options, 'reservations: open')

type Edit = (text: string) => string

const reword: Edit = (text) =>
  withBlock(text, 5, (block) => replaced(block, '50 prospects daily', '55 prospects daily'))
const both =
  (...edits: readonly Edit[]): Edit =>
  (text) =>
    edits.reduce((edited, edit) => edit(edited), text)
const claims =
  (number: number, session: string): Edit =>
  (text) =>
    withClaim(text, number, session)
const inBlock =
  (number: number, from: string, to: string): Edit =>
  (text) =>
    withBlock(text, number, (block) => replaced(block, from, to))

interface Case {
  readonly edit: Edit
  readonly finds?: readonly string[]
  readonly base?: string
}

const cases: Readonly<Record<string, Case>> = {
  'claims an open block': {edit: claims(4, 'delta')},
  'claims a block that is reserved for it': {edit: claims(3, 'gamma')},
  'claims a block that is reserved for its name': {edit: claims(3, 'gamma (run-3)')},
  'claims a number without a block': {
    edit: (text) =>
      replaced(text, '### Session #8:', `${newBlock(6, heldBy('six', 6))}### Session #8:`),
    base: withBlock(strict, 6, () => '')
  },
  'claims two open blocks': {
    edit: both(claims(4, 'delta'), claims(5, 'epsilon')),
    finds: ['FOREIGN_BLOCK 5']
  },
  'claims its own and rewords a pending one': {
    edit: both(claims(4, 'delta'), reword),
    finds: ['FOREIGN_BLOCK 5']
  },
  'claims its own and gives notice of another': {
    edit: both(claims(4, 'delta'), inBlock(1, 'YES\n', 'YES\n- **NOTE**: Is slow\n')),
    finds: ['FOREIGN_BLOCK 1']
  },
  'claims its own and releases another': {
    edit: both(claims(4, 'delta'), (text) => withFields(text, 1, releasedFor('It hangs', 1))),
    finds: ['FOREIGN_BLOCK 1']
  },
  'claims its own and removes a pending one': {
    edit: both(claims(4, 'delta'), (text) => withBlock(text, 8, () => '')),
    finds: ['BLOCK_REMOVED 8']
  },
  'claims its own and edits prose': {
    edit: both(claims(4, 'delta'), (text) =>
      replaced(text, '# Registry\n', '# Register\n\nHello.\n')
    )
  },
  'takes what is reserved for another': {
    edit: claims(3, 'delta'),
    finds: ['CLAIM_TAKEN_OVER 3']
  },
  'takes what is reserved for another, where that is open': {edit: claims(3, 'delta'), base: open},
  'takes what is held by another': {edit: claims(1, 'delta'), finds: ['CLAIM_TAKEN_OVER 1']},
  'takes what is held by another, where reservations are open': {
    edit: claims(1, 'delta'),
    finds: ['CLAIM_TAKEN_OVER 1'],
    base: open
  },
  'takes what another run of its name holds': {
    edit: claims(2, 'beta (run-3)'),
    finds: ['CLAIM_TAKEN_OVER 2']
  },
  'drops the run of who holds it': {edit: claims(2, 'beta'), finds: ['CLAIM_REWRITTEN 2']},
  'leaves a registered block to nobody': {
    edit: inBlock(1, 'alpha', '[open]'),
    finds: ['CLAIM_TAKEN_OVER 1', 'FIELD_MISSING 1']
  },
  'edits the goal of a registered block': {
    edit: inBlock(1, '10 prospects', '9 prospects'),
    finds: ['CLAIM_REWRITTEN 1']
  },
  'edits the title of a registered block': {
    edit: inBlock(1, 'Part 1', 'Part one'),
    finds: ['CLAIM_REWRITTEN 1']
  },
  'backdates a claim': {
    edit: inBlock(1, 'T18:00:00Z', 'T17:00:00Z'),
    finds: ['CLAIM_REWRITTEN 1']
  },
  'takes readiness back': {
    edit: inBlock(1, '- **READY**: YES\n', ''),
    finds: ['CLAIM_REWRITTEN 1']
  },
  'reports readiness later': {edit: inBlock(7, 'Z\n', 'Z\n- **READY**: YES\n')},
  'edits two registered blocks': {
    edit: both(
      inBlock(1, '10 prospects', '9 prospects'),
      inBlock(2, '20 prospects', '9 prospects')
    ),
    finds: ['CLAIM_REWRITTEN 1', 'CLAIM_REWRITTEN 2']
  },
  'adds notes to two registered blocks': {
    edit: both(
      inBlock(1, 'YES\n', 'YES\n- **NOTE**: x\n'),
      inBlock(2, 'YES\n', 'YES\n- **NOTE**: x\n')
    ),
    finds: ['FOREIGN_BLOCK 2']
  },
  'renumbers a registered block': {
    edit: both(inBlock(1, '#1:', '#6:'), (text) =>
      withBlock(text, 6, (block) => replaced(block, '**NUMBER**: 1', '**NUMBER**: 6'))
    ),
    finds: ['NUMBER_CHANGED 1'],
    base: withBlock(strict, 6, () => '')
  },
  'swaps the numbers of two registered blocks': {
    edit: both(claims(1, 'beta (run-2)'), claims(2, 'alpha')),
    finds: ['CLAIM_TAKEN_OVER 1', 'CLAIM_TAKEN_OVER 2']
  },
  'takes another number and leaves its own': {
    edit: both(claims(4, 'alpha'), (text) => withFields(text, 1, reservedFor('[open]', 1))),
    finds: ['STATUS_ROLLED_BACK 1']
  },
  'removes a registered block': {
    edit: (text) => withBlock(text, 1, () => ''),
    finds: ['BLOCK_REMOVED 1']
  },
  'removes a pending block': {
    edit: (text) => withBlock(text, 8, () => ''),
    finds: ['BLOCK_REMOVED 8']
  },
  'hides a registered block in a comment': {
    edit: (text) => withBlock(text, 1, (block) => `<!--\n${block.trimEnd()}\n-->\n\n`),
    finds: ['BLOCK_REMOVED 1']
  },
  'hides a registered block in a fence': {
    edit: (text) => withBlock(text, 1, (block) => `~~~\n${block.trimEnd()}\n~~~\n\n`),
    finds: ['BLOCK_REMOVED 1']
  },
  'rolls a registered block back': {
    edit: (text) => withFields(text, 1, reservedFor('[open]', 1)),
    finds: ['STATUS_ROLLED_BACK 1']
  },
  'rolls a registered block back, and keeps the session': {
    edit: (text) => withFields(text, 1, [...reservedFor('alpha', 1), '- **REASON**: Moved on']),
    finds: ['STATUS_ROLLED_BACK 1']
  },
  'gives a registered block a status that nobody knows': {
    edit: inBlock(1, '✅ REGISTERED', 'MINE'),
    finds: ['STATUS_ROLLED_BACK 1', 'STATUS_UNKNOWN 1']
  },
  'releases a registered block and says why': {
    edit: (text) => withFields(text, 1, releasedFor('Moved on', 1))
  },
  'releases two registered blocks': {
    edit: both(
      (text) => withFields(text, 1, releasedFor('Moved on', 1)),
      (text) => withFields(text, 2, releasedFor('Moved on', 2))
    ),
    finds: ['FOREIGN_BLOCK 2']
  },
  'rewords pending blocks': {
    edit: both(reword, inBlock(6, 'Role 6', 'Cook'), inBlock(8, 'Part 8', 'x'))
  },
  'reserves pending blocks': {
    edit: both(inBlock(5, '[open]', 'five'), inBlock(6, '[open]', 'six'))
  },
  'edits prose': {edit: (text) => replaced(text, '# Registry\n', '# Register\n\nHello.\n')},
  'moves blocks around': {
    edit: (text) => {
      const block = /^### Session #1:.*?(?=^##)/msu.exec(text)?.[0] ?? ''
      return replaced(replaced(text, block, ''), '## Consensus', `${block}## Consensus`)
    }
  },
  'adds a second block for a held number': {
    edit: (text) =>
      replaced(text, '## Consensus', `${newBlock(1, heldBy('delta', 1))}## Consensus`),
    finds: ['NUMBER_DUPLICATE 1', 'ROLE_DUPLICATE 1']
  },
  'puts a second block for a held number before it': {
    edit: (text) =>
      replaced(text, '### Session #1:', `${newBlock(1, heldBy('delta', 1))}### Session #1:`),
    finds: ['NUMBER_DUPLICATE 1', 'ROLE_DUPLICATE 1']
  }
}

describe("one session's pull request, by hand", async () => {
  const repository = await makeRepository(registryFiles(strict))
  const bases = new Map<string, string>([[strict, 'main']])

  for (const [name, {edit, finds = [], base = strict}] of Object.entries(cases)) {
    test(`${finds.length === 0 ? 'passes' : 'fails'}: ${name}`, async () => {
      if (!bases.has(base)) {
        const branch = `base-${bases.size}`
        await startBranch(repository, branch, 'main')
        await commit(repository, registryFiles(base))
        bases.set(base, branch)
      }

      const from = bases.get(base)!
      await startBranch(repository, 'topic', from)
      await commit(repository, registryFiles(edit(base)))
      assert.deepEqual(await judge(repository, '--base', from, '--ref', 'topic'), finds)
    })
  }
})

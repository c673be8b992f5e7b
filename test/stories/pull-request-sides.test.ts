import assert from 'node:assert/strict'
import {rm, symlink} from 'node:fs/promises'
import {join} from 'node:path'
import {describe, test} from 'node:test'
import claimSchema from '../../schemas/claim.schema.json' with {type: 'json'}
import {type Files, git, heldBy, makeRepository, registryPath} from '../helpers/cli.ts'
import {
  commit,
  documentOf,
  judge,
  newBlock,
  problemsOf,
  quietRules,
  registryFiles,
  releasedFor,
  replaced,
  reservedFor,
  startBranch,
  withBlock,
  withClaim,
  withFields
} from '../helpers/pull-request.ts'

const isOfChange = (code: string) => !/^(?:FORMAT_DRIFT|DERIVED_STALE)/u.test(code)
const policyLine = `  rules: {${quietRules}}`
const before = (text: string, heading: string, block: string) =>
  replaced(text, heading, `${block}${heading}`)

describe('one number from two sides', async () => {
  const text = documentOf({sessions: 12})
  const start = replaced(text, '[1-12, unique]', '[1-14, unique]')
  const repository = await makeRepository(registryFiles(start))
  const early = (fields: readonly string[]) =>
    registryFiles(before(start, '### Session #2:', newBlock(13, fields)))
  const late = (fields: readonly string[]) =>
    registryFiles(before(start, '## Consensus', newBlock(13, fields)))

  interface Sides {
    readonly base: Files
    readonly head: Files
    readonly finds: readonly string[]
    /** On the merge result; other problems of the document aside. */
    readonly merged?: readonly string[]
    readonly isConflict?: boolean
  }
  const twice = ['NUMBER_DUPLICATE 13']
  const sides: Readonly<Record<string, Sides>> = {
    'both claim it in a new block': {
      base: early(heldBy('alpha', 13)),
      head: late(heldBy('beta', 13)),
      finds: twice,
      merged: twice
    },
    'both claim it, for one session': {
      base: early(heldBy('alpha', 13)),
      head: late([...heldBy('alpha', 13), '- **NOTE**: x']),
      finds: twice,
      merged: twice
    },
    'the base claims it, the head adds a pending block': {
      base: early(heldBy('alpha', 13)),
      head: late(reservedFor('[open]', 13)),
      finds: twice,
      merged: twice
    },
    'the base adds a pending block, the head claims it': {
      base: early(reservedFor('[open]', 13)),
      head: late(heldBy('beta', 13)),
      finds: twice,
      merged: twice
    },
    'both add a pending block': {
      base: early(reservedFor('[open]', 13)),
      head: late(reservedFor('beta', 13)),
      finds: twice,
      merged: twice
    },
    'both add the same block at different places': {
      base: early(heldBy('alpha', 13)),
      head: late(heldBy('alpha', 13)),
      finds: twice,
      merged: twice
    },
    'both add the same block at the same place': {
      base: late(heldBy('alpha', 13)),
      head: late(heldBy('alpha', 13)),
      finds: [],
      merged: []
    },
    'both claim it at the same place': {
      base: late(heldBy('alpha', 13)),
      head: late(heldBy('beta', 13)),
      finds: twice,
      isConflict: true
    },
    'each claims another number': {
      base: registryFiles(withClaim(start, 3, 'alpha')),
      head: registryFiles(withClaim(start, 9, 'beta')),
      finds: [],
      merged: []
    },
    'each adds another number': {
      base: early(heldBy('alpha', 13)),
      head: registryFiles(before(start, '## Consensus', newBlock(14, heldBy('beta', 14)))),
      finds: [],
      merged: []
    },
    'both claim an open block': {
      base: registryFiles(withClaim(start, 3, 'alpha')),
      head: registryFiles(withClaim(start, 3, 'beta')),
      finds: ['CLAIM_TAKEN_OVER 3'],
      isConflict: true
    },
    'the base releases what the head edits': {
      base: registryFiles(withFields(start, 3, releasedFor('x', 3))),
      head: registryFiles(withClaim(start, 3, 'beta')),
      finds: [],
      isConflict: true
    }
  }

  for (const [name, {base, head, finds, merged, isConflict = false}] of Object.entries(sides)) {
    test(name, async () => {
      await startBranch(repository, 'ours', 'main')
      await commit(repository, base)
      await startBranch(repository, 'theirs', 'main')
      await commit(repository, head)
      assert.deepEqual(await judge(repository, '--base', 'ours', '--ref', 'theirs'), finds)
      await startBranch(repository, 'result', 'ours')
      const merge = git(repository, 'merge', '--quiet', '--no-edit', 'theirs')
      if (isConflict) {
        await assert.rejects(merge)
        await git(repository, 'merge', '--abort')
        return
      }

      await merge
      const codes = await judge(repository, '--base', 'ours', '--ref', 'result')
      assert.deepEqual(
        codes.filter((code) => code !== 'ROLE_DUPLICATE 13' && code !== 'SESSION_DUPLICATE 13'),
        merged
      )
    })
  }

  test('names who was first', async () => {
    await startBranch(repository, 'ours', 'main')
    await commit(repository, early(heldBy('alpha', 13)))
    await startBranch(repository, 'theirs', 'main')
    await commit(repository, late(heldBy('beta', 13)))
    const [problem] = await problemsOf(repository, '--base', 'ours', '--ref', 'theirs')
    assert.match(problem?.message ?? '', /number 13 .*alpha/u)
    const text = late(heldBy('beta', 13))[registryPath] as string
    assert.equal(problem?.line, text.split('\n').indexOf('### Session #13: Part 13') + 1)
    assert.equal(problem?.column, 1)
  })
})

describe("policy is the base's", async () => {
  const schema = 'registry/claim.schema.json'
  const text = replaced(
    documentOf({sessions: 3, blocks: {1: heldBy('alpha', 1), 3: reservedFor('gamma', 3)}}),
    policyLine,
    `${policyLine}\n  schema: ${schema}`
  )
  const files = {[registryPath]: text, [schema]: JSON.stringify(claimSchema)}
  const repository = await makeRepository(files)
  const off = (code: string) => (document: string) =>
    replaced(document, '{FORMAT_DRIFT', `{${code}: off, FORMAT_DRIFT`)
  const lax = {...claimSchema, title: 'Lax'}

  type Change = (document: string) => Files
  const policies: Readonly<Record<string, Change>> = {
    'the rules': (document) => registryFiles(off('CLAIM_TAKEN_OVER')(document)),
    'the rule about policies': (document) => registryFiles(off('POLICY_CHANGED')(document)),
    reservations: (document) =>
      registryFiles(replaced(document, policyLine, `${policyLine}\n  reservations: open`)),
    'the orchestrator': (document) =>
      registryFiles(replaced(document, policyLine, `${policyLine}\n  orchestrator: 2`)),
    'the branch': (document) =>
      registryFiles(replaced(document, policyLine, `${policyLine}\n  branch: main`)),
    'the path of the schema': (document) => registryFiles(replaced(document, schema, 'x.json')),
    'the front matter, all of it': (document) =>
      registryFiles(replaced(document, /^---\n.*?\n---\n/su.exec(document)?.[0] ?? '', '')),
    'the schema': (document) => ({[registryPath]: document, [schema]: JSON.stringify(lax)}),
    'the range': (document) => registryFiles(replaced(document, '[1-3, unique]', '[1-9, unique]'))
  }

  for (const [name, change] of Object.entries(policies)) {
    test(`${name}: with a claim it fails, alone it passes`, async () => {
      await startBranch(repository, 'topic', 'main')
      const only = 'x.json' in change(text) ? {} : change(text)
      await commit(repository, {...only, 'x.json': JSON.stringify(lax)})
      assert.deepEqual(await judge(repository, '--base', 'main'), [], 'alone')

      await commit(repository, change(withClaim(text, 2, 'beta')))
      const own = await judge(repository, '--base', 'main')
      assert.deepEqual(own, ['POLICY_CHANGED'], 'with a claim')

      await commit(repository, change(withClaim(text, 3, 'beta')))
      const taken = await judge(repository, '--base', 'main')
      assert.deepEqual(
        taken.toSorted(),
        ['CLAIM_TAKEN_OVER 3', 'POLICY_CHANGED'],
        'with a takeover'
      )
    })
  }

  test('a wider range is not yet one for a claim', async () => {
    await startBranch(repository, 'topic', 'main')
    const wide = replaced(text, '[1-3, unique]', '[1-9, unique]')
    const claim = before(wide, '## Consensus', newBlock(9, heldBy('nine', 9)))
    await commit(repository, registryFiles(claim))
    assert.deepEqual(await judge(repository, '--base', 'main'), ['POLICY_CHANGED'])
  })

  test('a policy that the base changed meanwhile is not the doing of the head', async () => {
    await startBranch(repository, 'topic', 'main')
    await commit(repository, registryFiles(withClaim(text, 2, 'beta')))
    for (const [name, change] of Object.entries(policies)) {
      await startBranch(repository, 'newer', 'main')
      await commit(repository, {...change(text), 'x.json': JSON.stringify(lax)})
      const found = await judge(repository, '--base', 'newer', '--ref', 'topic')
      assert.deepEqual(found.filter(isOfChange), [], name)
    }
  })

  test('the newer policy of the base counts', async () => {
    await startBranch(repository, 'topic', 'main')
    await commit(repository, registryFiles(withClaim(text, 3, 'beta')))
    await startBranch(repository, 'newer', 'main')
    await commit(repository, policies['reservations']!(text))
    assert.deepEqual(await judge(repository, '--base', 'newer', '--ref', 'topic'), [])
    assert.deepEqual(await judge(repository, '--base', 'main', '--ref', 'topic'), [
      'CLAIM_TAKEN_OVER 3'
    ])
  })

  test('a schema that is a symbolic link now is a change of it', async () => {
    await startBranch(repository, 'topic', 'main')
    await commit(repository, {
      [registryPath]: withClaim(text, 2, 'beta'),
      'x.json': JSON.stringify(claimSchema)
    })
    await rm(join(repository, schema))
    await symlink('../x.json', join(repository, schema))
    await commit(repository, {})
    const found = await judge(repository, '--base', 'main', '--ref', 'topic')
    assert.deepEqual(found, ['POLICY_CHANGED'])
  })
})

describe("severities of the base's rules", () => {
  const claimsTwo = (text: string) => withClaim(withClaim(text, 2, 'beta'), 3, 'gamma')

  test('a rule that is off says nothing, one that warns does not fail', async () => {
    for (const [severity, expected] of [
      ['off', []],
      ['warning', [['FOREIGN_BLOCK', 'warning']]]
    ] as const) {
      const rules = `${quietRules}, FOREIGN_BLOCK: ${severity}`
      const text = replaced(documentOf({sessions: 3}), quietRules, rules)
      const repository = await makeRepository(registryFiles(text))
      await startBranch(repository, 'topic', 'main')
      await commit(repository, registryFiles(claimsTwo(text)))
      const found = await problemsOf(repository, '--base', 'main')
      assert.deepEqual(
        found.map((problem) => [problem.code, problem.severity]),
        expected
      )
    }
  })

  for (const severity of ['off', 'warning']) {
    test(`CLAIM_REWRITTEN: ${severity} does not let a foreign block through`, async () => {
      const rules = `${quietRules}, CLAIM_REWRITTEN: ${severity}`
      const held = {1: heldBy('alpha', 1)}
      const text = replaced(documentOf({sessions: 3, blocks: held}), quietRules, rules)
      const repository = await makeRepository(registryFiles(text))
      await startBranch(repository, 'topic', 'main')
      const edited = withBlock(text, 1, (block) => replaced(block, '10 prospects', '9 prospects'))
      await commit(repository, registryFiles(withClaim(edited, 2, 'beta')))
      const found = await judge(repository, '--base', 'main')
      assert.ok(found.includes('FOREIGN_BLOCK 1'), JSON.stringify(found))
    })
  }
})

describe('the whole file', async () => {
  const blocks = {1: heldBy('alpha', 1), 2: heldBy('beta', 2)}
  const text = documentOf({sessions: 4, blocks})
  const repository = await makeRepository(registryFiles(text))
  const crlf = (document: string) => document.replaceAll('\n', '\r\n')

  const cases: Readonly<
    Record<string, {edit: (text: string) => string; finds: readonly string[]}>
  > = {
    'a byte order mark, with a claim': {
      edit: (document) => `\uFEFF${withClaim(document, 3, 'gamma')}`,
      finds: []
    },
    'a final line, with a claim': {
      edit: (document) => `${withClaim(document, 3, 'gamma')}\n\nThe end.\n`,
      finds: []
    },
    'blocks moved around, with a claim': {
      edit: (document) => {
        const block = /^### Session #1:.*?(?=^##)/msu.exec(document)?.[0] ?? ''
        const moved = replaced(
          replaced(document, block, ''),
          '## Consensus',
          `${block}## Consensus`
        )
        return withClaim(moved, 3, 'gamma')
      },
      finds: []
    },
    'blank lines between blocks, with a claim': {
      edit: (document) =>
        withClaim(document, 3, 'gamma').replaceAll('\n### Session', '\n\n\n### Session'),
      finds: []
    },
    'a rule between blocks, with a claim': {
      edit: (document) =>
        withClaim(document, 3, 'gamma').replaceAll('\n### Session', '\n---\n\n### Session'),
      finds: []
    },
    'other line ends, with a claim': {
      edit: (document) => crlf(withClaim(document, 3, 'gamma')),
      finds: ['POLICY_CHANGED', 'FOREIGN_BLOCK 1', 'FOREIGN_BLOCK 2', 'FOREIGN_BLOCK 4']
    },
    'other bullets': {
      edit: (document) => document.replaceAll('\n- **', '\n* **'),
      finds: ['FOREIGN_BLOCK 2', 'FOREIGN_BLOCK 3', 'FOREIGN_BLOCK 4']
    }
  }

  for (const [name, {edit, finds}] of Object.entries(cases)) {
    test(`${finds.length === 0 ? 'passes' : 'fails'}: ${name}`, async () => {
      await startBranch(repository, 'topic', 'main')
      await commit(repository, registryFiles(edit(text)))
      assert.deepEqual(await judge(repository, '--base', 'main', '--ref', 'topic'), finds)
    })
  }

  test('a worktree with the line ends of Windows is what is committed', async () => {
    await git(repository, 'config', 'core.autocrlf', 'true')
    await git(repository, 'checkout', '--quiet', '--force', 'main')
    await git(repository, 'rm', '--cached', '-r', '--quiet', '.')
    await git(repository, 'reset', '--hard', '--quiet', 'main')
    assert.equal(await git(repository, 'status', '--porcelain'), '')
    assert.deepEqual(await judge(repository, '--base', 'main'), [])
  })
})

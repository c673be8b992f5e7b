import assert from 'node:assert/strict'
import {readFile, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {test} from 'node:test'
import {
  type Files,
  binary,
  commitFiles,
  execute,
  git,
  makeFolder,
  makeRepository,
  registryText,
  writeFiles
} from '../helpers/cli.ts'

/** As a shell runs it. */
const driver = `'${process.execPath}' '${binary}' merge-driver %O %A %B %P %L`

const attributes = 'registry/*.md text eol=lf merge=regmd\n'

const path = 'registry/sessions.md'

/** Makes a repository whose registries git merges by the driver. */
async function repository(files: Files): Promise<string> {
  const folder = await makeRepository({'.gitattributes': attributes, ...files})
  await git(folder, 'config', 'merge.regmd.driver', driver)
  await git(folder, 'config', 'merge.regmd.name', 'registries, block by block')
  return folder
}

/** What `check` finds nothing wrong with. */
const registry = registryText({sessions: 4, rest: '\nSalt is in the cupboard.\n'}).replace(
  'ROLE: [text]\n',
  ['ROLE', 'GOAL', 'SESSION_ID', 'STATUS', 'TIMESTAMP'].map((name) => `${name}: [text]\n`).join('')
)

type Doing = (text: string) => string

/** Takes an open block, as `regmd claim` writes it. */
const claims =
  (number: number, session: string): Doing =>
  (text) => {
    const counted = text
      .replace(/(\d+)(?=\/\d+ sessions)/u, (count) => String(Number(count) + 1))
      .replace('- [ ] No duplicate', '- [x] No duplicate')
    const open = `daily\n- **SESSION_ID**: [open]\n- **STATUS**: ⏳ PENDING REGISTRATION\n`
    const goal = `Find ${number * 10} prospects `
    assert.ok(counted.includes(goal + open))
    return counted.replace(
      goal + open,
      `${goal}daily\n- **SESSION_ID**: ${session}\n- **STATUS**: ✅ REGISTERED\n- **TIMESTAMP**: 2026-11-20T18:00:00Z\n- **READY**: YES\n`
    )
  }

const edits =
  (before: string, after: string): Doing =>
  (text) => {
    assert.ok(text.includes(before))
    return text.replace(before, after)
  }

interface Sides {
  readonly ours: Doing
  readonly theirs: Doing
}

interface Outcome {
  readonly folder: string
  readonly code: number
  readonly said: string
  readonly text: string
  readonly status: string
}

/** Ways in which git merges; each leaves ours and theirs to merge in a worktree. */
const ways: Readonly<
  Record<
    string,
    (folder: string, files: readonly [Files, Files]) => Promise<readonly [string, ...string[]]>
  >
> = {
  async merge(folder, [ours, theirs]) {
    await onBranch(folder, 'side', theirs)
    await commitFiles(folder, ours)
    return ['merge', '--no-edit', 'side']
  },
  async rebase(folder, [ours, theirs]) {
    await onBranch(folder, 'side', ours)
    await commitFiles(folder, theirs)
    return ['rebase', 'side']
  },
  async 'cherry-pick'(folder, [ours, theirs]) {
    await onBranch(folder, 'side', theirs)
    await commitFiles(folder, ours)
    return ['cherry-pick', 'side']
  },
  async 'stash pop'(folder, [ours, theirs]) {
    await writeFiles(folder, theirs)
    await git(folder, 'stash')
    await commitFiles(folder, ours)
    return ['stash', 'pop']
  }
}

async function onBranch(folder: string, branch: string, files: Files): Promise<void> {
  await git(folder, 'checkout', '--quiet', '-b', branch)
  await commitFiles(folder, files)
  await git(folder, 'checkout', '--quiet', 'main')
}

/** Lets git merge two versions of a file in one of its ways. */
async function run(way: string, {ours, theirs}: Sides, file = path, below = '.'): Promise<Outcome> {
  const base = registry
  const folder = await repository({[file]: base, 'sub folder/x.md': 'x\n'})
  const command = await ways[way]!(folder, [{[file]: ours(base)}, {[file]: theirs(base)}])
  const {exitCode, stdout, stderr} = await execute(join(folder, below), ['git', ...command])
  return {
    folder,
    code: exitCode,
    said: stdout + stderr,
    text: await readFile(join(folder, file), 'utf8'),
    status: await git(folder, 'status', '--porcelain')
  }
}

async function check(cwd: string, ...args: readonly string[]): Promise<void> {
  const {exitCode, stdout, stderr} = await execute(cwd, [
    process.execPath,
    binary,
    'check',
    ...args
  ])
  assert.equal(exitCode, 0, stdout + stderr)
}

for (const way of Object.keys(ways)) {
  test(`git ${way} merges claims of two numbers`, async () => {
    const {folder, code, said, text} = await run(way, {
      ours: claims(1, 'ann'),
      theirs: claims(2, 'ben')
    })
    assert.equal(code, 0, said)
    const base = registry
    assert.equal(text, claims(2, 'ben')(claims(1, 'ann')(base)))
    assert.match(text, /2\/4 sessions registered/u)
    await check(folder, '--file', path)
    if (way !== 'stash pop') await check(folder, '--ref', 'HEAD')
  })

  test(`git ${way} stops where both claim one number`, async () => {
    const {code, said, text, status} = await run(way, {
      ours: claims(2, 'ann'),
      theirs: claims(2, 'ben')
    })
    assert.equal(code, 1, said)
    assert.match(status, /^(?:UU|AA) registry\/sessions\.md$/mu)
    assert.match(text, /- \*\*SESSION_ID\*\*: ann\n/u)
    assert.equal(text.split('### Session #2').length, 2)
    assert.match(text, /^> .*number 2 is held by `ann`; `ben` claimed it too/mu)
    assert.match(text, /1\/4 sessions registered/u)
    assert.doesNotMatch(text, /^[<>=]{7}/mu)
    assert.match(
      said,
      /^regmd: registry\/sessions\.md: Number 2 stays with ann; ben claimed it too\. Next: npx regmd claim --next --session ben$/mu
    )
  })

  test(`git ${way} puts markers round prose that both changed`, async () => {
    const {code, text, status} = await run(way, {
      ours: (one) => edits('in the cupboard', 'on the shelf')(claims(1, 'ann')(one)),
      theirs: (one) => edits('in the cupboard', 'gone')(claims(2, 'ben')(one))
    })
    assert.equal(code, 1)
    assert.match(status, /^UU registry\/sessions\.md$/mu)
    assert.ok(
      text.endsWith(
        'registered\n\n<<<<<<< ours\nSalt is on the shelf.\n=======\nSalt is gone.\n>>>>>>> theirs\n'
      )
    )
    assert.match(text, /2\/4 sessions registered/u)
  })
}

test('it works from a folder below, and for a path with blanks and quotes', async () => {
  const sides = {ours: claims(1, 'ann'), theirs: claims(1, 'ben')}
  const {code, said, text} = await run('merge', sides, "registry/who's  who.md", 'sub folder')
  assert.equal(code, 1)
  assert.match(said, /^regmd: registry\/who's {2}who\.md: Number 1 stays with ann/mu)
  assert.match(text, /`ben` claimed it too/u)
})

test('a file that is no registry is merged line by line, as git does', async () => {
  const file = 'registry/notes.md'
  const folder = await repository({[file]: 'a\nb\nc\nd\ne\n'})
  const merged = async (branch: string, ours: string, theirs: string) => {
    await onBranch(folder, branch, {[file]: theirs})
    await commitFiles(folder, {[file]: ours})
    const {exitCode} = await execute(folder, ['git', 'merge', '--no-edit', branch])
    return [exitCode, await readFile(join(folder, file), 'utf8')]
  }
  assert.deepEqual(await merged('one', 'A\nb\nc\nd\ne\n', 'a\nb\nc\nd\nE\n'), [
    0,
    'A\nb\nc\nd\nE\n'
  ])
  assert.deepEqual(await merged('two', 'A\nb\n1\nd\nE\n', 'A\nb\n2\nd\nE\n'), [
    1,
    'A\nb\n<<<<<<< ours\n1\n=======\n2\n>>>>>>> theirs\nd\nE\n'
  ])
})

/** Runs the driver on three files. */
async function drive(files: readonly [Buffer, Buffer, Buffer], ...more: readonly string[]) {
  const folder = await makeFolder()
  const names = ['O', 'A', 'B']
  for (const [index, name] of names.entries()) await writeFile(join(folder, name), files[index]!)
  const run = await execute(folder, [process.execPath, binary, 'merge-driver', ...names, ...more])
  const left = await Promise.all(names.map(async (name) => readFile(join(folder, name))))
  return {...run, left}
}

const bytes = (text: string) => Buffer.from(text)

test('a byte order mark and CRLF stay, and no other file is written', async () => {
  const base = `\uFEFF${registryText().replaceAll('\n', '\r\n')}`
  const within =
    (doing: Doing): Doing =>
    (text) =>
      doing(text.replaceAll('\r\n', '\n')).replaceAll('\n', '\r\n')
  const [ours, theirs] = [within(claims(1, 'ann')), within(claims(2, 'ben'))]
  const given = [bytes(base), bytes(ours(base)), bytes(theirs(base))] as const
  const {exitCode, stdout, stderr, left} = await drive(given)
  assert.deepEqual([exitCode, stdout, stderr], [0, '', ''])
  assert.deepEqual([left[0], left[2]], [given[0], given[2]])
  assert.equal(left[1]?.toString(), theirs(ours(base)))
})

test('bytes that are not UTF-8 come through', async () => {
  const text = (first: string, last: string) =>
    Buffer.from(`${first}\n\xE9\xFF\n\0\n${last}\n`, 'latin1')
  const {exitCode, left} = await drive([text('a', 'b'), text('A', 'b'), text('a', 'B')])
  assert.equal(exitCode, 0)
  assert.deepEqual(left[1], text('A', 'B'))
})

test('--json says what conflicts there are', async () => {
  const base = registryText()
  const files = [base, claims(1, 'ann')(base), claims(1, 'b\u202En')(base)].map(bytes)
  const {exitCode, stdout, stderr} = await drive(
    files as [Buffer, Buffer, Buffer],
    'x y.md',
    '7',
    '--json'
  )
  assert.equal(exitCode, 1)
  const {data} = JSON.parse(stdout)
  assert.equal(data.path, 'x y.md')
  assert.equal(data.clean, false)
  assert.equal(data.conflicts.length, 1)
  assert.equal(data.conflicts[0].number, 1)
  assert.deepEqual(data.conflicts[0].sessions, ['ann', 'b\u202En'])
  assert.doesNotMatch(stderr, /\u202E/u)
  assert.match(stderr, /^regmd: x y\.md: /u)
})

test('a failure leaves ours as it is', async () => {
  const base = registryText()
  const files = [base, claims(1, 'ann')(base), claims(2, 'ben')(base)].map(bytes)
  const {exitCode, left} = await drive(files as [Buffer, Buffer, Buffer], 'p', 'wide')
  assert.equal(exitCode, 2)
  assert.deepEqual(left[1], files[1])
  const missing = await execute(await makeFolder(), [
    process.execPath,
    binary,
    'merge-driver',
    'O',
    'A',
    'B'
  ])
  assert.ok(missing.exitCode > 0 && missing.exitCode < 128, String(missing.exitCode))
})

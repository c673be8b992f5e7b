import assert from 'node:assert/strict'
import {existsSync} from 'node:fs'
import {readFile, readdir, symlink} from 'node:fs/promises'
import {join} from 'node:path'
import {describe, test} from 'node:test'
import {remark} from 'remark'
import {visit} from 'unist-util-visit'
import remarkRegmd, {type RemarkRegmdOptions} from '../../src/remark.ts'
import {makeInert} from '../../src/report/inert.ts'
import {
  type Run,
  execute,
  makeFolder,
  packageRoot,
  readSeed,
  registryPath,
  registryText,
  regmdJson,
  seeds,
  writeFiles
} from '../helpers/cli.ts'

/** A message, as far as a reader sees it. */
interface Seen {
  readonly place: string
  readonly severity: string
  readonly code: string
  readonly message: string
}

const rules = join(packageRoot, 'test/fixtures/rules')

/** Documents with problems. */
async function readDocuments(): Promise<ReadonlyMap<string, Buffer>> {
  const documents = new Map<string, Buffer>()
  for (const seed of seeds) documents.set(`seed-${seed}`, await readSeed(seed))
  for (const code of existsSync(rules) ? (await readdir(rules)).toSorted() : []) {
    const file = join(rules, code, 'bad.md')
    if (existsSync(file)) documents.set(code, await readFile(file))
  }

  return documents.set('emoji-and-tabs', Buffer.from(emojiAndTabs))
}

const emojiAndTabs = `# 🎯 料理 👩‍🍳

###\tSession #1: 🍳 Cook
-\t**NUMBER**: 1
-\t**ROLE**:\t👩‍🍳 taster
- **GOAL**: 🥘 taste well

### **Session #1:**\t🍲 Sous-chef
* **NUMBER**:\t\t2
* **ROLE**: 🧑🏽‍🍳 helper 🥄
* **GOAL**: Cook 5 meals daily
* **STATUS**:\t🤷 MAYBE
`

const withEnding = (ending: string) => (bytes: Buffer) =>
  Buffer.from(bytes.toString().replace(/\r\n|\r|\n/gu, ending))
const withMark = (bytes: Buffer) => Buffer.concat([Buffer.from('\uFEFF'), bytes])
const forms: Readonly<Record<string, (bytes: Buffer) => Buffer>> = {
  plain: (bytes) => bytes,
  crlf: withEnding('\r\n'),
  cr: withEnding('\r'),
  'bom-crlf': (bytes) => withMark(withEnding('\r\n')(bytes))
}

const known = new Map<string, Promise<readonly Seen[]>>()

/** What `check` finds in a file, or why it cannot read it, as messages; asked once for each content. */
async function found(cwd: string, file: string): Promise<readonly Seen[]> {
  const content = (await readFile(join(cwd, file))).toString('base64')
  const answer = known.get(content) ?? ask(cwd, file)
  known.set(content, answer)
  return answer
}

async function ask(cwd: string, file: string): Promise<readonly Seen[]> {
  const {ok, data, error} = await regmdJson(cwd, ['check', '--file', file])
  if (!ok) {
    return [{place: '1:1', severity: 'error', code: error.code, message: makeInert(error.message)}]
  }

  return (data.problems as readonly Record<string, string>[]).map((problem) => ({
    place: `${problem['line']}:${problem['column']}-${problem['endLine']}:${problem['endColumn']}`,
    severity: problem['severity'] ?? '',
    code: problem['code'] ?? '',
    message: makeInert(problem['message'] ?? '')
  }))
}

describe('in a processor', async () => {
  const cwd = await makeFolder('editor-')
  const documents = await readDocuments()

  async function messagesOf(
    value: string | Uint8Array,
    options?: RemarkRegmdOptions,
    folder = cwd
  ) {
    const file = await remark()
      .use(remarkRegmd, ...(options ? [options] : []))
      .process({value, path: registryPath, cwd: folder})
    return file.messages
  }

  function seen({place, ruleId, fatal, reason}: Awaited<ReturnType<typeof messagesOf>>[number]) {
    assert.ok(place)
    const points = 'start' in place ? [place.start, place.end] : [place]
    return {
      place: points.map(({line, column}) => `${line}:${column}`).join('-'),
      severity: fatal === true ? 'error' : 'warning',
      code: ruleId,
      message: reason
    }
  }

  for (const [name, bytes] of documents) {
    test(`finds what check finds: ${name}`, async () => {
      for (const [form, write] of Object.entries(forms)) {
        const path = `${name}-${form}.md`
        await writeFiles(cwd, {[path]: write(bytes)})
        const wanted = await found(cwd, path)
        // What is only wrong with a change does not show in the document alone.
        assert.ok(wanted.length > 0 || existsSync(join(rules, name, 'base.md')), 'no problem')
        for (const value of [write(bytes), write(bytes).toString()]) {
          const messages = await messagesOf(value)
          assert.deepEqual(messages.map(seen), wanted, form)
          for (const {source, url = '', ruleId} of messages) {
            assert.equal(source, 'regmd')
            const page = `https://github.com/regmd/regmd/blob/main/docs/rules/${ruleId}.md`
            assert.equal(url, ruleId === 'REGISTRY_INVALID' ? '' : page)
          }
        }
      }
    })
  }

  test('lines and columns with emoji and tabs', async () => {
    const places = (await messagesOf(emojiAndTabs)).map(seen)
    const wanted = [
      {code: 'NUMBER_DUPLICATE', severity: 'error', place: '8:1-8:33'},
      {code: 'NUMBER_MISMATCH', severity: 'error', place: '9:16-9:17'},
      {code: 'GOAL_NOT_MEASURABLE', severity: 'error', place: '6:13-6:26'},
      {code: 'STATUS_UNKNOWN', severity: 'error', place: '12:15-12:23'}
    ]
    for (const {code, severity, place} of wanted) {
      const one = places.find((message) => message.code === code)
      assert.deepEqual([one?.severity, one?.place], [severity, place], code)
    }
  })

  test('places are those of the tree, offsets too', async () => {
    for (const [form, write] of Object.entries(forms)) {
      const value = write(Buffer.from(emojiAndTabs)).toString()
      const [duplicate] = (await messagesOf(value)).filter(
        ({ruleId}) => ruleId === 'NUMBER_DUPLICATE'
      )
      const headings: unknown[] = []
      visit(remark().parse(value), 'heading', ({position}) => {
        headings.push(position)
      })
      assert.deepEqual(duplicate?.place, headings[2], form)
    }
  })

  test('related places are a note', async () => {
    const messages = await messagesOf(emojiAndTabs)
    const duplicate = messages.find(({ruleId}) => ruleId === 'NUMBER_DUPLICATE')
    assert.match(duplicate?.note ?? '', /^3:1: \S.*$/u)
    const single = messages.find(({ruleId}) => ruleId === 'STATUS_UNKNOWN')
    assert.equal(single?.note, undefined)
  })

  test('files that are no registry', async () => {
    for (const value of [
      '',
      '# Kitchen\n\nSession 3 is about soup.\n',
      '---\nregistry: [\n---\n\n# Session notes\n',
      '```\n### Session #3: Soup\n```\n',
      Buffer.from('# Caf\u00e9\n\nSession 3\n', 'latin1')
    ]) {
      assert.deepEqual(await messagesOf(value), [])
    }
  })

  const unreadable: readonly (readonly [string, string | Uint8Array, RemarkRegmdOptions?])[] = [
    ['front matter that is no YAML', registryText({frontMatter: 'registry: ['})],
    ['an unknown key', registryText({frontMatter: 'registry:\n  nope: 1'})],
    ['a schema that is not there', registryText({frontMatter: 'registry:\n  schema: no.json'})],
    ['a schema outside', registryText({frontMatter: 'registry:\n  schema: ../no.json'})],
    ['no path at all', registryText({frontMatter: 'registry:\n  schema: "a\\0b"'})],
    ['a schema of the options that is not there', registryText(), {schema: 'no.json'}],
    ['a schema of the options that is none', registryText(), {schema: 'none.json'}],
    [
      'bytes that are not UTF-8',
      Buffer.from(registryText().replace('Part 1', 'Caf\u00e9'), 'latin1')
    ]
  ]
  for (const [name, value, options] of unreadable) {
    test(`one fatal message: ${name}`, async () => {
      await writeFiles(cwd, {'none.json': '{"type": 5}'})
      const messages = await messagesOf(value, options)
      assert.equal(messages.length, 1)
      const [message] = messages
      assert.equal(message?.ruleId, 'REGISTRY_INVALID')
      assert.equal(message.source, 'regmd')
      assert.equal(message.fatal, true)
      assert.deepEqual(message.place, {line: 1, column: 1, offset: 0})
    })
  }

  test('a schema outside of the folder is not read, unless the options name it', async () => {
    const folder = join(cwd, 'inner')
    await writeFiles(cwd, {
      'outer.json': '{"type": "object", "required": ["shoe size"]}',
      'inner/a.md': ''
    })
    const outside = registryText({frontMatter: 'registry:\n  schema: ../outer.json'})
    const refused = await messagesOf(outside, undefined, folder)
    assert.deepEqual(
      refused.map(({ruleId}) => ruleId),
      ['REGISTRY_INVALID']
    )
    for (const schema of ['../outer.json', join(cwd, 'outer.json')]) {
      const messages = await messagesOf(outside, {schema}, folder)
      assert.equal(messages.filter(({ruleId}) => ruleId === 'FIELD_MISSING').length, 3)
    }
  })

  test('the schema of the front matter', async () => {
    await writeFiles(cwd, {'own/claim.json': '{"type": "object", "required": ["shoe size"]}'})
    const value = registryText({frontMatter: 'registry:\n  schema: own/claim.json'})
    const missing = async (text: string) =>
      (await messagesOf(text)).filter(({ruleId}) => ruleId === 'FIELD_MISSING').length
    assert.equal(await missing(value), 3)
    assert.equal(await missing(registryText()), 0)
  })

  test('the front matter decides how much a problem counts', async () => {
    const severityOf = async (severity: string) => {
      const frontMatter = `registry:\n  rules:\n    STATUS_UNKNOWN: ${severity}`
      const value = registryText({frontMatter, blocks: {1: ['- **STATUS**: MAYBE']}})
      const messages = await messagesOf(value)
      return messages.find(({ruleId}) => ruleId === 'STATUS_UNKNOWN')?.fatal
    }
    assert.equal(await severityOf('error'), true)
    assert.equal(await severityOf('warning'), false)
    assert.equal(await severityOf('off'), undefined)
  })

  test('text of the document is inert', async () => {
    const nasty = 'a\u001b[31mb\u202ec ##[add-mask]d'
    const value = registryText({
      blocks: {
        1: [`- **ROLE**: ${nasty}`],
        2: [`- **ROLE**: ${nasty}`],
        3: [`- **STATUS**: ${nasty}`]
      }
    })
    const messages = await messagesOf(value)
    assert.ok(messages.some(({note}) => note !== undefined))
    assert.ok(messages.some(({reason}) => reason.includes(String.raw`\u{1b}`)))
    for (const {reason, note = ''} of messages) {
      assert.doesNotMatch(`${reason}${note.replaceAll('\n', '')}`, /[\p{Cc}\p{Cf}]|##\w*\[/u)
    }
  })

  test('the tree stays as it is', async () => {
    for (const bytes of documents.values()) {
      const value = bytes.toString()
      const tree = remark().parse(value)
      const before = structuredClone(tree)
      const after = await remark().use(remarkRegmd).run(tree, {value, cwd})
      assert.equal(after, tree)
      assert.deepEqual(tree, before)
    }
  })
})

describe('through remark-cli, from the package', async () => {
  const home = await makeFolder('home-')
  const place = await makeFolder('installed-')
  const env = {
    HOME: home,
    npm_config_update_notifier: 'false',
    npm_config_loglevel: 'error',
    NO_COLOR: '1'
  }
  const packed = await execute(
    packageRoot,
    ['npm', 'pack', '--json', '--ignore-scripts', '--pack-destination', home],
    env
  )
  assert.equal(packed.exitCode, 0, packed.stderr)
  const [{filename}] = JSON.parse(packed.stdout) as [{readonly filename: string}]
  const flags = ['--offline', '--ignore-scripts', '--no-audit', '--no-fund']
  const installed = await execute(place, ['npm', 'install', ...flags, join(home, filename)], env)
  assert.equal(installed.exitCode, 0, installed.stderr)

  async function lint(...args: readonly string[]): Promise<Run> {
    const program = join(packageRoot, 'node_modules/remark-cli/cli.js')
    return execute(place, [process.execPath, program, '--no-color', '--no-stdout', ...args], env)
  }

  const wrong = registryText({blocks: {2: ['- **NUMBER**: 3', '- **STATUS**: PENDING']}})
  await writeFiles(place, {
    [registryPath]: await readSeed(),
    'wrong.md': wrong,
    'README.md': '# Kitchen\n\nSession 3 is about soup.\n',
    'front.md': registryText({frontMatter: 'registry: ['}),
    'missing.md': registryText({frontMatter: 'registry:\n  schema: missing.json'})
  })

  test('warnings', async () => {
    const {exitCode, stderr} = await lint('--use', 'regmd/remark', registryPath)
    assert.equal(exitCode, 0)
    const wanted = await found(place, registryPath)
    assert.deepEqual(read(stderr).get(registryPath), wanted)
    assert.deepEqual(
      wanted.map(({code, severity}) => [code, severity]),
      [
        ['GOAL_BATCH_MISMATCH', 'warning'],
        ['GOAL_BATCH_MISMATCH', 'warning']
      ]
    )
    const frail = await lint('--use', 'regmd/remark', registryPath, '--frail')
    assert.equal(frail.exitCode, 1)
    assert.equal(frail.stderr, stderr)
  })

  test('errors', async () => {
    const {exitCode, stderr} = await lint('--use', 'regmd/remark', 'wrong.md')
    assert.equal(exitCode, 1)
    const messages = read(stderr).get('wrong.md') ?? []
    assert.deepEqual(messages, await found(place, 'wrong.md'))
    const line = wrong.split('\n').indexOf('- **NUMBER**: 3') + 1
    const mismatch = messages.find(({code}) => code === 'NUMBER_MISMATCH')
    assert.equal(mismatch?.place, `${line}:15-${line}:16`)
  })

  test('the page and the related places', async () => {
    const {stderr} = await lint('--use', 'regmd/remark', registryPath, '--verbose')
    assert.match(stderr, /https:\/\/github\.com\/regmd\/regmd\/\S+\/GOAL_BATCH_MISMATCH\.md/u)
    assert.match(stderr, /\[note\]:\n +\d+:\d+: \S/u)
  })

  test('a file that is no registry', async () => {
    const {exitCode, stderr} = await lint('--use', 'regmd/remark', 'README.md', '--frail')
    assert.equal(exitCode, 0)
    assert.equal(stderr, 'README.md: no issues found\n')
  })

  test('what cannot be read', async () => {
    for (const file of ['front.md', 'missing.md']) {
      const {exitCode, stderr} = await lint('--use', 'regmd/remark', file)
      assert.equal(exitCode, 1)
      const messages = read(stderr).get(file) ?? []
      assert.deepEqual(
        messages.map(({code, severity, place: start}) => [start, severity, code]),
        [['1:1', 'error', 'REGISTRY_INVALID']]
      )
    }
  })

  test('.remarkrc.mjs', async () => {
    await writeFiles(place, {
      'configured/.remarkrc.mjs':
        "import remarkRegmd from 'regmd/remark'\n" +
        "export default {plugins: [[remarkRegmd, {schema: 'configured/claim.json'}]]}\n",
      'configured/claim.json': '{"type": "object", "required": ["shoe size"]}',
      'configured/sessions.md': registryText()
    })
    const {exitCode, stderr} = await lint('configured/sessions.md')
    assert.equal(exitCode, 1)
    const messages = read(stderr).get('configured/sessions.md') ?? []
    assert.deepEqual(
      messages.map(({code}) => code),
      ['FIELD_MISSING', 'FIELD_MISSING', 'FIELD_MISSING']
    )
  })

  test('.remarkrc.json', async () => {
    await writeFiles(place, {
      'named/.remarkrc.json': '{"plugins": ["regmd/remark"]}',
      'named/sessions.md': wrong
    })
    const {exitCode, stderr} = await lint('named/sessions.md')
    assert.equal(exitCode, 1)
    assert.deepEqual(read(stderr).get('named/sessions.md'), await found(place, 'wrong.md'))
  })

  test('all documents, in all their forms', async () => {
    for (const [name, bytes] of await readDocuments()) {
      for (const [form, write] of Object.entries(forms)) {
        await writeFiles(place, {[`documents/${name}-${form}.md`]: write(bytes)})
      }
    }

    const {stderr} = await lint('--use', 'regmd/remark', 'documents')
    const reported = read(stderr)
    const files = await readdir(join(place, 'documents'))
    for (const file of files) {
      const path = `documents/${file}`
      assert.deepEqual(reported.get(path) ?? [], await found(place, path), path)
    }
  })

  test('types', async () => {
    for (const name of ['@types', 'remark', 'remark-parse', 'unified']) {
      await symlink(join(packageRoot, 'node_modules', name), join(place, 'node_modules', name))
    }

    await writeFiles(place, {
      'tsconfig.json': JSON.stringify({
        compilerOptions: {
          strict: true,
          exactOptionalPropertyTypes: true,
          module: 'nodenext',
          moduleResolution: 'nodenext',
          target: 'es2022',
          types: [],
          noEmit: true
        },
        files: ['consumer.mts']
      }),
      'consumer.mts': `
import remarkRegmd, {type RemarkRegmdOptions} from 'regmd/remark'
import {remark} from 'remark'
import remarkParse from 'remark-parse'
import {unified} from 'unified'

const options: RemarkRegmdOptions = {schema: 'x'}
unified().use(remarkParse).use(remarkRegmd)
unified().use(remarkParse).use(remarkRegmd, {schema: 'x'})
unified().use({plugins: [remarkRegmd, [remarkRegmd, options]]})
export const file = await remark().use(remarkRegmd, options).process('x')
// @ts-expect-error: a path is text
unified().use(remarkParse).use(remarkRegmd, {schema: 5})
// @ts-expect-error: there is no such option
unified().use(remarkParse).use(remarkRegmd, {nope: 'x'})
`
    })
    const compiler = join(packageRoot, 'node_modules/typescript/bin/tsc')
    const {exitCode, stdout} = await execute(place, [process.execPath, compiler, '-p', '.'])
    assert.equal(stdout, '')
    assert.equal(exitCode, 0)
  })
})

/** Reads what remark-cli prints: messages by file. */
function read(report: string): ReadonlyMap<string, readonly Seen[]> {
  const messages = new Map<string, Seen[]>()
  let current: Seen[] = []
  for (const line of report.split('\n')) {
    const match =
      /^(?<place>\d+:\d+\S*) +(?<severity>error|warning) +(?<message>.*?) +(?<code>\S+) +regmd *$/u.exec(
        line.trim()
      )
    if (match?.groups) {
      const {place = '', severity = '', message = '', code = ''} = match.groups
      current.push({place, severity, code, message})
    } else if (/^\S+\.md$/u.test(line)) {
      current = []
      messages.set(line, current)
    }
  }

  return messages
}

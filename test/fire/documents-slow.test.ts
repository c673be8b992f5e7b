import assert from 'node:assert/strict'
import {spawn} from 'node:child_process'
import {join} from 'node:path'
import {test} from 'node:test'
import {decode} from '../../src/core/decode.ts'
import {
  binary,
  cleanEnvironment,
  makeFolder,
  makeRepository,
  readSeed,
  registryPath,
  writeFiles
} from '../helpers/cli.ts'
import {amount, replay, seed} from '../helpers/fire.ts'

const file = 'test/fire/documents-slow.test.ts'
const seedText = decode(await readSeed()).text

const mega = 1024 * 1024
const repeat = (count: number, text: (index: number) => string) =>
  Array.from({length: count}, (_, index) => text(index)).join('')

/** Lines of 30 KiB, just short enough to be read, up to 1 MiB. */
const lines = (mark: string) =>
  `${mark.repeat(Math.floor((30 * 1024) / mark.length))}\n`.repeat(Math.ceil(mega / (30 * 1024)))

/** What stands behind the twelve blocks of the seed. */
const bodies: Readonly<Record<string, string>> = {
  'quotes in quotes': `${'>'.repeat(5000)} x`,
  'quotes in quotes, as deep as is read': '> '.repeat(100),
  'lists in lists': `${'- '.repeat(5000)}x`,
  'lists in lists, a line each': repeat(500, (index) => `${'  '.repeat(index)}- x\n`),
  'emphasis in emphasis': `${'*a _b '.repeat(2500)}c${' d_ e*'.repeat(2500)}`,
  'links in links': `${'['.repeat(5000)}a${'](b)'.repeat(5000)}`,
  'images in images': `${'!['.repeat(5000)}a${'](b)'.repeat(5000)}`,
  'brackets in brackets': `${'['.repeat(15_000)}a${']'.repeat(15_000)}`,
  '1 MiB of backticks, one line': '`'.repeat(mega),
  '1 MiB of backticks': lines('`'),
  '1 MiB of ever more backticks': repeat(1400, (index) => `a ${'`'.repeat(index + 1)}\n`),
  '1 MiB of [': lines('['),
  '1 MiB of *': lines('*'),
  '1 MiB of _': lines('_'),
  '1 MiB of <': lines('<'),
  '1 MiB of &': lines('&'),
  '1 MiB of emphasis that never closes': lines('*a_'),
  '1 MiB of comments that never close': lines('a <!-- '),
  '1 MiB of instructions that never close': lines('a <? '),
  '1 MiB in one line': 'a '.repeat(mega / 2),
  '10,000 reference definitions': repeat(10_000, (index) => `[r${index}]: /url\n`),
  '10,000 headings': repeat(10_000, (index) => `# Heading ${index}\n`),
  '100,000 cells of a table': `| a | b |\n| - | - |\n${'| a | b |\n'.repeat(50_000)}`,
  '1 MiB of white space': `${' '.repeat(999)}\n`.repeat(1049)
}

const aliases = repeat(
  9,
  (index) => `  a${index + 1}: &a${index + 1} [${`*a${index},`.repeat(9)}]\n`
)

/** YAML before the seed. */
const fronts: Readonly<Record<string, string>> = {
  'lists in a list': `registry: ${'['.repeat(8000)}${']'.repeat(8000)}`,
  'mappings in a mapping': `registry: ${'{a: '.repeat(4000)}x${'}'.repeat(4000)}`,
  'items in items': '- '.repeat(8000),
  'keys of keys': '? '.repeat(8000),
  'aliases of aliases': `bomb:\n  a0: &a0 x\n${aliases}`,
  '2000 anchors': repeat(2000, (index) => `k${index}: &a${index} x\n`).slice(0, 16_000),
  'an endless text': `a: "${'x'.repeat(20_000)}`
}

const documents: readonly (readonly [string, string])[] = [
  ...Object.entries(bodies).map(([name, body]) => [name, `${seedText}\n${body}\n`] as const),
  ...Object.entries(fronts).map(
    ([name, front]) => [`front matter of ${name}`, `---\n${front}\n---\n\n${seedText}`] as const
  )
]

/** Linear in their length, but long. */
const heavy = new Set([
  '10,000 reference definitions',
  '10,000 headings',
  '100,000 cells of a table'
])

/** A run that takes longer hangs. */
const hangMs = 60_000

interface Timed {
  readonly exitCode: number | null
  readonly cpuMs: number
  readonly stderr: string
}

/** Runs the built program to its end or its death, and counts what the processor did for it. */
async function timed(cwd: string, args: readonly string[]): Promise<Timed> {
  const report = `process.on('exit',()=>require('node:fs').writeSync(2,'\\ncpu='+process.cpuUsage().user))`
  const probe = `data:text/javascript,${encodeURIComponent(`import{createRequire}from'node:module';const require=createRequire('file:///');${report}`)}`
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--import', probe, binary, ...args], {
      cwd,
      env: cleanEnvironment(),
      stdio: ['ignore', 'ignore', 'pipe'],
      // What is busy parsing hears no other signal.
      killSignal: 'SIGKILL',
      timeout: hangMs
    })
    let stderr = ''
    child.stderr.on('data', (chunk: Buffer) => (stderr += String(chunk)))
    child.on('error', reject)
    child.on('close', (exitCode) => {
      resolve({exitCode, stderr, cpuMs: Number(/cpu=(\d+)/u.exec(stderr)?.[1] ?? Infinity) / 1000})
    })
  })
}

/** The same on the seed alone, the best of a few: the least that the program takes here and now. */
async function floorOf(cwd: string, args: readonly string[]): Promise<number> {
  let least = Infinity
  for (let times = 0; times < amount({short: 2, long: 3}); times++) {
    least = Math.min(least, (await timed(cwd, args)).cpuMs)
  }

  return least
}

/** In floors, each about a tenth of a second of the processor: two seconds and as much again for noise. */
const allowed = {usual: 40, heavy: 100}

/** What is always tried; of the others every so many, if time is short. */
const always = new Set([
  'quotes in quotes',
  'emphasis in emphasis',
  '1 MiB of emphasis that never closes'
])

function isChosen(name: string, index: number): boolean {
  return always.has(name) || (index + seed) % amount({short: 11, long: 1}) === 0
}

test('check answers or refuses each hostile document in a few times what the seed takes', async (t) => {
  const folder = await makeFolder()
  await writeFiles(folder, {'seed.md': seedText})
  const floor = await floorOf(folder, ['check', '--file', join(folder, 'seed.md')])
  for (const [index, [name, text]] of documents.entries()) {
    if (!isChosen(name, index)) continue
    await t.test(name, async () => {
      const path = join(folder, `${index}.md`)
      await writeFiles(folder, {[`${index}.md`]: text})
      const {exitCode, cpuMs, stderr} = await timed(folder, ['check', '--file', path])
      const told = `${path}: exit ${exitCode}, ${cpuMs} ms, floor ${floor} ms\n${stderr.slice(0, 500)}\n${replay(file)}`
      assert.ok([0, 1, 6].includes(exitCode ?? -1), told)
      assert.ok(cpuMs <= floor * (heavy.has(name) ? allowed.heavy : allowed.usual), told)
    })
  }
})

test('status answers or refuses hostile documents in a few times what the seed takes', async () => {
  const seeded = await makeRepository({[registryPath]: seedText})
  const floor = await floorOf(seeded, ['status'])
  const names = [
    '1 MiB of emphasis that never closes',
    'emphasis in emphasis',
    'front matter of aliases of aliases'
  ].slice(0, amount({short: 1, long: 3}))
  for (const [name, text] of documents.filter(([each]) => names.includes(each))) {
    const repository = await makeRepository({[registryPath]: text})
    const {exitCode, cpuMs, stderr} = await timed(repository, ['status'])
    const told = `${name} in ${repository}: exit ${exitCode}, ${cpuMs} ms, floor ${floor} ms\n${stderr.slice(0, 500)}`
    assert.ok([0, 6].includes(exitCode ?? -1), told)
    assert.ok(cpuMs <= floor * allowed.usual, told)
  }
})

import assert from 'node:assert/strict'
import {join} from 'node:path'
import {test} from 'node:test'
import fc from 'fast-check'
import {claim} from '../../src/core/actions/claim.ts'
import {release} from '../../src/core/actions/release.ts'
import {checkRegistry} from '../../src/core/check.ts'
import {decode} from '../../src/core/decode.ts'
import {RegmdError} from '../../src/core/error.ts'
import {parseRegistry} from '../../src/core/parse.ts'
import {
  commitFiles,
  heldBy,
  makeFolder,
  makeRepository,
  readSeed,
  regmd,
  registryPath,
  registryText,
  writeFiles
} from '../helpers/cli.ts'
import {now, settingOf} from '../helpers/core.ts'
import {amount, replay, runs, seed} from '../helpers/fire.ts'
import {carryOut} from '../helpers/hostile-documents.ts'

const file = 'test/fire/documents-bytes.test.ts'

const small = Buffer.from(
  registryText({
    frontMatter: 'registry:\n  orchestrator: 1',
    blocks: {1: heldBy('one', 1)},
    rest: '\n```\né ⏳ 🍰\n'
  })
)

/** Reading of the whole, so that of a variation only what differs is parsed. */
const earlier = parseRegistry(decode(small).text)

/**
 * Offset of the first byte that is not UTF-8, by another decoder: up to there it takes all, and waits
 * for the rest of what is merely cut.
 *
 * @returns nothing for what is UTF-8.
 */
function firstBadByte(bytes: Uint8Array): number | undefined {
  if (isUtf8(bytes)) return undefined
  const takes = (length: number) => {
    try {
      new TextDecoder('utf-8', {fatal: true}).decode(bytes.subarray(0, length), {stream: true})
      return true
    } catch {
      return false
    }
  }

  let [low, high] = [0, bytes.length + 1]
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if (takes(middle)) low = middle
    else high = middle
  }

  let offset = low
  while (!isUtf8(bytes.subarray(0, offset))) offset--
  return offset
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', {fatal: true}).decode(bytes)
    return true
  } catch {
    return false
  }
}

test('the other decoder finds the first bad byte', () => {
  const bytes = (...parts: readonly (string | readonly number[])[]) =>
    Buffer.concat(parts.map((part) => Buffer.from(part as string)))
  assert.equal(firstBadByte(bytes('é⏳')), undefined)
  assert.equal(firstBadByte(bytes('é', [0xe2, 0x8f])), 2)
  assert.equal(firstBadByte(bytes('é', [0x80], 'é')), 2)
  assert.equal(firstBadByte(bytes('ab', [0xf0, 0x9f, 0x8d], 'c')), 2)
})

/** All that can be asked of a document, with no other answer than itself or a refusal. */
function checkCore(bytes: Uint8Array): void {
  try {
    readAll(bytes)
  } catch (error) {
    const told = `${Buffer.from(bytes).toString('base64')}\n${replay(file)}`
    assert.fail(`${error instanceof Error ? error.stack : String(error)}\n${told}`)
  }
}

function readAll(bytes: Uint8Array): void {
  const bad = firstBadByte(bytes)
  try {
    const {text} = decode(bytes)
    assert.equal(bad, undefined, 'Bytes that are not UTF-8 were read')
    const setting = {...settingOf(''), registry: parseRegistry(text, earlier)}
    checkRegistry(setting)
    carryOut(setting, () => claim(setting, {...wish, number: 2}))
    carryOut(setting, () => claim(setting, {...wish, next: true}))
    carryOut(setting, () => release(setting, {session: 'one', now, number: 1, reason: 'Away'}))
    carryOut({...setting, ...settingOf(text)}, () => claim(setting, {...wish, number: 3}))
  } catch (error) {
    if (!(error instanceof RegmdError)) throw error
    if (bad === undefined) return
    assert.equal(error.code, 'REGISTRY_INVALID')
    assert.deepEqual(error.details, {offset: bad})
  }
}

const wish = {
  session: 'two',
  now,
  number: undefined,
  next: false,
  title: undefined,
  role: undefined,
  goal: undefined,
  responsibilities: undefined,
  ready: true
}

test('a registry cut after any byte is read, or refused at the byte', () => {
  const step = amount({short: 40, long: 2})
  for (let length = seed % step; length <= small.length; length += step) {
    checkCore(small.subarray(0, length))
  }
})

/** Bytes to put in: what begins, continues or breaks a character, a line or a mark. */
const byte = fc.oneof(
  fc.integer({min: 0, max: 255}),
  fc.constantFrom(
    0x00,
    0x0a,
    0x0d,
    0x1b,
    0x23,
    0x2a,
    0x2d,
    0x3c,
    0x60,
    0x80,
    0xbf,
    0xc0,
    0xed,
    0xef
  ),
  fc.constantFrom(0xf0, 0xf4, 0xf8, 0xff)
)

const change = fc.record({
  at: fc.nat(small.length),
  kept: fc.nat(3),
  bytes: fc.array(byte, {maxLength: 4})
})

const damaged = fc.array(change, {minLength: 1, maxLength: 6}).map((changes) => {
  const parts: Buffer[] = []
  let position = 0
  for (const {at, kept, bytes} of changes.toSorted((a, b) => a.at - b.at)) {
    if (at < position) continue
    parts.push(small.subarray(position, at), Buffer.from(bytes))
    // Some bytes are replaced, others are moved on.
    position = at + kept
  }

  return Buffer.concat([...parts, small.subarray(position)])
})

test('a registry with random bytes in it is read, or refused at the byte', () => {
  const all = {numRuns: runs({short: 40, long: 3000}), seed}
  fc.assert(fc.property(damaged, checkCore), all)
})

test('random bytes are read, or refused at the byte', () => {
  const noise = fc.oneof(
    fc.uint8Array({maxLength: 200}),
    fc.array(byte, {maxLength: 60}).map((bytes) => Uint8Array.from(bytes)),
    fc
      .array(fc.constantFrom(0x80, 0xbf, 0xc3, 0xe2, 0x8f, 0x41), {maxLength: 12})
      .map((bytes) => Uint8Array.from([...Buffer.from('# Session #1\n'), ...bytes]))
  )
  fc.assert(fc.property(noise, checkCore), {numRuns: runs({short: 150, long: 20_000}), seed})
})

/** How programs other than an editor leave a document. */
const ruins: readonly (readonly [string, (bytes: Buffer) => Buffer])[] = [
  ['UTF-16, little end first', (bytes) => Buffer.from(`\uFEFF${String(bytes)}`, 'utf16le')],
  ['UTF-16, big end first', (bytes) => Buffer.from(`\uFEFF${String(bytes)}`, 'utf16le').swap16()],
  ['UTF-16 without a mark', (bytes) => Buffer.from(String(bytes), 'utf16le')],
  ['Latin-1', (bytes) => Buffer.from(`${String(bytes)}é`, 'latin1')],
  ['a continuation byte at the start', (bytes) => Buffer.concat([Buffer.from([0x80]), bytes])],
  ['a continuation byte at the end', (bytes) => Buffer.concat([bytes, Buffer.from([0xbf])])],
  ['a character cut at the end', (bytes) => Buffer.concat([bytes, Buffer.from([0xf0, 0x9f])])],
  ['nothing', () => Buffer.alloc(0)],
  ['NUL only', () => Buffer.alloc(4096)],
  ['half of it', (bytes) => bytes.subarray(0, bytes.length >> 1)],
  ['itself twice', (bytes) => Buffer.concat([bytes, bytes])],
  ['a carriage return in each place', (bytes) => Buffer.from(String(bytes).replaceAll('\n', '\r'))],
  [
    'a byte order mark on each line',
    (bytes) => Buffer.from(String(bytes).replaceAll('\n', '\n\uFEFF'))
  ]
]

for (const [index, [name, ruin]] of ruins.entries()) {
  if ((index + seed) % amount({short: 3, long: 1}) !== 0) continue
  test(`the program answers, or refuses at the byte: the seed as ${name}`, async () => {
    const bytes = ruin(await readSeed())
    const folder = await makeFolder()
    await writeFiles(folder, {'sessions.md': bytes})
    await checkAnswer(folder, ['check', '--file', join(folder, 'sessions.md')], bytes)
  })
}

test('status, check and claim answer, or refuse at the byte, what is committed', async () => {
  const repository = await makeRepository({[registryPath]: small})
  const variants = fc.sample(damaged, {numRuns: amount({short: 1, long: 25}), seed})
  for (const [index, bytes] of [
    ...variants,
    ...ruins.slice(0, amount({short: 1, long: 2})).map(([, ruin]) => ruin(small))
  ].entries()) {
    await commitFiles(repository, {[registryPath]: bytes}, `Variant ${index}`)
    for (const args of [['status'], ['check'], ['claim', '2', '--session', 'two']]) {
      await checkAnswer(repository, [...args, '--registry', registryPath], bytes)
    }
  }
})

/** Runs a command on bytes: 6 and the place for what is not UTF-8, and never 70. */
async function checkAnswer(
  folder: string,
  args: readonly string[],
  bytes: Uint8Array
): Promise<void> {
  const {stdout, exitCode} = await regmd(folder, [...args, '--json'])
  const told = `${args.join(' ')} in ${folder}: ${stdout}\n${replay(file)}`
  const bad = firstBadByte(bytes)
  assert.ok([0, 1, 2, 3, 6].includes(exitCode), told)
  if (bad === undefined) return
  const {error} = JSON.parse(stdout) as {error?: {details?: {offset?: number}}}
  assert.equal(exitCode, 6, told)
  assert.equal(error?.details?.offset, bad, told)
}

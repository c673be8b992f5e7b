import assert from 'node:assert/strict'
import {test} from 'node:test'
import fc from 'fast-check'
import {canonicalKey} from '../../src/core/field.ts'
import {parseMarkdown, plainText} from '../../src/core/markdown.ts'
import {parseRegistry} from '../../src/core/parse.ts'
import type {Block, Field, Registry} from '../../src/core/registry.ts'
import type {Span} from '../../src/core/span.ts'
import {linesOf, seeds, sliceOf} from '../helpers/core.ts'
import {documents} from '../helpers/documents.ts'
import {runs} from '../helpers/fire.ts'

for (const [name, text] of Object.entries(seeds)) {
  test(`spans slice to what they claim in the seed (${name})`, () => {
    checkSpans(parseRegistry(text))
  })

  test(`spans slice to the very source in block 3 of the seed (${name})`, () => {
    const block = parseRegistry(text).blocks[2]
    assert.ok(block)
    assert.equal(sliceOf(text, block.heading), '### Session #3: Research Team Member')
    assert.equal(sliceOf(text, block.title), 'Research Team Member')
    const symbol = name === 'decoded' ? '⏳' : '‚è≥'
    assert.deepEqual(
      block.fields.map(({label, content}) => [sliceOf(text, label), sliceOf(text, content)]),
      [
        ['- **NUMBER**:', '3'],
        ['- **ROLE**:', 'Prospect Research AI - Find and score prospects (Batch 2)'],
        ['- **GOAL**:', 'Find 25 high-quality prospects daily, avg score 70+/100'],
        ['- **SESSION_ID**:', 'marketing-research-2 (session-1763243097)'],
        ['- **RESPONSIBILITIES**:', ''],
        ['- **STATUS**:', `${symbol} PENDING REGISTRATION`]
      ]
    )
  })
}

test('spans slice to what they claim in documents of all kinds', () => {
  const numRuns = runs({short: 400, long: 4000})
  let blocks = 0
  let fields = 0
  fc.assert(
    fc.property(documents, (text) => {
      const registry = parseRegistry(text)
      checkSpans(registry)
      blocks += registry.blocks.length
      fields += registry.blocks.reduce((sum, block) => sum + block.fields.length, 0)
    }),
    {numRuns, seed: 20_261_120}
  )

  const isEnough = Math.min(blocks, fields) > numRuns / 2
  assert.ok(isEnough, `Too few to tell: ${blocks} blocks, ${fields} fields`)
})

test('spans stay in bounds in any text', () => {
  fc.assert(
    fc.property(fc.string({unit: 'binary', maxLength: 200}), (text) => {
      checkSpans(parseRegistry(text))
      checkSpans(parseRegistry(`### Session #1: ${text}\n- **ROLE**: ${text}\n- GOAL: ${text}`))
    }),
    {numRuns: runs({short: 300, long: 3000}), seed: 20_261_120}
  )
})

function checkSpans({text, blocks, tasks, ...lines}: Registry): void {
  for (const block of blocks) checkBlock(text, block)
  for (const {box, checked} of tasks) {
    const brackets = {start: box.start - 1, end: box.end + 1}
    assert.match(sliceOf(text, brackets), checked ? /^\[[xX]\]$/u : /^\[ \]$/u)
  }

  for (const line of [lines.headerStatus, lines.currentStatus, lines.nextAction]) {
    if (line) assert.equal(sliceOf(text, line.content), line.value)
  }
}

function checkBlock(text: string, {heading, title, lines, fields, claim}: Block): void {
  checkInside(heading, {start: 0, end: text.length})
  checkInside(title, heading)
  checkInside(lines, {start: 0, end: text.length})
  assert.equal(lines.start, heading.start)
  assert.match(sliceOf(text, heading), /session\s*#?\s*\d/iu)
  assert.equal(readAs(`# x: ${sliceOf(text, title)}`), claim.title ?? '')
  let end = heading.end
  for (const field of fields) {
    checkField(text, field)
    checkInside(field.lines, {start: end, end: lines.end})
    ;({end} = field.lines)
  }
}

function checkField(text: string, {key, name, label, content, lines, value}: Field): void {
  checkInside(label, lines)
  checkInside(name, label)
  checkInside(content, {start: label.end, end: lines.end})
  assert.equal(canonicalKey(sliceOf(text, name)), key)
  assert.match(sliceOf(text, label), /:(?:\*\*|__)?$/u)
  assert.equal(sliceOf(text, {start: label.end, end: content.start}).trim(), '')
  assert.equal(readAs(`x: ${sliceOf(text, content)}`), value)
  assert.ok(lines.start === 0 || /[\r\n]/u.test(text[lines.start - 1] ?? ''))
  assert.equal(linesOf(sliceOf(text, lines)).join(''), sliceOf(text, lines))
  assert.ok(lines.end === text.length || /[\r\n]/u.test(text[lines.end - 1] ?? ''))
}

function checkInside(inner: Span, outer: Span): void {
  const {start, end} = inner
  assert.ok(
    outer.start <= start && start <= end && end <= outer.end,
    `${start}-${end} is not within ${outer.start}-${outer.end}`
  )
}

/** What a reader sees of a source after `x:`. */
function readAs(source: string): string {
  return plainText(parseMarkdown(source)).slice('x:'.length).trim()
}

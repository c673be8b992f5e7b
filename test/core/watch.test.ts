import assert from 'node:assert/strict'
import {describe, test} from 'node:test'
import fc from 'fast-check'
import type {HistoryEntry} from '../../src/core/history.ts'
import {type Cursor, parseCursor, renderCursor} from '../../src/core/watch/cursor.ts'
import {type WatchEvent, tellNews} from '../../src/core/watch/news.ts'
import {waitAfter} from '../../src/core/watch/pace.ts'

const idOf = (seed: number) => seed.toString(16).padStart(40, '0')
const commit = fc.integer({min: 1, max: 1e9}).map(idOf)

describe('a cursor', () => {
  test('property: reads as it was written, and is one word', () => {
    const plain = {noNullPrototype: true}
    const partial = fc.record({commit, count: fc.integer({min: 1, max: 99_999})}, plain)
    const cursor: fc.Arbitrary<Cursor> = fc.record(
      {
        heads: fc.array(commit, {minLength: 1, maxLength: 3}),
        left: fc.array(commit, {maxLength: 2}),
        partial: fc.option(partial, {nil: undefined})
      },
      plain
    )
    fc.assert(
      fc.property(cursor, (given) => {
        const text = renderCursor(given)
        assert.match(text, /^[\w:=-]+$/u)
        assert.deepEqual(parseCursor(text), given)
      })
    )
  })

  test('is nothing else', () => {
    const id = idOf(7)
    const others = ['', 'main', id.slice(1), `${id}:`, `:${id}`, `${id}=`, `${id}~1`, `${id}\n`]
    for (const text of [...others, `${id}=1:${id}=2`, id.toUpperCase().replace(/7$/u, 'G')]) {
      assert.equal(parseCursor(text), undefined, text)
    }
  })
})

describe('news', () => {
  interface Graph {
    readonly commits: readonly {readonly commit: string; readonly parents: readonly string[]}[]
    readonly told: ReadonlyMap<string, readonly HistoryEntry[]>
  }

  /** Commits with up to two earlier parents each, told in any order. */
  const graph: fc.Arbitrary<Graph> = fc
    .array(
      fc.record({parents: fc.array(fc.nat(), {maxLength: 2}), count: fc.nat(3), at: fc.nat()}),
      {
        minLength: 1,
        maxLength: 20
      }
    )
    .map((rows) => {
      const commits = rows.map(({parents}, index) => ({
        commit: idOf(index + 1),
        parents: [...new Set(parents.map((parent) => idOf(parent % (index + 1))))]
      }))
      const places = rows.map(({at}, index) => ({at, index})).toSorted((a, b) => a.at - b.at)
      const entries = places.flatMap(({index}) => {
        const {count = 0} = rows[index] ?? {}
        const list = Array.from({length: count}, () => entryOf(idOf(index + 1)))
        return list.length === 0 ? [] : [[idOf(index + 1), list] as const]
      })
      return {commits, told: new Map(entries)}
    })

  test('property: each cursor stands for what was told up to it', () => {
    fc.assert(
      fc.property(graph, ({commits, told}) => {
        const from = {heads: [idOf(0)], left: []}
        const {events} = tellNews({commits, told}, from)
        const count = [...told.values()].flat().length
        assert.equal(new Set(events.map(({id}) => id)).size, count)
        // And so do the cursors of those who go on from one of them, in whatever order.
        const again = new Map([...told].toReversed())
        for (const rest of restsOf({commits, told: again}, events)) restsOf({commits, told}, rest)
      })
    )
  })

  /** What each event's cursor leads to; the test fails where that is not what follows it. */
  function restsOf({commits, told}: Graph, events: readonly WatchEvent[]) {
    return events.map(({cursor}, index) => {
      const from = parseCursor(cursor)
      assert.ok(from)
      const rest = tellNews({commits: unseen(commits, from), told}, from).events
      const ids = new Set(rest.map(({id}) => id))
      assert.deepEqual(ids, new Set(events.slice(index + 1).map(({id}) => id)))
      assert.equal(rest.length, ids.size)
      assert.deepEqual(from.heads, independent(commits, from.heads), 'as few as can be')
      return rest
    })
  }

  function ancestry(commits: Graph['commits'], heads: readonly string[]): ReadonlySet<string> {
    const found = new Set(heads)
    for (const {commit, parents} of commits.toReversed()) {
      if (found.has(commit)) for (const parent of parents) found.add(parent)
    }

    return found
  }

  function unseen(commits: Graph['commits'], {heads}: Cursor): Graph['commits'] {
    const seen = ancestry(commits, heads)
    return commits.filter(({commit}) => !seen.has(commit))
  }

  function independent(commits: Graph['commits'], heads: readonly string[]): readonly string[] {
    return heads.filter((head) => {
      const others = heads.filter((other) => other !== head)
      return !ancestry(commits, others).has(head)
    })
  }

  function entryOf(commit: string): HistoryEntry {
    const [author, time, subject] = ['Ada', '2026-11-20T18:10:27Z', 'Words']
    const about = {number: 1, numbers: [1], session: 'one', message: null}
    return {action: 'claim', ...about, commit, author, time, subject}
  }
})

test('the wait grows while nothing happens, and is bounded', () => {
  const waits = Array.from({length: 30}, (_, idle) => waitAfter(2, idle, 0))
  assert.equal(waits[0], 2)
  assert.equal(waits.at(-1), 30)
  assert.deepEqual(
    waits,
    waits.toSorted((a, b) => a - b)
  )
  assert.equal(waitAfter(60, 9, 0), 60)
  fc.assert(
    fc.property(
      fc.double({min: 0.2, max: 100, noNaN: true}),
      fc.nat(),
      fc.nat(99),
      (s, idle, r) => {
        const wait = waitAfter(s, idle, r / 100)
        assert.ok(wait >= s && wait <= Math.max(30, s) * 1.25, String(wait))
      }
    )
  )
})

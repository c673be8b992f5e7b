import type {Edit} from '../edit.ts'
import {dominantEnding, lineEnd, lineStart, wholeLines} from '../lines.ts'
import {parseMarkdown} from '../markdown.ts'
import {scheduleHeading} from '../section.ts'
import type {Registry} from '../registry.ts'
import type {Span} from '../span.ts'

/**
 * Makes the edits that put a schedule into a document: under the heading that is there, else in a
 * section of its own after the one of consensus, else at the end. Nothing if it stands there already.
 *
 * @param body - what {@link renderSchedule} wrote; its lines get the document's endings.
 */
export function scheduleEdits(registry: Registry, body: string): readonly Edit[] {
  const {text, scheduleSection} = registry
  const ending = dominantEnding(text)
  const lines = body.replaceAll('\n', ending)
  return scheduleSection
    ? replaceBody(registry, scheduleSection, ending + lines)
    : [insertSection(registry, lines)]
}

/** The heading stays, and so does what separates the section from the next one. */
function replaceBody(registry: Registry, section: Span, lines: string): readonly Edit[] {
  const {text} = registry
  const start = headingEnd(text, section)
  const limit = firstOwn(registry, {start, end: section.end})
  const end = Math.max(start, gapStart(text, limit))
  const isOpen = end === start && start === text.length && !/[\r\n]/u.test(text[start - 1] ?? '')
  const replacement = (isOpen ? dominantEnding(text) : '') + lines + gapAfter(text, end)
  return text.slice(start, end) === replacement ? [] : [{start, end, replacement}]
}

function insertSection(registry: Registry, lines: string): Edit {
  const {text, consensusSection, blocks} = registry
  const ending = dominantEnding(text)
  const end = gapStart(text, consensusSection?.end ?? text.length)
  const isLast = lineEnd(text, end) === text.length || text.slice(end).trim() === ''
  // At the document's end there is no gap to repeat: the one before the last section shows the style.
  const sample = isLast ? (consensusSection ?? blocks.at(-1)?.lines)?.start : consensusSection?.end
  const heading = `${'#'.repeat(depthOf(registry))} ${scheduleHeading}`
  const replacement =
    separator(text, sample ?? 0) + heading + ending + ending + lines + gapAfter(text, end)
  return {start: end, end, replacement}
}

/** A blank line before whatever follows, where the document has none there. */
function gapAfter(text: string, offset: number): string {
  const rest = text.slice(offset)
  const isGap = rest.trim() === '' || /^[ \t]*(?:\r\n|\n|\r)[ \t]*(?:\r\n|\n|\r)/u.test(rest)
  return isGap ? '' : dominantEnding(text)
}

/** Blank lines as before an offset, with the thematic break between them, if there is one. */
function separator(text: string, offset: number): string {
  const gap = text.slice(gapStart(text, offset), offset).trim()
  const ending = dominantEnding(text)
  const blank = ending + ending
  return gap === '' ? blank : blank + gap + blank
}

/** Offset at which the blank lines before another start, and a thematic break among them, if any. */
function gapStart(text: string, offset: number): number {
  const end = text.slice(0, offset).trimEnd().length
  const start = lineStart(text, end)
  if (!/^ {0,3}([-*_])(?:[ \t]*\1){2,}$/u.test(text.slice(start, end))) return end
  const before = text.slice(0, start).trimEnd().length
  // Right under a line, the break would make a heading of it.
  const isApart =
    lineEnd(text, before) < start && lineStart(text, start - 1) > lineEnd(text, before)
  return isApart ? before : end
}

/** Offset after the heading's lines. */
function headingEnd(text: string, {start, end}: Span): number {
  const [heading] = parseMarkdown(text.slice(start, end)).children
  const last = start + (heading?.position?.end.offset ?? 0)
  return Math.min(end, wholeLines(text, {start, end: last}).end)
}

/** Offset of the first thing in a span that is read as something else than the schedule. */
function firstOwn(registry: Registry, {start, end}: Span): number {
  const {text, blocks, records, tasks, headerStatus, currentStatus, nextAction} = registry
  const labels = [headerStatus, currentStatus, nextAction].flatMap(
    (label) => label?.paragraph ?? []
  )
  const own = [
    ...[...blocks, ...records].map(({lines}) => lines.start),
    ...[...labels, ...tasks.map(({item}) => item)].map((span) => lineStart(text, span.start))
  ]
  return Math.min(end, ...own.filter((offset) => offset >= start))
}

/** Level of the new heading: that of consensus, and none that would make it a part of a block. */
function depthOf({text, consensusSection, blocks}: Registry): number {
  const levelOf = (span: Span | undefined) => {
    const [heading] = span ? parseMarkdown(text.slice(span.start, span.end)).children : []
    return heading?.type === 'heading' ? heading.depth : undefined
  }
  const consensus = levelOf(consensusSection)
  const last = consensus === undefined ? levelOf(blocks.at(-1)?.heading) : undefined
  return Math.min(consensus ?? 2, last ?? 6)
}

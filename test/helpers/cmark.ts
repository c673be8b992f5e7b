import {spawnSync} from 'node:child_process'
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

/** What a reader of markdown sees at the start of a line: a heading and its level, or an item and its depth. */
export type Mark = readonly [kind: 'heading' | 'item', line: number, level: number]

/** Why `cmark-gfm` is not to be had here; `false` where it is. */
export const missingCmark: string | false =
  spawnSync('cmark-gfm', ['--version']).status === 0
    ? false
    : 'cmark-gfm is not installed (Debian: apt-get install cmark-gfm)'

const options = [
  '-t',
  'xml',
  '--sourcepos',
  ...['table', 'tasklist', 'strikethrough', 'autolink'].flatMap((name) => ['-e', name])
]

/** Documents that one shell reads, one process of `cmark-gfm` each. */
const batch = 500

/** Reads documents with `cmark-gfm` and the extensions of GitHub: headings outside of quotes and items, and all items. */
export function marksByCmark(texts: readonly string[]): readonly (readonly Mark[])[] {
  const folder = mkdtempSync(join(tmpdir(), 'regmd-cmark-'))
  try {
    const marks: (readonly Mark[])[] = []
    for (let start = 0; start < texts.length; start += batch) {
      marks.push(...readBatch(folder, texts.slice(start, start + batch)))
    }

    return marks
  } finally {
    rmSync(folder, {recursive: true, force: true})
  }
}

function readBatch(folder: string, texts: readonly string[]): readonly (readonly Mark[])[] {
  for (const [index, text] of texts.entries()) writeFileSync(join(folder, `${index}.md`), text)
  const script = `i=0; while [ $i -lt ${texts.length} ]; do cmark-gfm ${options.join(' ')} $i.md >$i.xml || exit 1; i=$((i+1)); done`
  const {status, stderr} = spawnSync('sh', ['-c', script], {cwd: folder, timeout: 120_000})
  if (status !== 0) throw new Error(`cmark-gfm failed: ${String(stderr)}`)
  return texts.map((_, index) => marksIn(readFileSync(join(folder, `${index}.xml`), 'utf8')))
}

/** Reads the elements of its XML: text in them has no `<`. */
function marksIn(xml: string): readonly Mark[] {
  const marks: Mark[] = []
  const open: string[] = []
  for (const [tag, close, name = '', attributes = ''] of xml.matchAll(
    /<(\/?)([a-z_]+)((?:\s[^<>]*?)?)\/?>/gu
  )) {
    if (close === '/') {
      open.pop()
      continue
    }

    const line = Number(/sourcepos="(\d+):/u.exec(attributes)?.[1] ?? 0)
    const level = Number(/level="(\d+)"/u.exec(attributes)?.[1] ?? 0)
    const depth = open.filter((other) => other === 'list').length
    if (name === 'heading' && open.length === 1) marks.push(['heading', line, level])
    if (name === 'item' || name === 'tasklist') marks.push(['item', line, depth])
    if (!tag.endsWith('/>')) open.push(name)
  }

  return marks
}

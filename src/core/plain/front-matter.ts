import {ending} from './pattern.ts'

/** The only key, and under it words in the order of their lines. */
const plainFrontMatter = new RegExp(
  `^registry:(?:${ending} {2}[A-Za-z]\\w*: \\w[\\w./@+-]*)+$`,
  'u'
)

/**
 * Reads front matter in the form in which regmd writes it, as YAML would be read whose scalars are all
 * text.
 *
 * ```yaml
 * registry:
 *   schema: schemas/claim.schema.json
 *   reservations: open
 * ```
 *
 * @returns nothing for front matter of another form.
 */
export function readPlainFrontMatter(
  source: string
): {readonly registry: Readonly<Record<string, string>>} | undefined {
  if (!plainFrontMatter.test(source)) return undefined
  const entries = Array.from(source.matchAll(/^ {2}(\w+): (.+)$/gmu), ([, key = '', word = '']) => {
    return [key, word] as const
  })
  const registry = Object.fromEntries(entries)
  // A key that stands there twice is an error, which YAML's parser words.
  return Object.keys(registry).length === entries.length ? {registry} : undefined
}

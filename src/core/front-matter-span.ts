const frontMatter =
  /^---[ \t]*(?:\r\n|\n|\r)(?:([\s\S]*?)(?:\r\n|\n|\r))??---[ \t]*(?:\r\n|\n|\r|$)/u

/** Offset after a document's front matter; 0 where there is none, or where it never closes. */
export function frontMatterEnd(text: string): number {
  return frontMatter.exec(text)?.[0].length ?? 0
}

/** YAML source of a document's front matter, if it has one. */
export function frontMatterSource(text: string): string | undefined {
  const match = frontMatter.exec(text)
  return match ? (match[1] ?? '') : undefined
}

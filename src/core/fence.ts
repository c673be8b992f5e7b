/** The fence of code that is open after a line, given the one open before it. */
export function fenceAfter(open: string | undefined, source: string): string | undefined {
  const marker = /^ {0,3}(`{3,}(?=[^`]*$)|~{3,})/u.exec(source)?.[1]
  if (open === undefined) return marker
  const closes = marker?.startsWith(open) && source.trim() === marker
  return closes ? undefined : open
}

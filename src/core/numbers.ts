/** Writes numbers with runs drawn together: `1, 3-5`. */
export function listNumbers(numbers: readonly number[]): string {
  const runs: [number, number][] = []
  for (const number of numbers) {
    const last = runs.at(-1)
    if (last && last[1] === number - 1) last[1] = number
    else runs.push([number, number])
  }

  return runs.map(([first, last]) => (first === last ? first : `${first}-${last}`)).join(', ')
}

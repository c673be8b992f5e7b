import assert from 'node:assert/strict'

/** Sees to it that the time of reading a text grows with its length, and not with its square. */
export function assertLinear(read: (text: string) => unknown, unit: string): void {
  const textOf = (length: number) => unit.repeat(length / unit.length)
  // Sixteen times the length would take 256 times as long if it were quadratic.
  const floor = Math.min(...[1, 2, 3].map(() => timeOf(read, textOf(4000))))
  const limit = 80 * floor + 50
  // What is compiled or collected meanwhile counts too, but not thrice.
  const times: number[] = []
  while (times.length < 3) {
    times.push(timeOf(read, textOf(64_000)))
    if (Math.min(...times) < limit) return
  }

  assert.fail(`${times.join(', ')} ms, against ${floor} ms for a sixteenth`)
}

/** Milliseconds of this process; what others do meanwhile does not count. */
function timeOf(read: (text: string) => unknown, text: string): number {
  const start = process.cpuUsage()
  read(text)
  const {user, system} = process.cpuUsage(start)
  return (user + system) / 1000
}

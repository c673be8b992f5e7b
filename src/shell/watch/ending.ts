import {RegmdError} from '../../core/error.ts'
import {sleep} from '../sleep.ts'

/** Time that work gets to tidy up after an interruption, in milliseconds. */
const graceMs = 1000

/**
 * Waits for work, but not for long once the user has interrupted.
 *
 * @returns `undefined` if it was interrupted; what the work comes to then is of no interest.
 */
export async function unlessInterrupted<T>(
  work: Promise<T>,
  signal: AbortSignal
): Promise<T | undefined> {
  const done = new AbortController()
  try {
    const result = await Promise.race([work, interruption(signal, done.signal)])
    return signal.aborted ? undefined : result
  } catch (error) {
    // Ctrl-C reaches git as well, whose end then looks like a failure.
    if (signal.aborted && error instanceof RegmdError) return undefined
    throw error
  } finally {
    done.abort()
  }
}

/** Resolves a little after an interruption; never after `done`. */
async function interruption(signal: AbortSignal, done: AbortSignal): Promise<undefined> {
  await new Promise<void>((resolve) => {
    if (signal.aborted) return resolve()
    signal.addEventListener('abort', () => resolve(), {once: true, signal: done})
  })
  await sleep(graceMs, done)
  return undefined
}

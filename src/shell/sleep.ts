import {setTimeout as wait} from 'node:timers/promises'

/** Waits a number of milliseconds, or until a signal ends the wait. */
export async function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  try {
    await wait(ms, undefined, signal ? {signal} : {})
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'AbortError') throw error
  }
}

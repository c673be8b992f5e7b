import {main} from './main.ts'

/**
 * Runs regmd as a process of its own, and ends the process.
 *
 * @param file - that starts it once more.
 */
export async function runProgram(file: string): Promise<void> {
  const exitCode = await main(process.argv.slice(2), {
    cwd: process.cwd(),
    env: process.env,
    now: () => new Date(),
    // Node opens it when it is first looked at.
    get stdin() {
      return process.stdin
    },
    stdout: process.stdout,
    stderr: process.stderr,
    signal: interruption(),
    program: [process.execPath, ...process.execArgv, file]
  })

  // Something that git started may still hold a pipe open; what was written is let out first.
  process.stdout.write('', () => {
    process.stderr.write('', () => process.exit(exitCode))
  })
}

/** Aborted by the first SIGINT or SIGTERM; later ones do not end the process either. */
function interruption(): AbortSignal {
  const controller = new AbortController()

  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (!controller.signal.aborted) return controller.abort()
      // Ending now would hide whether what was sent took effect.
      process.stderr.write('regmd: Ending as soon as it is known what took effect\n')
    })
  }

  return controller.signal
}

import {fileURLToPath} from 'node:url'
import {runAction} from './action/run.ts'

const interruption = new AbortController()

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => interruption.abort())
}

const exitCode = await runAction({
  cwd: process.cwd(),
  env: process.env,
  now: () => new Date(),
  stdout: process.stdout,
  stderr: process.stderr,
  signal: interruption.signal,
  program: [process.execPath, fileURLToPath(import.meta.url)]
})

// Something that git started may still hold a pipe open; what was written is let out first.
process.stdout.write('', () => process.exit(exitCode))

#!/usr/bin/env node
import {fileURLToPath} from 'node:url'
import {main} from './main.ts'

const interruption = new AbortController()

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    if (!interruption.signal.aborted) return interruption.abort()
    // Ending now would hide whether what was sent took effect.
    process.stderr.write('regmd: Ending as soon as it is known what took effect\n')
  })
}

// A reader that has seen enough, `head` say, is not a failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
})

const exitCode = await main(process.argv.slice(2), {
  cwd: process.cwd(),
  env: process.env,
  now: () => new Date(),
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  signal: interruption.signal,
  program: [process.execPath, ...process.execArgv, fileURLToPath(import.meta.url)]
})

// Something that git started may still hold a pipe open; what was written is let out first.
process.stdout.write('', () => {
  process.stderr.write('', () => process.exit(exitCode))
})

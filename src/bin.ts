#!/usr/bin/env node
import module from 'node:module'
import {fileURLToPath} from 'node:url'
import {readVersion} from './package.ts'

const [first, second] = process.argv.slice(2)

// A reader that has seen enough, `head` say, is not a failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
})

// What installers and scripts ask, again and again, waits for no other module.
if (second === undefined && (first === '--version' || first === '-V')) {
  process.stdout.write(`${readVersion()}\n`)
} else {
  keepCompiled()
  void import('./program.ts').then(async ({runProgram}) =>
    runProgram(fileURLToPath(import.meta.url))
  )
}

/** What the types of the oldest Node do not have. */
interface NewerModule {
  readonly enableCompileCache?: (folder: string) => unknown
}

/**
 * Lets Node keep the compiled code of the modules that follow, where it can (22.8): beside the program,
 * so that nobody writes it who could not write the program itself. A folder that cannot be written is
 * no failure.
 */
function keepCompiled(): void {
  const newer: typeof module & NewerModule = module
  newer.enableCompileCache?.(fileURLToPath(new URL('../.cache', import.meta.url)))
}

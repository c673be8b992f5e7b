#!/usr/bin/env node
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
  void import('./program.ts').then(async ({runProgram}) =>
    runProgram(fileURLToPath(import.meta.url))
  )
}

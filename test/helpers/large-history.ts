import {spawn} from 'node:child_process'
import {once} from 'node:events'
import {Readable} from 'node:stream'
import {pipeline} from 'node:stream/promises'
import {renderDeed} from '../../src/core/deed.ts'
import {largeRegistry, largeSession} from './large.ts'

/** A history of registrations, one a commit. */
export interface LargeHistory {
  /** Blocks of the registry; positive. */
  readonly blocks: number
  /** Commits after the first one, each the claim of the next number; at most as many as blocks. */
  readonly claims: number
  /** Fully qualified name of the branch. */
  readonly ref: string
}

const path = 'registry/sessions.md'

/**
 * Writes a history of claims into a repository with one `git fast-import`.
 *
 * @param directory - of a repository that is there, bare or not; no worktree is touched.
 */
export async function importHistory(directory: string, history: LargeHistory): Promise<void> {
  const git = spawn('git', ['-C', directory, 'fast-import', '--quiet'], {
    stdio: ['pipe', 'inherit', 'inherit']
  })
  const ended = once(git, 'close')
  await pipeline(Readable.from(commandsOf(history)), git.stdin)
  const [code] = await ended
  if (code !== 0) throw new Error(`git fast-import ended with ${String(code)}`)
}

function* commandsOf({blocks, claims, ref}: LargeHistory): Generator<Buffer> {
  for (let claimed = 0; claimed <= claims; claimed++) {
    const message = claimed === 0 ? 'Start\n' : messageOf(claimed)
    const time = 1_763_243_000 + claimed
    yield Buffer.from(
      `commit ${ref}\nauthor A <a@example.org> ${time} +0000\ncommitter A <a@example.org> ${time} +0000\n`
    )
    yield* data(message)
    yield Buffer.from(`M 100644 inline ${path}\n`)
    yield* data(largeRegistry({blocks, registered: claimed}))
  }
}

function* data(text: string): Generator<Buffer> {
  const bytes = Buffer.from(text)
  yield Buffer.from(`data ${bytes.length}\n`)
  yield bytes
  yield Buffer.from('\n')
}

function messageOf(number: number): string {
  return renderDeed({
    action: 'claim',
    number,
    session: `${largeSession(number)} (session-${1_763_243_000 + number})`,
    path,
    attempt: `${number}`
  })
}

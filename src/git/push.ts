import {mkdtemp, readFile, rm} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import type {Answer} from './port.ts'
import {type Git, type Outcome, run, words} from './run.ts'

/** A push of one commit to one branch. */
export interface Push {
  /** Name of a configured remote. */
  readonly remote: string
  /** Fully qualified ref on the remote. */
  readonly ref: string
  readonly commit: string
  /** Value that the ref must have; `undefined` if it must not exist. */
  readonly expected: string | undefined
}

/**
 * Pushes a commit if the remote's ref has the value that is expected.
 *
 * What it answers is read off the exit code, the porcelain flag of the ref, and git's own trace of
 * whether the push began; never off words meant for people.
 */
export async function push(git: Git, request: Push): Promise<Answer> {
  const directory = await mkdtemp(join(tmpdir(), 'regmd-'))
  const trace = join(directory, 'trace')
  try {
    const outcome = await run(git, pushArguments(request), {environment: {GIT_TRACE2_EVENT: trace}})
    const kind = readAnswer(outcome, request.ref)
    if (kind !== 'unknown' || (await wasSent(trace))) {
      return {kind, words: words(outcome.stderr)}
    }
    return {kind: 'unsent', words: words(outcome.stderr)}
  } finally {
    await rm(directory, {recursive: true, force: true})
  }
}

function pushArguments({remote, ref, commit, expected}: Push): readonly string[] {
  return [
    'push',
    '--porcelain',
    '--no-follow-tags',
    '--recurse-submodules=no',
    `--force-with-lease=${ref}:${expected ?? ''}`,
    '--',
    remote,
    `${commit}:${ref}`
  ]
}

/** Reads `<flag>\t<from>:<to>\t[<summary>]`, see git-push(1), OUTPUT. */
function readAnswer({code, stdout}: Outcome, ref: string): Answer['kind'] {
  const line = stdout
    .toString()
    .split('\n')
    .map((text) => text.split('\t'))
    .find(([, refs]) => refs?.endsWith(`:${ref}`))
  if (!line) return 'unknown'
  const [flag, , summary = ''] = line
  if (flag === '!') return /^\[(?:remote )?rejected\]/u.test(summary) ? 'rejected' : 'unknown'
  return code === 0 ? 'accepted' : 'unknown'
}

/** Whether git came as far as sending; without a trace it may have. */
async function wasSent(trace: string): Promise<boolean> {
  try {
    const events = await readFile(trace, 'utf8')
    const isTraced = events.includes('"label":"transport_push"')
    return !isTraced || events.includes('"label":"push_refs"')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return true
    throw error
  }
}

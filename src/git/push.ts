import type {Answer} from './port.ts'
import {words} from './failure.ts'
import {type Git, type Outcome, run} from './run.ts'
import {readEvents, withTrace} from './trace.ts'

/** Set for the hooks of a push: a claim in one of them would push, and so on without end. */
export const pushing = 'REGMD_PUSHING'

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
  return withTrace(async (trace) => {
    const environment = {[pushing]: '1', ...(trace === undefined ? {} : {GIT_TRACE2_EVENT: trace})}
    const outcome = await run(git, pushArguments(request), {environment})
    const {kind, summary} = readAnswer(outcome, request.ref)
    const said = [...summary, ...words(outcome.stderr)]
    return {kind: kind === 'unknown' ? await readTrace(trace) : kind, words: said}
  })
}

function pushArguments({remote, ref, commit, expected}: Push): readonly string[] {
  return [
    // A mirror takes no refspec of its own, and many a remote no options.
    '-c',
    `remote.${remote}.mirror=false`,
    '-c',
    'push.pushOption=',
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

interface Reading {
  readonly kind: 'accepted' | 'rejected' | 'unknown'
  /** Why, in git's or the remote's words. */
  readonly summary: readonly string[]
}

/** Reads `<flag>\t<from>:<to>\t[<summary>]`, see git-push(1), OUTPUT. */
function readAnswer({code, stdout}: Outcome, ref: string): Reading {
  const line = stdout
    .toString()
    .split('\n')
    .map((text) => text.split('\t'))
    .find(([, refs]) => refs?.endsWith(`:${ref}`))
  if (!line) return {kind: 'unknown', summary: []}
  const [flag, , summary = ''] = line
  if (flag !== '!') return {kind: code === 0 ? 'accepted' : 'unknown', summary: []}
  const isDefinite = /^\[(?:remote )?rejected\]/u.test(summary)
  return {kind: isDefinite ? 'rejected' : 'unknown', summary: [summary]}
}

/**
 * Reads how far a push came that gave no answer: git's trace names the phases of a push and the
 * hooks that it runs. Without a trace it may have been sent.
 */
async function readTrace(trace: string | undefined): Promise<'unknown' | 'unsent' | 'refused'> {
  const events = await readEvents(trace)
  if (events === '' || events.includes('"label":"push_refs"')) return 'unknown'
  return events.includes('"hook_name":"pre-push"') ? 'refused' : 'unsent'
}

import type {Answer} from './answer.ts'
import {words} from './failure.ts'
import {type Git, type Outcome, run} from './run.ts'
import {readEvents, withTrace} from './trace.ts'

/** Set for the hooks of a push: a claim in one of them would push, and so on without end. */
export const pushing = 'REGMD_PUSHING'

/** What one ref of a remote is to become. */
export interface Update {
  /** Fully qualified. */
  readonly ref: string
  /** Commit id, hex; `undefined` deletes the ref. */
  readonly commit: string | undefined
  /** Value that it must have; `undefined` if it must not exist. */
  readonly expected: string | undefined
}

/** A push of refs that change together or not at all. */
export interface Push {
  /** Name of a configured remote. */
  readonly remote: string
  readonly updates: readonly Update[]
}

/**
 * Pushes commits if the remote's refs have the values that are expected.
 *
 * What it answers is read off the exit code, the porcelain flags of the refs, and git's own trace of
 * whether the push began; never off words meant for people.
 */
export async function push(git: Git, request: Push): Promise<Answer> {
  return withTrace(async (trace) => {
    const environment = {[pushing]: '1', ...(trace === undefined ? {} : {GIT_TRACE2_EVENT: trace})}
    const outcome = await run(git, pushArguments(request), {environment})
    const {kind, summary} = readAnswer(outcome, request.updates)
    const said = [...summary, ...words(outcome.stderr)]
    return {kind: kind === 'unknown' ? await readTrace(trace) : kind, words: said}
  })
}

function pushArguments({remote, updates}: Push): readonly string[] {
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
    ...(updates.length > 1 ? ['--atomic'] : []),
    ...updates.map(({ref, expected}) => `--force-with-lease=${ref}:${expected ?? ''}`),
    '--',
    remote,
    ...updates.map(({ref, commit}) => `${commit ?? ''}:${ref}`)
  ]
}

interface Reading {
  readonly kind: 'accepted' | 'rejected' | 'unknown'
  /** Why, in git's or the remote's words. */
  readonly summary: readonly string[]
}

/** Reads a line `<flag>\t<from>:<to>\t[<summary>]` for each ref, see git-push(1), OUTPUT. */
function readAnswer({code, stdout}: Outcome, updates: readonly Update[]): Reading {
  const refs = new Set(updates.map(({ref}) => ref))
  const lines = stdout
    .toString()
    .split('\n')
    .map((text) => text.split('\t'))
    .filter(([, target = '']) => refs.has(target.slice(target.indexOf(':') + 1)))
  const summary = lines.flatMap(([flag, , said = '']) => (flag === '!' ? [said] : []))
  if (summary.length === 0) {
    const isAccepted = code === 0 && lines.length === refs.size
    return {kind: isAccepted ? 'accepted' : 'unknown', summary}
  }

  const isDefinite = summary.every((said) => /^\[(?:remote )?rejected\]/u.test(said))
  return {kind: isDefinite ? 'rejected' : 'unknown', summary}
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

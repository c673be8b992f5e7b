import {devNull} from 'node:os'

/** Environment variables by name. */
export type Environment = Readonly<Record<string, string | undefined>>

/** Variables of git that carry identity, credentials, transport or configuration: kept. */
const kept =
  /^GIT_(?:AUTHOR_|COMMITTER_|SSH$|SSH_|SSL_|HTTP_|PROXY_|ASKPASS$|CONFIG_|ALLOW_PROTOCOL$|PROTOCOL|CEILING_DIRECTORIES$|DISCOVERY_ACROSS_FILESYSTEM$|TRACE2_EVENT$)/u

/** Variables by which a caller, a hook say, would bend where git works and what it runs: dropped. */
const dropped = /^(?:GIT_|EDITOR$|VISUAL$|PAGER$|LANGUAGE$|LC_|LANG$)/u

/** Counts how deep regmd runs in hooks of its own git commands. */
const depth = 'REGMD_DEPTH'

/** Whether a hook of a git command of regmd runs regmd, whose git command runs a hook, and so on. */
export function isTooDeep(environment: Environment): boolean {
  return depthOf(environment) > 1
}

function depthOf(environment: Environment): number {
  return Number(environment[depth] ?? 0) || 0
}

/**
 * Makes git's environment of a command's: no prompts, no other repository, messages in English, and
 * the history as it is for everybody, without the replacements and grafts of one clone.
 *
 * @param patienceMs - time that the command gets; what it starts for HTTP outlives it otherwise,
 *   where the network is silent.
 */
export function gitEnvironment(
  environment: Environment,
  patienceMs: number
): Record<string, string> {
  const entries = Object.entries(environment).filter(
    (entry): entry is [string, string] =>
      entry[1] !== undefined && (kept.test(entry[0]) || !dropped.test(entry[0]))
  )

  return {
    GIT_HTTP_LOW_SPEED_LIMIT: '1',
    GIT_HTTP_LOW_SPEED_TIME: String(Math.ceil(patienceMs / 1000)),
    ...Object.fromEntries(entries),
    LC_ALL: 'C',
    GIT_TERMINAL_PROMPT: '0',
    GCM_INTERACTIVE: 'never',
    GIT_NO_REPLACE_OBJECTS: '1',
    // A file that is there would be remarked upon.
    GIT_GRAFT_FILE: `${devNull}/none`,
    [depth]: String(depthOf(environment) + 1)
  }
}

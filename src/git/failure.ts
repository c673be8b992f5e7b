import {RegmdError} from '../core/error.ts'
import {withoutCredentials} from '../core/redact.ts'

/** Error for a command of git that failed where it should not; nothing was sent by it. */
export function gitFailure(command: string, stderr: string): RegmdError {
  return new RegmdError('NOT_A_REPOSITORY', `Cannot run \`git ${command}\`; nothing was changed`, {
    hint: 'git status',
    details: {git: words(stderr)}
  })
}

/** The lines that git and the remote said to a person, without credentials, at most ten. */
export function words(stderr: string): readonly string[] {
  return withoutCredentials(stderr)
    .split(/[\r\n]+/u)
    .map((line) => line.trimEnd().replaceAll('\t', '  '))
    .filter((line) => line !== '' && !/^(?:Everything up-to-date|Done)$/u.test(line))
    .slice(-10)
}

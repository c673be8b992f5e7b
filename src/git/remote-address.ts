import {type Git, runChecked} from './run.ts'

/**
 * Asks for the address of a remote as git uses it, with `url.*.insteadOf` applied.
 *
 * @param remote - name of a configured one.
 * @throws {RegmdError} `NOT_A_REPOSITORY` if git cannot tell.
 */
export async function remoteAddress(git: Git, remote: string): Promise<string> {
  return (await runChecked(git, ['remote', 'get-url', '--', remote])).trimEnd()
}

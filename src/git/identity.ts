import {RegmdError} from '../core/error.ts'
import {type Git, run, words} from './run.ts'

/** Author and committer as git writes them: `Name <address> 1700000000 +0000`. */
export interface Identity {
  readonly author: string
  readonly committer: string
}

/**
 * Asks git who commits here.
 *
 * @throws {RegmdError} `IDENTITY_MISSING` if git does not know.
 */
export async function readIdentity(git: Git): Promise<Identity> {
  const [author, committer] = await Promise.all([
    readIdent(git, 'GIT_AUTHOR_IDENT'),
    readIdent(git, 'GIT_COMMITTER_IDENT')
  ])
  return {author, committer}
}

async function readIdent(git: Git, variable: string): Promise<string> {
  const {code, stdout, stderr} = await run(git, ['var', variable])
  if (code === 0) return stdout.toString().trim()
  throw new RegmdError('IDENTITY_MISSING', 'Git does not know who commits here', {
    hint: 'git config user.name NAME && git config user.email ADDRESS',
    details: {git: words(stderr)}
  })
}

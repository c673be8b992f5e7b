import {RegmdError} from '../core/error.ts'
import type {Repository} from './repository.ts'
import {words} from './failure.ts'
import {type Git, run} from './run.ts'

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
export async function readIdentity(git: Git, {config}: Repository): Promise<Identity> {
  const names = [...Object.keys(git.environment), ...config.keys()]
  const isOne = !names.some((name) =>
    /^(?:GIT_(?:AUTHOR|COMMITTER)_|(?:author|committer)\.)/u.test(name)
  )
  const committer = await readIdent(git, 'GIT_COMMITTER_IDENT')
  return {author: isOne ? committer : await readIdent(git, 'GIT_AUTHOR_IDENT'), committer}
}

/**
 * Asks git once who commits here, and gives the answer as often as it is asked, each time at the time
 * of the question, unless the environment says another.
 *
 * @throws {RegmdError} `IDENTITY_MISSING`, when it is asked, if git does not know.
 */
export function identityOf(git: Git, repository: Repository): () => Promise<Identity> {
  const isDated = Object.keys(git.environment).some((name) =>
    /^GIT_(?:AUTHOR|COMMITTER)_DATE$/u.test(name)
  )
  const asked = readIdentity(git, repository)
  // Who commits nothing need not be known.
  asked.catch(() => undefined)
  return async () => {
    const {author, committer} = await asked
    return isDated ? asked : {author: atNow(author), committer: atNow(committer)}
  }
}

function atNow(ident: string): string {
  return ident.replace(/\d+(?= [+-]\d{4}$)/u, String(Math.floor(Date.now() / 1000)))
}

async function readIdent(git: Git, variable: string): Promise<string> {
  const {code, stdout, stderr} = await run(git, ['var', variable])
  if (code === 0) return stdout.toString().trim()
  throw new RegmdError('IDENTITY_MISSING', 'Git does not know who commits here', {
    hint: 'git config user.name NAME && git config user.email ADDRESS',
    details: {git: words(stderr)}
  })
}

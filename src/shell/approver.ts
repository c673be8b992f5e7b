import type {Context} from '../context.ts'
import {RegmdError} from '../core/error.ts'
import type {Policy} from '../core/policy.ts'
import {readIdentity} from '../git/identity.ts'
import type {Workspace} from './workspace.ts'

/** Variables by which agents and automata make themselves known. */
const signs = ['CLAUDECODE', 'AI_AGENT', 'CI']

/**
 * Checks that a person approves: who commits is among the approvers that the base branch names; where
 * it names none, somebody at a terminal who is no agent.
 *
 * @throws {RegmdError} `HUMAN_ONLY`, `IDENTITY_MISSING`.
 */
export async function requirePerson(
  {git, repository}: Workspace,
  {env, stdin}: Context,
  {approvers}: Policy
): Promise<void> {
  const {committer} = await readIdentity(git, repository)
  const address = /<([^>]*)>/u.exec(committer)?.[1]?.toLowerCase() ?? ''
  if (approvers.some((known) => known.toLowerCase() === address)) return
  if (approvers.length > 0) {
    const message = `Only those whom the registry names may approve it, and ${address} is not among them`
    throw humanOnly(message, {approvers})
  }

  const sign = signs.find((name) => (env[name] ?? '') !== '')
  if (sign !== undefined) throw humanOnly(`Approving is for people: ${sign} is set`, {sign})
  if (stdin?.isTTY !== true) throw humanOnly('Approving is for people: there is no terminal')
}

function humanOnly(message: string, details: Readonly<Record<string, unknown>> = {}): RegmdError {
  return new RegmdError('HUMAN_ONLY', `${message}; nothing was changed`, {
    hint: 'regmd status',
    details
  })
}

import type {Context} from '../context.ts'
import {makePrintable} from '../core/characters.ts'
import type {Plan} from '../shell/plan.ts'
import {utcSeconds} from './act.ts'
import {type GivenArguments, readGlobals} from './arguments.ts'
import {claimData, claimTexts} from './claim-data.ts'
import type {ClaimOptions} from './claim-options.ts'
import type {Result} from './command.ts'

/**
 * Shows what a claim would change, and writes nothing.
 *
 * @throws {RegmdError} as the claim itself would now.
 */
export async function previewClaim(
  argv: GivenArguments,
  context: Context,
  options: ClaimOptions
): Promise<Result> {
  const globals = readGlobals(argv)
  const [{openWorkspace}, {requireSession}, {readRegistry}, {planAct}, {claim}] = await Promise.all(
    [
      import('../shell/workspace.ts'),
      import('../shell/session.ts'),
      import('../shell/read.ts'),
      import('../shell/plan.ts'),
      import('../core/actions/claim.ts')
    ]
  )
  const workspace = await openWorkspace(context, globals)
  const {git, repository} = workspace
  const session = requireSession({
    flag: globals.session,
    env: context.env,
    repository,
    last: options.message?.session
  }).id
  const reading = await readRegistry(workspace, globals.offline)
  const asker = {session, now: utcSeconds(context.now())}
  const plan = await planAct(git, reading, {
    kind: 'claim',
    session,
    decide: (setting) => claim(setting, {...options, ...asker})
  })

  return previewOf(plan, {branch: reading.branches.written, remote: workspace.remote ?? null})
}

async function previewOf(
  {claim, document, registry: after, overruled, warnings, fallen, write}: Plan,
  place: {readonly branch: string; readonly remote: string | null}
): Promise<Result> {
  const {createTwoFilesPatch} = await import('diff')
  const {overruling, warning} = await import('../report/claim.ts')
  const {path, registry} = document
  const diff = createTwoFilesPatch(`a/${path}`, `b/${path}`, registry.text, after.text)
  const data = {
    ...claimData(claim),
    ...place,
    path,
    commit: null,
    attempts: 0,
    alreadyHeld: !write,
    fallen,
    dryRun: true,
    diff,
    warnings: [...overruled.map(overruling), ...warnings.map(warning)],
    untrusted: [...claimTexts, '/warnings/*', '/diff']
  }
  // A carriage return ends a line of some documents.
  const shown = diff.split('\n').map((line) => makePrintable(line.replace(/\r$/u, '')))
  return {data, text: () => shown.join('\n')}
}

import {carryOut} from './act.ts'
import {flagOf} from './arguments.ts'
import {claimData, claimTexts} from './claim-data.ts'
import {readClaimOptions} from './claim-options.ts'
import type {Command, Result} from './command.ts'
import {previewClaim} from './preview.ts'

/** `regmd claim [number]` */
export const claim: Command = {
  options: (builder) =>
    builder
      .positional('number', {type: 'string', describe: 'Number; else the one reserved for you'})
      .options({
        next: {type: 'boolean', describe: 'Take the lowest free number'},
        role: {type: 'string', requiresArg: true, describe: 'Role; else what the block says'},
        goal: {type: 'string', requiresArg: true, describe: 'Measurable goal; else what it says'},
        title: {type: 'string', requiresArg: true, describe: 'Title of the heading'},
        responsibility: {type: 'string', requiresArg: true, describe: 'One; repeat for more'},
        message: {type: 'string', requiresArg: true, describe: 'Registration message: file, or -'},
        'no-ready': {type: 'boolean', describe: 'Hold back READY: YES'},
        'dry-run': {type: 'boolean', describe: 'Print the diff and write nothing'}
      })
      .example("$0 claim 3 --session research-2 --goal 'Find 25 prospects daily'", ''),

  async run(argv, context): Promise<Result> {
    const options = await readClaimOptions(argv, context)
    if (flagOf(argv, 'dry-run')) return previewClaim(argv, context, options)
    const {claim: decide} = await import('../core/actions/claim.ts')
    const {overruling, renderClaim, warning} = await import('../report/claim.ts')
    const done = await carryOut(argv, context, {
      kind: 'claim',
      session: options.message?.session,
      decide: (setting, asker) => decide(setting, {...options, ...asker}),
      request: (asker) => ({...options, ...asker})
    })

    const alreadyHeld = !done.changed
    const {place, commit, attempts} = done
    return {
      data: {
        ...claimData(done.claim),
        path: place.path,
        branch: place.branch,
        remote: place.remote,
        commit,
        attempts,
        alreadyHeld,
        fallen: done.fallen,
        warnings: [...done.overruled.map(overruling), ...done.warnings.map(warning)],
        untrusted: [...claimTexts, '/warnings/*']
      },
      text: (screen) => renderClaim(screen, {...done, alreadyHeld})
    }
  }
}

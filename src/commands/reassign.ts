import {carryOut, landingData} from './act.ts'
import {numberOf, textOf, textsOf, usage} from './arguments.ts'
import {claimData, claimTexts} from './claim-data.ts'
import type {Command} from './command.ts'

/** `regmd reassign NUMBER --reason TEXT …` */
export const reassign: Command = {
  options: (builder) =>
    builder.positional('number', {type: 'string', describe: 'Number of the block'}).options({
      role: {type: 'string', requiresArg: true, describe: 'Role'},
      goal: {type: 'string', requiresArg: true, describe: 'Measurable goal'},
      responsibility: {type: 'string', requiresArg: true, describe: 'One; repeat for more'},
      reason: {type: 'string', requiresArg: true, describe: 'Why; the block and the history say it'}
    }),

  async run(argv, context) {
    const number = numberOf(argv)
    const [role, goal, reason] = ['role', 'goal', 'reason'].map((name) => textOf(argv, name))
    const responsibilities = textsOf(argv, 'responsibility')
    if (number === undefined) throw usage('Name the number of a block', 'regmd status')
    if (!role && !goal && !responsibilities) {
      const message = 'Say what is to change: --role, --goal or --responsibility'
      throw usage(message, `regmd reassign ${number} --goal 'GOAL' --reason 'WHY'`)
    }

    if (reason === undefined) {
      throw usage('A reassignment needs a reason', `regmd reassign ${number} --reason 'WHY'`)
    }

    const {reassign: decide} = await import('../core/actions/reassign.ts')
    const {renderReassign} = await import('../report/protocol.ts')
    const {warning} = await import('../report/claim.ts')
    const wish = {number, role, goal, responsibilities, reason}
    const done = await carryOut(argv, context, {
      kind: 'reassign',
      decide: (setting, asker) => decide(setting, {...wish, ...asker})
    })

    return {
      data: {
        ...claimData(done.claim),
        reason: done.claim.reason ?? null,
        ...landingData(done),
        warnings: done.warnings.map(warning),
        untrusted: [...claimTexts, '/reason', '/warnings/*']
      },
      text: (screen) => renderReassign(screen, done)
    }
  }
}

import {carryOut, changeData} from './act.ts'
import {numberOf, textOf, usage} from './arguments.ts'
import type {Command} from './command.ts'

/** `regmd release [number] --reason TEXT` */
export const release: Command = {
  options: (builder) =>
    builder
      .positional('number', {type: 'string', describe: 'Number; else the one that you hold'})
      .options({reason: {type: 'string', requiresArg: true, describe: 'Why; the block says it'}}),

  async run(argv, context) {
    const number = numberOf(argv)
    const reason = textOf(argv, 'reason')
    if (reason === undefined) {
      const command = number === undefined ? 'release' : `release ${number}`
      throw usage('A release needs a reason', `regmd ${command} --reason 'WHY'`)
    }

    const {release: decide} = await import('../core/actions/release.ts')
    const {renderRelease} = await import('../report/claim.ts')
    const done = await carryOut(argv, context, {
      kind: 'release',
      decide: (setting, asker) => decide(setting, {number, reason, ...asker})
    })

    return {data: changeData(done), text: (screen) => renderRelease(screen, done)}
  }
}

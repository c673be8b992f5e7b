import {carryOut, changeData} from './act.ts'
import {numberOf} from './arguments.ts'
import type {Command} from './command.ts'

/** `regmd ready [number]` */
export const ready: Command = {
  options: (builder) =>
    builder.positional('number', {type: 'string', describe: 'Number; else the one that you hold'}),

  async run(argv, context) {
    const number = numberOf(argv)
    const {ready: decide} = await import('../core/actions/ready.ts')
    const {renderReady} = await import('../report/claim.ts')
    const done = await carryOut(argv, context, {
      kind: 'ready',
      decide: (setting, asker) => decide(setting, {number, ...asker})
    })

    return {data: changeData(done), text: (screen) => renderReady(screen, done)}
  }
}

import {carryOut, changeData} from './act.ts'
import {numberOf} from './arguments.ts'
import type {Command} from './command.ts'

/** `regmd ack [number]` */
export const ack: Command = {
  options: (builder) =>
    builder.positional('number', {type: 'string', describe: 'Number; else the one that you hold'}),

  async run(argv, context) {
    const number = numberOf(argv)
    const [{ack: decide}, {digestOf}, {renderAck}] = await Promise.all([
      import('../core/actions/ack.ts'),
      import('../core/digest.ts'),
      import('../report/protocol.ts')
    ])
    const done = await carryOut(argv, context, {
      kind: 'ack',
      decide: (setting, asker) => decide(setting, {number, ...asker})
    })

    const digest = digestOf(done.registry)
    return {
      data: {...changeData(done), digest},
      text: (screen) => renderAck(screen, {...done, digest})
    }
  }
}

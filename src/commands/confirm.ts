import {carryOut, changeData} from './act.ts'
import type {Command} from './command.ts'

/** `regmd confirm` */
export const confirm: Command = {
  options: (builder) => builder,

  async run(argv, context) {
    const {confirm: decide} = await import('../core/actions/confirm.ts')
    const {renderConfirm} = await import('../report/protocol.ts')
    const done = await carryOut(argv, context, {kind: 'confirm', decide})
    return {data: changeData(done), text: (screen) => renderConfirm(screen, done)}
  }
}

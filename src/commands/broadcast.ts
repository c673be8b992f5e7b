import {carryOut, changeData} from './act.ts'
import {claimData, claimTexts} from './claim-data.ts'
import type {Command} from './command.ts'

/** `regmd broadcast` */
export const broadcast: Command = {
  options: (builder) => builder,

  async run(argv, context) {
    const [{broadcast: decide}, {digestOf}, {renderBroadcast}] = await Promise.all([
      import('../core/actions/broadcast.ts'),
      import('../core/digest.ts'),
      import('../report/protocol.ts')
    ])
    const done = await carryOut(argv, context, {kind: 'broadcast', decide})
    const digest = digestOf(done.registry)
    const claims = done.registry.blocks.map(({claim}) => claim)
    return {
      data: {
        ...changeData(done),
        digest,
        sessions: claims.map(claimData),
        untrusted: ['/session', ...claimTexts.map((pointer) => `/sessions/*${pointer}`)]
      },
      text: (screen) => renderBroadcast(screen, {...done, digest, claims})
    }
  }
}

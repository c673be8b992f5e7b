import {numberOf, readGlobals} from './arguments.ts'
import type {Command} from './command.ts'

/** `regmd history [number]` */
export const history: Command = {
  name: 'history',
  usage: 'history [number]',
  summary: 'Show who came first: every claim and release, in order',

  options: (builder) =>
    builder.positional('number', {type: 'string', describe: 'Only what concerns this number'}),

  async run(argv, context) {
    const number = numberOf(argv)
    const options = readGlobals(argv)
    const [{openWorkspace}, {readRegistry}, {readHistory}, {renderHistory}] = await Promise.all([
      import('../shell/workspace.ts'),
      import('../shell/read.ts'),
      import('../shell/history.ts'),
      import('../report/history.ts')
    ])
    const workspace = await openWorkspace(context, options)
    const reading = await readRegistry(workspace, options.offline)
    const entries = await readHistory(workspace.git, reading, number)
    return {
      data: {entries, untrusted: ['/entries/*/session', '/entries/*/author', '/entries/*/subject']},
      text: (screen) => renderHistory(screen, entries)
    }
  }
}

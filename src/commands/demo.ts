import {readGlobals} from './arguments.ts'
import type {Command} from './command.ts'

/** `regmd demo` */
export const demo: Command = {
  name: 'demo',
  usage: 'demo',
  summary: 'Watch twelve processes race for their numbers in a scratch repository',
  options: (builder) => builder,

  async run(argv, context) {
    const {quiet} = readGlobals(argv)
    const [{playDemo}, {renderDemo}] = await Promise.all([
      import('../shell/demo.ts'),
      import('../report/demo.ts')
    ])
    const story = await playDemo(context, (text) => {
      if (!quiet) context.stderr.write(`${text}\n`)
    })

    const {directory, remote, clone, race, duplicate, elapsedMs} = story
    const registered = race.filter(({exitCode}) => exitCode === 0).length
    const isAsTold = registered === race.length && duplicate.exitCode === 3
    return {
      data: {directory, remote, clone, registered, total: race.length, elapsedMs},
      text: (screen) => renderDemo(screen, {...story, program: context.program}),
      exitCode: isAsTold ? 0 : 1
    }
  }
}

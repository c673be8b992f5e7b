import {readGlobals} from './arguments.ts'
import type {Command} from './command.ts'

/** `regmd demo` */
export const demo: Command = {
  options: (builder) => builder,

  async run(argv, context) {
    const {quiet} = readGlobals(argv)
    const [{playDemo}, {renderDemo}] = await Promise.all([
      import('../shell/demo.ts'),
      import('../report/demo.ts')
    ])
    const {theatre, scenes, elapsedMs} = await playDemo(context, (text) => {
      if (!quiet) context.stderr.write(`${text}\n`)
    })

    const {directory, remote, clone, sessions} = theatre
    const [race] = scenes
    const registered = race?.runs.filter(({exitCode}) => exitCode === 0).length ?? 0
    const isAsTold = scenes.every(({runs, expected}) =>
      runs.every(({exitCode}) => exitCode === expected)
    )
    return {
      data: {
        directory,
        remote,
        clone,
        registered,
        total: sessions.length,
        scenes: scenes.map((scene) => ({
          title: scene.title,
          processes: scene.runs.length,
          ok: scene.runs.every(({exitCode}) => exitCode === scene.expected),
          elapsedMs: scene.elapsedMs
        })),
        elapsedMs
      },
      text: (screen) =>
        renderDemo(screen, {scenes, elapsedMs, remote, clone, program: context.program}),
      exitCode: isAsTold ? 0 : 1
    }
  }
}

import {resolve} from 'node:path'
import type {Context} from '../context.ts'
import type {MergeConflict} from '../core/merge/result.ts'
import {type GivenArguments, usage} from './arguments.ts'
import type {Command} from './command.ts'

/** `regmd merge-driver %O %A %B %P` */
export const mergeDriver: Command = {
  options: (builder) =>
    builder
      .positional('ancestor', {type: 'string', describe: 'File of the common ancestor: %O'})
      .positional('ours', {type: 'string', describe: 'File of ours, written in place: %A'})
      .positional('theirs', {type: 'string', describe: 'File of theirs: %B'})
      .positional('path', {type: 'string', describe: 'Path in the repository, for messages: %P'})
      .positional('marker-size', {type: 'string', describe: 'Length of conflict markers: %L [7]'}),

  async run(argv, context) {
    const [ancestor, ours, theirs] = ['ancestor', 'ours', 'theirs'].map((name) =>
      resolve(context.cwd, positionalOf(argv, name) ?? '')
    )
    if (ancestor === undefined || ours === undefined || theirs === undefined) {
      throw usage('Name three files')
    }

    const path = positionalOf(argv, 'path') ?? positionalOf(argv, 'ours') ?? ''
    const {mergeFiles} = await import('../shell/merge-driver.ts')
    const files = {ancestor, ours, theirs, markerSize: sizeOf(argv)}
    const conflicts = await mergeFiles(files)
    await tell(context, path, conflicts)
    return {
      data: {
        path,
        clean: conflicts.length === 0,
        conflicts,
        untrusted: ['/path', '/conflicts/*/message', '/conflicts/*/sessions/*', '/conflicts/*/next']
      },
      text: () => '',
      exitCode: conflicts.length === 0 ? 0 : 1
    }
  }
}

/** Git shows what is on standard error only beside its own lines. */
async function tell(
  {stderr}: Context,
  path: string,
  conflicts: readonly MergeConflict[]
): Promise<void> {
  if (conflicts.length === 0) return
  const {makeInert} = await import('../report/inert.ts')
  for (const {message, next} of conflicts) {
    stderr.write(`regmd: ${makeInert(`${path}: ${message}. Next: ${next}`)}\n`)
  }
}

function positionalOf(argv: GivenArguments, name: string): string | undefined {
  const value = argv[name]
  return typeof value === 'string' && value !== '' ? value : undefined
}

function sizeOf(argv: GivenArguments): number {
  const value = positionalOf(argv, 'marker-size') ?? '7'
  if (/^[1-9]\d{0,2}$/u.test(value)) return Number(value)
  throw usage(`${JSON.stringify(value)} is not the length of a conflict marker`)
}

import type {Context} from '../context.ts'
import {RegmdError} from '../core/error.ts'
import {readVersion} from '../package.ts'
import type {CheckReport} from '../report/check.ts'
import {type GivenArguments, flagOf, readGlobals, textOf, usage} from './arguments.ts'
import type {Command, Result} from './command.ts'
import {explain} from './explain.ts'

const formats = ['text', 'json', 'github', 'sarif'] as const

/** `regmd check` */
export const check: Command = {
  options: (builder) =>
    builder.options({
      file: {type: 'string', requiresArg: true, describe: 'Check this file'},
      ref: {type: 'string', requiresArg: true, describe: 'Check the registry of this commit'},
      base: {
        type: 'string',
        requiresArg: true,
        describe: 'Judge the change since this commit, too'
      },
      consensus: {type: 'boolean', describe: 'Want consensus, too'},
      strict: {type: 'boolean', describe: 'Let warnings count as errors'},
      format: {type: 'string', requiresArg: true, describe: 'text, json, github or sarif [text]'},
      explain: {type: 'string', requiresArg: true, describe: 'Explain a code, with examples'}
    }),

  async run(argv, context): Promise<Result> {
    const code = textOf(argv, 'explain')
    if (code !== undefined) return explain(code)
    const format = formatOf(argv)
    const report = await reportOf(argv, context)
    const {checkData} = await import('../report/check.ts')
    return {
      data: checkData(report),
      text: await rendererOf(format, report, context),
      exitCode: report.isFailed ? 1 : 0
    }
  }
}

function formatOf(argv: GivenArguments): (typeof formats)[number] {
  const given = textOf(argv, 'format') ?? 'text'
  const format = formats.find((known) => known === given)
  if (format !== undefined) return format
  throw usage(`--format wants one of ${formats.join(', ')}, not \`${given}\``)
}

async function reportOf(argv: GivenArguments, context: Context): Promise<CheckReport> {
  const [file, ref] = [textOf(argv, 'file'), textOf(argv, 'ref')]
  if (file !== undefined && ref !== undefined) throw usage('Name a --file or a --ref, not both')
  const base = baseOf(argv)
  const [{checkTarget}, {consensusOf}] = await Promise.all([
    import('../shell/check-target.ts'),
    import('../core/consensus.ts')
  ])
  const {path, registry, problems} = await checkTarget(context, readGlobals(argv), {
    file,
    ref,
    base
  })
  const consensus = consensusOf(registry)
  const wantsConsensus = flagOf(argv, 'consensus')
  const isWrong = problems.some(({severity}) => severity === 'error' || flagOf(argv, 'strict'))
  return {
    path,
    text: registry.text,
    problems,
    claims: registry.blocks.map(({claim}) => claim),
    consensus,
    wantsConsensus,
    isFailed: isWrong || (wantsConsensus && !consensus.reached)
  }
}

/** A base that came out empty must not pass for none: nothing of the change would be judged. */
function baseOf(argv: GivenArguments): string | undefined {
  if (argv['base'] !== '') return textOf(argv, 'base')
  throw new RegmdError('USAGE', '--base is empty: in a workflow, the event did not say it', {
    hint: 'regmd check --base origin/main'
  })
}

async function rendererOf(
  format: (typeof formats)[number],
  report: CheckReport,
  context: Context
): Promise<Result['text']> {
  if (format === 'sarif') {
    const {renderCheckSarif} = await import('../report/check-sarif.ts')
    return () => renderCheckSarif(report, readVersion())
  }

  if (format === 'github') {
    const {renderCheckGithub} = await import('../report/check-github.ts')
    const {renderStepSummary} = await import('../report/check-summary.ts')
    const {addToSummary} = await import('../shell/step-summary.ts')
    await addToSummary(context, renderStepSummary(report))
    return () => renderCheckGithub(report)
  }

  const {renderCheckText} = await import('../report/check-text.ts')
  return (screen) => renderCheckText(screen, report)
}

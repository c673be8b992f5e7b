import fc from 'fast-check'
import {type Claim, blankClaim} from '../../src/core/claim.ts'
import type {Consensus} from '../../src/core/consensus.ts'
import type {Problem, Remark} from '../../src/core/problem.ts'
import type {CheckReport} from '../../src/report/check.ts'

/** A registry with number 3 twice. */
export const document = `# Kitchen

### Session #3: Scout
- **ROLE**: taster

### Session #3: Mailer
- **ROLE**: cook
`

/** Texts that a terminal, a job's log, GitHub or markdown would take for more than text. */
export const hostile: readonly string[] = [
  '\u001B[31mred\u001B[0m \u009B31m \u001B]8;;https://evil\u0007link\u001B]8;;\u0007',
  '::error::x',
  '  ::add-mask::x',
  '\n::add-mask::x',
  '\r::stop-commands::x',
  '##[group]x',
  'a ##[add-mask]x ##vso[task.setvariable variable=a]b ##teamcity[x]',
  '%0A::error::x%0D%0a,title=y',
  'file=a,line=1::x',
  '`` ` ```',
  '```\nx\n```',
  'a`b|c\n| x |',
  '\\|\\\\| a \\\\\\| \\',
  '|',
  '`',
  '` | `',
  '[x](https://evil) ![x](https://evil) [^1] [x][y]',
  '<img src=x><!-- --><https://evil> https://evil www.evil.com me@evil.com',
  '@octocat #1 GH-1 $`a`$ $$b$$ :smile:',
  'a\u202Eb\u2066c\u200Bd\u200De\uFEFF\u00ADf',
  'a\0b\rc\r\nd\u2028e\u2029f\tg\vh',
  'a\uD83Db \uDC69',
  '\u{E0041}\u{F0000}',
  '©\u200D®'.repeat(400),
  ' ',
  '   a   ',
  '',
  '"\'\\u202e\\n{0} {{1}}',
  '- [ ] x',
  '# x',
  '---',
  '料理 👩‍🍳 ‚è≥ e\u0301'
]

const part = fc.oneof(
  fc.constantFrom(...hostile),
  fc.constantFrom(
    '::',
    '##',
    '[',
    ']',
    '(',
    ')',
    '|',
    '`',
    '\\',
    '\n',
    '\r',
    '%0A',
    '##x',
    '\u200D'
  ),
  fc.string({unit: 'binary', maxLength: 8}),
  fc.string({unit: 'grapheme', maxLength: 8})
)

/** Several of them in a row. */
export const foreignTexts: fc.Arbitrary<string> = fc
  .array(part, {maxLength: 6})
  .map((parts) => parts.join(''))

/** Place of the first occurrence of a part after a text, with a message. */
export function remark(
  text: string,
  message: string,
  [part, after = '']: readonly string[]
): Remark {
  const from = text.indexOf(after)
  const start = text.indexOf(part ?? '', from)
  if (from === -1 || start === -1) throw new Error(`No \`${part}\` after \`${after}\``)
  return {message, span: {start, end: start + (part ?? '').length}}
}

/** A problem at the first occurrence of a part after a text. */
export function problem(
  text: string,
  place: readonly string[],
  values: Partial<Problem> = {}
): Problem {
  return {code: 'FIELD_INVALID', severity: 'error', ...remark(text, 'Wrong', place), ...values}
}

/** A number that has two blocks. */
export const duplicate: Problem = problem(document, ['### Session #3: Mailer'], {
  code: 'NUMBER_DUPLICATE',
  message: 'Number 3 has two blocks',
  number: 3,
  related: [remark(document, 'The first one is here', ['### Session #3: Scout'])]
})

/** A report; of the duplicate number, where nothing else is said. */
export function reportOf(values: Partial<CheckReport> = {}): CheckReport {
  return {
    path: 'registry/sessions.md',
    text: document,
    problems: [duplicate],
    isFailed: true,
    claims: [claimOf({role: 'taster'}), claimOf({role: 'cook', session: 'kitchen-1'})],
    consensus: consensusOf(['session 3 is not ready']),
    wantsConsensus: false,
    ...values
  }
}

/** A claim of number 3. */
export function claimOf(values: Partial<Claim>): Claim {
  return {...blankClaim, number: 3, ...values}
}

/** A consensus that lacks something of its first criterion. */
export function consensusOf(missing: readonly string[]): Consensus {
  return {
    registered: 1,
    total: 2,
    reached: missing.length === 0,
    criteria: [
      {id: 'roles', text: 'All roles are defined and accepted', met: missing.length === 0, missing},
      {id: 'unique', text: 'No number is claimed twice', met: true, missing: []}
    ],
    open: []
  }
}

/** A report with one foreign text wherever there can be one. */
export function hostileReport(value: string): CheckReport {
  const text = `a ${value}${value} b\n`
  const {span} = problem(text, [value, 'a '])
  return reportOf({
    path: value,
    text,
    problems: [
      problem(text, [value], {message: value, span, number: 3}),
      problem(text, ['b'], {severity: 'warning', message: value, related: [{message: value, span}]})
    ],
    claims: [claimOf({role: value, goal: value, session: value})],
    consensus: consensusOf([value]),
    wantsConsensus: true
  })
}

/** Lines that a job's runner would take for a command. */
export function commandsIn(output: string): readonly string[] {
  return output.split('\n').filter((line) => /^\s*::|##\w*\[/u.test(line))
}

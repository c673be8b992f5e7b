import {mkdirSync, readFileSync, readdirSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {createTwoFilesPatch} from 'diff'
import claimSchema from '../schemas/claim.schema.json' with {type: 'json'}
import {checkPullRequest} from '../src/core/changes/check.ts'
import {versionOf} from '../src/core/changes/version.ts'
import {makePrintable} from '../src/core/characters.ts'
import {checkRegistry, inOrder} from '../src/core/check.ts'
import {consensusOf} from '../src/core/consensus.ts'
import {demandsOf} from '../src/core/demands.ts'
import {readPolicy} from '../src/core/front-matter.ts'
import {parseRegistry} from '../src/core/parse.ts'
import {type ProblemCode, type Severity, severities} from '../src/core/problem.ts'
import {checkWith} from '../src/core/schema.ts'
import {validateClaim} from '../src/core/shipped-validator.ts'
import {renderCheckText} from '../src/report/check-text.ts'
import {ruleTitles} from '../src/report/rule-titles.ts'
import type {Screen} from '../src/report/screen.ts'

/** Documents about one code: what the tests check is what the page shows. */
export interface RuleExample {
  /** Paragraphs of markdown. */
  readonly about: string
  readonly bad: string
  readonly good: string
  /** What a pull request makes the others of; `undefined` for a code of documents. */
  readonly base: string | undefined
}

const root = fileURLToPath(new URL('..', import.meta.url))
const fixtures = join(root, 'test/fixtures/rules')
const pages = join(root, 'docs/rules')

const schema = {check: checkWith(validateClaim), demands: demandsOf(claimSchema)}
const screen: Screen = {width: 100, style: (_look, text) => text, program: 'npx regmd'}

/** All codes, those of documents first. */
export const codes: readonly ProblemCode[] = Object.keys(severities).filter(isCode)

/** Reads what the tests of a code check. */
export function readExample(code: ProblemCode): RuleExample {
  const files = readdirSync(join(fixtures, code))
  const read = (name: string) => readFileSync(join(fixtures, code, `${name}.md`), 'utf8')
  return {
    about: read('about'),
    bad: read('bad'),
    good: read('good'),
    base: files.includes('base.md') ? read('base') : undefined
  }
}

/** Writes the page about a code. */
export function renderRulePage(code: ProblemCode, example: RuleExample): string {
  const {about, bad, good, base} = example
  const show = (document: string) =>
    base === undefined ? fence('markdown', document) : fence('diff', patch(base, document))
  const command = base === undefined ? 'regmd check' : 'regmd check --base main'
  return [
    `# ${code}`,
    `**${ruleTitles[code]}.** ${defaultText(severities[code])}`,
    about.trim(),
    ...(base === undefined ? [] : ['## Base', fence('markdown', base)]),
    '## Bad',
    show(bad),
    `\`${command}\` says:`,
    fence('text', report(bad, base)),
    '## Good',
    show(good),
    '## Severity',
    severityText(code, base !== undefined)
  ].join('\n\n')
}

/** Path of the page about a code. */
export function pagePath(code: ProblemCode): string {
  return join(pages, `${code}.md`)
}

function isCode(key: string): key is ProblemCode {
  return key in severities
}

function nounOf(severity: Severity): string {
  return severity === 'error' ? 'an error' : 'a warning'
}

function defaultText(severity: Severity): string {
  return severity === 'error' ? 'An error by default.' : 'A warning by default.'
}

function report(text: string, base: string | undefined): string {
  const registry = parseRegistry(text)
  const policy = readPolicy(base ?? text)
  const before = base === undefined ? undefined : versionOf(parseRegistry(base), undefined)
  const head = versionOf(registry, undefined)
  const changed = before
    ? checkPullRequest({
        policy,
        mergeBases: [before],
        base: before,
        head,
        steps: [],
        witnesses: [],
        isApart: false
      })
    : []
  const problems = inOrder([...checkRegistry({registry, policy, schema}), ...changed])
  return renderCheckText(screen, {
    path: 'registry/sessions.md',
    text,
    problems,
    isFailed: problems.length > 0,
    claims: registry.blocks.map(({claim}) => claim),
    consensus: consensusOf(registry),
    wantsConsensus: false
  })
}

/** What differs, with enough of its surroundings to know the block. */
function patch(before: string, after: string): string {
  const whole = createTwoFilesPatch('base', 'head', before, after, '', '', {context: 2})
  return whole.slice(whole.indexOf('@@'))
}

/** A fenced block that its text cannot end, and in which nothing is hidden. */
function fence(language: string, text: string): string {
  const runs = text.match(/`+/gu) ?? []
  const marks = '`'.repeat(Math.max(3, ...runs.map(({length}) => length + 1)))
  const lines = text.trimEnd().split('\n').map(makePrintable)
  return [`${marks}${language}`, ...lines, marks].join('\n')
}

function severityText(code: ProblemCode, isChange: boolean): string {
  const other = severities[code] === 'error' ? 'warning' : 'error'
  const whose = isChange ? "the base's front matter" : 'the front matter'
  const line = `\`registry: {rules: {${code}: ${other}}}\``
  return `${line} in ${whose} makes it ${nounOf(other)};\n\`off\` turns it off.\n`
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  mkdirSync(pages, {recursive: true})
  for (const code of codes) writeFileSync(pagePath(code), renderRulePage(code, readExample(code)))
}

import {type Position, positionsOf} from '../core/position.ts'
import {type Problem, type ProblemCode, severities} from '../core/problem.ts'
import type {CheckReport} from './check.ts'
import {stringify} from './json.ts'
import {ruleTitles} from './rule-titles.ts'

const schema =
  'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json'
const home = 'https://github.com/regmd/regmd'

/**
 * Renders a check as SARIF 2.1.0, for code scanning.
 *
 * @param version - of regmd.
 */
export function renderCheckSarif({path, text, problems}: CheckReport, version: string): string {
  const codes = [...new Set(problems.map(({code}) => code))]
  const positionOf = positionsOf(text)
  const uri = uriOf(path)
  const locate = (span: Problem['span']) => location(uri, positionOf(span))
  const ordinals = ordinalsOf(problems)

  const results = problems.map((problem, index) => ({
    ruleId: problem.code,
    ruleIndex: codes.indexOf(problem.code),
    level: problem.severity,
    message: plain(problem.message),
    locations: [locate(problem.span)],
    ...relatedLocations(problem, locate),
    partialFingerprints: {'problem/v1': ordinals[index]}
  }))
  const driver = {name: 'regmd', version, informationUri: home, rules: codes.map(rule)}
  const run = {tool: {driver}, columnKind: 'utf16CodeUnits', results}
  return stringify({$schema: schema, version: '2.1.0', runs: [run]})
}

function rule(code: ProblemCode): object {
  return {
    id: code,
    shortDescription: {text: ruleTitles[code]},
    helpUri: `${home}/blob/main/docs/rules/${code}.md`,
    defaultConfiguration: {level: severities[code]}
  }
}

function relatedLocations(
  {related = []}: Problem,
  locate: (span: Problem['span']) => object
): object {
  if (related.length === 0) return {}
  return {
    relatedLocations: related.map(({message, span}, id) => ({
      id,
      ...locate(span),
      message: plain(message)
    }))
  }
}

function location(uri: string, position: Position): object {
  const {line, column, endLine, endColumn} = position
  return {
    physicalLocation: {
      artifactLocation: {uri, uriBaseId: '%SRCROOT%'},
      region: {startLine: line, startColumn: column, endLine, endColumn}
    }
  }
}

/** A message in which foreign text makes no link. */
function plain(message: string): object {
  return {text: message.replaceAll('](', '] (')}
}

function uriOf(path: string): string {
  // A lone surrogate has no encoding.
  return path
    .replace(/\p{Cs}/gu, '\uFFFD')
    .split('/')
    .map(encodeURIComponent)
    .join('/')
}

/** Names of problems that stay the same when lines move: `NUMBER_DUPLICATE/3/1`. */
function ordinalsOf(problems: readonly Problem[]): readonly string[] {
  const counts = new Map<string, number>()
  return problems.map(({code, number}) => {
    const key = `${code}/${number ?? ''}`
    const ordinal = (counts.get(key) ?? 0) + 1
    counts.set(key, ordinal)
    return `${key}/${ordinal}`
  })
}

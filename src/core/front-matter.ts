import {parse} from 'yaml'
import {RegmdError} from './error.ts'
import {frontMatterSource} from './front-matter-span.ts'
import {checkBranchName} from './names.ts'
import {readPlainFrontMatter} from './plain/front-matter.ts'
import {type Policy, defaultPolicy} from './policy.ts'
import {severities} from './problem.ts'

/** Largest front matter, in UTF-16 units. */
const maxLength = 16 * 1024

type Mapping = Readonly<Record<string, unknown>>

/**
 * Reads the `registry` key of a document's front matter (YAML 1.2, failsafe: all scalars are text).
 *
 * @throws {RegmdError} `REGISTRY_INVALID` if it is not valid YAML, too large, or names something
 *   that regmd does not know, or a branch that cannot be.
 */
export function readPolicy(text: string): Policy {
  const source = frontMatterSource(text)
  if (source === undefined) return defaultPolicy
  if (source.length > maxLength) throw invalid('it is larger than 16 KiB')
  const said = readPlainFrontMatter(source) ?? parseYaml(source)
  const {registry} = mapping(said, 'front matter')
  return registry === undefined ? defaultPolicy : policyOf(mapping(registry, 'registry'))
}

const refusals = new Set(['YAMLParseError', 'ReferenceError', 'RangeError'])

function parseYaml(source: string): unknown {
  try {
    // To the library a carriage return alone ends no line.
    const lines = source.replace(/\r(?!\n)/gu, '\n')
    // Its warnings would print lines of the source as they are.
    return parse(lines, {schema: 'failsafe', maxAliasCount: 0, logLevel: 'error'}) ?? {}
  } catch (error) {
    // What it finds wrong is an error by that name; an alias, or a nesting too deep, is another.
    if (!(error instanceof Error) || !refusals.has(error.name)) throw error
    throw invalid(error.message.split('\n')[0] ?? '', error)
  }
}

function policyOf(registry: Mapping): Policy {
  const known = Object.keys(defaultPolicy)
  const unknown = Object.keys(registry).find((key) => !known.includes(key))
  if (unknown !== undefined) {
    throw invalid(`\`registry.${unknown}\` is not known; known are ${known.join(', ')}`)
  }

  return {
    branch: branch(word(registry, 'branch')),
    base: branch(word(registry, 'base')),
    schema: word(registry, 'schema'),
    reservations: reservations(word(registry, 'reservations')),
    orchestrator: orchestrator(word(registry, 'orchestrator')),
    approvers: approvers(registry['approvers']),
    rules: rules(registry['rules'])
  }
}

function word(registry: Mapping, key: string): string | undefined {
  const value = registry[key]
  if (value === undefined || value === '') return undefined
  if (typeof value !== 'string') throw invalid(`\`registry.${key}\` is not a word`)
  return value
}

function branch(value: string | undefined): typeof value {
  if (value !== undefined) checkBranchName(value)
  return value
}

function reservations(value: string | undefined): Policy['reservations'] {
  if (value === undefined || value === 'strict') return 'strict'
  if (value === 'open') return value
  throw invalid('`registry.reservations` is neither `strict` nor `open`')
}

function orchestrator(value: string | undefined): number {
  if (value === undefined) return defaultPolicy.orchestrator
  if (/^[1-9]\d{0,8}$/u.test(value)) return Number(value)
  throw invalid('`registry.orchestrator` is not the number of a session')
}

function approvers(value: unknown): readonly string[] {
  if (value === undefined || value === '') return []
  const list: readonly unknown[] = Array.isArray(value) ? value : [value]
  return list.map((item) => {
    if (typeof item !== 'string') throw invalid('`registry.approvers` is not a list of addresses')
    return item
  })
}

function rules(value: unknown): Policy['rules'] {
  if (value === undefined || value === '') return {}
  return Object.fromEntries(
    Object.entries(mapping(value, 'registry.rules')).map(([code, severity]) => {
      if (!Object.hasOwn(severities, code)) {
        throw invalid(`\`registry.rules.${code}\` is no code of a problem`)
      }

      if (severity === 'error' || severity === 'warning' || severity === 'off') {
        return [code, severity]
      }
      throw invalid(`\`registry.rules.${code}\` is none of \`error\`, \`warning\`, \`off\``)
    })
  )
}

function mapping(value: unknown, name: string): Mapping {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return Object.fromEntries(Object.entries(value))
  }
  throw invalid(`\`${name}\` is not a mapping`)
}

function invalid(why: string, cause?: unknown): RegmdError {
  return new RegmdError('REGISTRY_INVALID', `Cannot read the front matter: ${why}`, {
    hint: 'regmd status --registry PATH',
    cause
  })
}

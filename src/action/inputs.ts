import {RegmdError} from '../core/error.ts'

/** What a workflow gives the action under `with:`. */
export interface Inputs {
  /** Path of the registry, if named. */
  readonly registry: string | undefined
  readonly strict: boolean
  readonly consensus: boolean
}

/**
 * Reads the inputs, as the runner hands them over: `INPUT_STRICT` for `strict`.
 *
 * @throws {RegmdError} `USAGE` for a switch that is neither on nor off.
 */
export function readInputs(env: Readonly<Record<string, string | undefined>>): Inputs {
  const read = (name: string) => (env[`INPUT_${name.toUpperCase()}`] ?? '').trim()
  const isOn = (name: string) => switchOf(name, read(name))
  return {
    registry: read('registry') || undefined,
    strict: isOn('strict'),
    consensus: isOn('consensus')
  }
}

/** Booleans as YAML 1.2 writes them. */
function switchOf(name: string, value: string): boolean {
  if (/^(?:true|True|TRUE)$/u.test(value)) return true
  if (/^(?:|false|False|FALSE)$/u.test(value)) return false
  throw new RegmdError('USAGE', `\`${name}\` wants true or false, not \`${value}\``, {
    hint: `write \`${name}: true\` under \`with:\``
  })
}

import assert from 'node:assert/strict'
import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import claimSchema from '../../schemas/claim.schema.json' with {type: 'json'}
import type {Setting} from '../../src/core/actions/action.ts'
import {type Decoded, decode} from '../../src/core/decode.ts'
import {type ErrorCode, RegmdError} from '../../src/core/error.ts'
import {readPolicy} from '../../src/core/front-matter.ts'
import {demandsOf} from '../../src/core/demands.ts'
import {parseRegistry} from '../../src/core/parse.ts'
import type {Policy} from '../../src/core/policy.ts'
import type {Block} from '../../src/core/registry.ts'
import type {Span} from '../../src/core/span.ts'
import {checkWith} from '../../src/core/schema.ts'
import {validateClaim} from '../../src/core/shipped-validator.ts'

/** Folder of the fixtures. */
export const fixtures: string = join(import.meta.dirname, '..', 'fixtures')

/** The document that regmd was invented for, as it should read and as it was received. */
export const seeds: Readonly<Record<'decoded' | 'as-received', string>> = {
  decoded: readFixture('seed', 'decoded.md').text,
  'as-received': readFixture('seed', 'as-received.md').text
}

/** Time of every action in these tests. */
export const now = '2026-11-20T18:10:27Z'

/** Reads a fixture's bytes as regmd reads a registry. */
export function readFixture(...path: readonly string[]): Decoded {
  return decode(readFileSync(join(fixtures, ...path)))
}

/** What an action knows of a document, with the shipped schema. */
export function settingOf(text: string, policy: Partial<Policy> = {}): Setting {
  return {
    registry: parseRegistry(text),
    policy: {...readPolicy(text), ...policy},
    schema: {check: checkWith(validateClaim), demands: demandsOf(claimSchema)}
  }
}

/** Runs something that must be refused with a code, and returns the refusal. */
export function refused(code: ErrorCode, run: () => unknown): RegmdError {
  try {
    run()
  } catch (error) {
    assert.ok(error instanceof RegmdError, `Expected a refusal, got ${String(error)}`)
    assert.equal(error.code, code)
    return error
  }

  throw new Error(`Expected \`${code}\`, but nothing was refused`)
}

/** The block of a number; the test fails without one. */
export function blockAt(blocks: readonly Block[], number: number): Block {
  const block = blocks.find(({claim}) => claim.number === number)
  assert.ok(block, `Expected a block for number ${number}`)
  return block
}

/** Source at a span. */
export function sliceOf(text: string, {start, end}: Span): string {
  return text.slice(start, end)
}

/** Lines of a text with their endings; joined they are the text. */
export function linesOf(text: string): readonly string[] {
  return text.match(/[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+$/gu) ?? []
}

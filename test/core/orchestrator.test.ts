import assert from 'node:assert/strict'
import {test} from 'node:test'
import {checkRegistry} from '../../src/core/check.ts'
import {readPolicy} from '../../src/core/front-matter.ts'
import {settingOf} from '../helpers/core.ts'
import {protocolText} from '../helpers/protocol.ts'

const cases: readonly (readonly [number, readonly string[]])[] = [
  [1, []],
  [2, []],
  [3, ['NUMBER_OUT_OF_RANGE']]
]

for (const [number, codes] of cases) {
  test(`number ${number} as the orchestrator of two is ${codes.length === 0 ? 'right' : 'found'}`, () => {
    const text = protocolText({frontMatter: `registry:\n  orchestrator: ${number}`})
    const problems = checkRegistry(settingOf(text, readPolicy(text)))
    assert.deepEqual(
      problems.filter(({code}) => code === 'NUMBER_OUT_OF_RANGE').map(({code}) => code),
      codes
    )
  })
}

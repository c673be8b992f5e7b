import assert from 'node:assert/strict'
import {test} from 'node:test'
import {readStatus, writeStatus} from '../../src/core/status.ts'

const readings: readonly (readonly [string, string, string, string])[] = [
  ['', 'PENDING', '', ''],
  ['PENDING', 'PENDING', '', 'PENDING'],
  ['PENDING REGISTRATION', 'PENDING', '', 'PENDING REGISTRATION'],
  ['REGISTERED', 'REGISTERED', '', 'REGISTERED'],
  ['⏳ PENDING', 'PENDING', '⏳ ', 'PENDING'],
  ['⏳ PENDING REGISTRATION', 'PENDING', '⏳ ', 'PENDING REGISTRATION'],
  ['✅ REGISTERED', 'REGISTERED', '✅ ', 'REGISTERED'],
  ['✅  REGISTERED', 'REGISTERED', '✅  ', 'REGISTERED'],
  ['‚è≥ PENDING REGISTRATION', 'PENDING', '‚è≥ ', 'PENDING REGISTRATION'],
  ['‚úÖ REGISTERED', 'REGISTERED', '‚úÖ ', 'REGISTERED'],
  ['✔️ Registered', 'REGISTERED', '✔️ ', 'Registered'],
  ['pending', 'PENDING', '', 'pending'],
  ['NOT REGISTERED', 'UNKNOWN', '', 'NOT REGISTERED'],
  ['UNREGISTERED', 'UNKNOWN', '', 'UNREGISTERED'],
  ['1 REGISTERED', 'UNKNOWN', '', '1 REGISTERED'],
  ['REGISTERED ✅', 'UNKNOWN', '', 'REGISTERED ✅'],
  ['✅REGISTERED', 'UNKNOWN', '', '✅REGISTERED'],
  ['✅', 'UNKNOWN', '', '✅'],
  ['REGISTERED | PENDING', 'UNKNOWN', '', 'REGISTERED | PENDING'],
  ['[status]', 'UNKNOWN', '', '[status]'],
  ['PENDING  REGISTRATION', 'UNKNOWN', '', 'PENDING  REGISTRATION'],
  ['done', 'UNKNOWN', '', 'done']
]

for (const [value, status, symbol, word] of readings) {
  test(`readStatus() reads “${value}” as ${status}`, () => {
    assert.deepEqual(readStatus(value), {status, symbol, word})
  })
}

type Writing = readonly [
  name: string,
  status: 'PENDING' | 'REGISTERED',
  current: string,
  others: readonly string[],
  expected: string
]

const writings: readonly Writing[] = [
  ['its partner', 'REGISTERED', '⏳ PENDING REGISTRATION', [], '✅ REGISTERED'],
  ['its partner, back', 'PENDING', '✅ REGISTERED', [], '⏳ PENDING'],
  ['its partner in mojibake', 'REGISTERED', '‚è≥ PENDING REGISTRATION', [], '‚úÖ REGISTERED'],
  ['its partner in mojibake, back', 'PENDING', '‚úÖ REGISTERED', [], '‚è≥ PENDING'],
  ['no symbol where there is none', 'REGISTERED', 'PENDING', [], 'REGISTERED'],
  ['the usual symbol for a strange one', 'REGISTERED', '🕐 PENDING', [], '✅ REGISTERED'],
  ['lower case', 'REGISTERED', 'pending', [], 'registered'],
  ['a capital letter', 'REGISTERED', 'Pending', [], 'Registered'],
  ['capitals where there is nothing', 'REGISTERED', '', [], 'REGISTERED'],
  ['what another block says', 'REGISTERED', '⏳ Pending', ['☑ Registered'], '☑ Registered'],
  ['the symbol of another block', 'REGISTERED', '⏳ PENDING', ['☑ Registered'], '☑ REGISTERED'],
  ['its own case', 'REGISTERED', 'PENDING', ['registered'], 'REGISTERED'],
  [
    'what the first other block says',
    'PENDING',
    '✅ REGISTERED',
    ['✅ REGISTERED', 'PENDING', '⏳ PENDING'],
    'PENDING'
  ],
  [
    'the long form of another block',
    'PENDING',
    '✅ REGISTERED',
    ['⏳ PENDING REGISTRATION'],
    '⏳ PENDING REGISTRATION'
  ],
  [
    'no text of another block that is not known',
    'REGISTERED',
    '⏳ PENDING',
    ['done'],
    '✅ REGISTERED'
  ],
  ['its partner where another block has no status', 'PENDING', '✅ REGISTERED', [''], '⏳ PENDING'],
  [
    'what the next block says where one has no status',
    'PENDING',
    '✅ REGISTERED',
    ['', '⏳ PENDING REGISTRATION'],
    '⏳ PENDING REGISTRATION'
  ]
]

for (const [name, status, current, others, expected] of writings) {
  test(`writeStatus() writes ${name}`, () => {
    assert.equal(writeStatus(status, current, others), expected)
    assert.equal(readStatus(expected).status, status)
  })
}

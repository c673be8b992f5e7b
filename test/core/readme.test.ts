import assert from 'node:assert/strict'
import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {test} from 'node:test'
import {type ActionRule, protocol} from '../../src/core/protocol/table.ts'
import {packageRoot} from '../helpers/cli.ts'

const readme = readFileSync(join(packageRoot, 'README.md'), 'utf8')

test('the table of actions in the readme is the state machine', () => {
  const rows = Object.entries<ActionRule>(protocol).map(([name, {who, from, to, changes}]) =>
    ['', `\`${name}\``, who, from, to ?? '', changes ? 'yes' : '', '']
      .join(' | ')
      .replace(/ {2,}/gu, ' ')
      .trim()
  )
  const table = /<!-- protocol:start -->\s+([^]*?)\s+<!-- protocol:end -->/u.exec(readme)?.[1] ?? ''
  assert.deepEqual(table.split('\n').slice(2), rows)
})

test('the readme names every stage', () => {
  for (const {from, to} of Object.values<ActionRule>(protocol)) {
    for (const stage of [from, ...(to ? [to] : [])])
      assert.match(readme, new RegExp(`^\\| ${stage} \\|`, 'mu'))
  }
})

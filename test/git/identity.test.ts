import assert from 'node:assert/strict'
import {test} from 'node:test'
import {identityOf} from '../../src/git/identity.ts'
import {makeFolder, cleanEnvironment} from '../helpers/cli.ts'

const name = {GIT_COMMITTER_NAME: 'Ada 7', GIT_COMMITTER_EMAIL: 'ada@example.com'}
const author = {GIT_AUTHOR_NAME: 'Ben', GIT_AUTHOR_EMAIL: 'ben@example.com'}
const repository = {root: undefined, prefix: '', config: new Map<string, string>()}

async function askerIn(env: Readonly<Record<string, string>>) {
  const directory = await makeFolder()
  const environment = cleanEnvironment(env)
  return identityOf({directory, environment, deadline: Date.now() + 60_000}, repository)
}

test('who commits is told at the time of each question', async (t) => {
  const ask = await askerIn({...name, ...author})
  await ask()
  t.mock.timers.enable({apis: ['Date'], now: 1_900_000_000_000})
  const {author: by, committer} = await ask()
  assert.match(committer, /^Ada 7 <ada@example\.com> 1900000000 [+-]\d{4}$/u)
  assert.match(by, /^Ben <ben@example\.com> 1900000000 [+-]\d{4}$/u)
})

test('a time that the environment says stays', async () => {
  const ask = await askerIn({...name, ...author, GIT_AUTHOR_DATE: '1700000000 +0200'})
  assert.equal((await ask()).author, 'Ben <ben@example.com> 1700000000 +0200')
})

test('who is not known is missed only when asked for', async () => {
  const ask = await askerIn({GIT_COMMITTER_NAME: '', GIT_COMMITTER_EMAIL: ''})
  await new Promise((resolve) => setTimeout(resolve, 200))
  await assert.rejects(ask(), {code: 'IDENTITY_MISSING'})
})

import assert from 'node:assert/strict'
import {readFile, rm, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {test} from 'node:test'
import {putBack} from '../../src/git/put-back.ts'
import {initRepository} from '../helpers/world.ts'
import {makeWorld} from '../helpers/repository.ts'

const [before, after] = ['one\ntwo\n', 'one\nthree\nfour\n']

/** What the worktree has when git could not finish, and what it has to have then. */
const cases: readonly (readonly [name: string, left: string | undefined, wanted: string])[] = [
  ['nothing is restored', undefined, before],
  ['an empty file is restored', '', before],
  ['the beginning of the new version is restored', 'one\nth', before],
  ['the whole new version is left', after, after],
  ['the old version is left', before, before],
  ['what somebody wrote is left', 'mine\n', 'mine\n'],
  ['more than the new version is left', `${after}mine\n`, `${after}mine\n`]
]

for (const [name, left, wanted] of cases) {
  test(`putBack(): ${name}`, async (t) => {
    const world = await makeWorld(t)
    const directory = await initRepository(world, world.path('repository'))
    const file = join(directory, 'a file.md')
    await world.write(file, after)
    const oid = await world.git(directory, 'hash-object', '-w', '--', 'a file.md')
    await world.write(file, before)
    await world.git(directory, 'add', '--all')

    if (left === undefined) await rm(file)
    else await writeFile(file, left)
    const git = {directory, environment: world.env, deadline: Date.now() + 60_000}
    await putBack(git, {path: 'a file.md', oid})
    assert.equal(await readFile(file, 'utf8'), wanted)
  })
}

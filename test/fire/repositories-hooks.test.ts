import assert from 'node:assert/strict'
import {readFile} from 'node:fs/promises'
import {join} from 'node:path'
import {describe, test} from 'node:test'
import {binary} from '../helpers/cli.ts'
import {isLong, seed} from '../helpers/fire.ts'
import {checkTidy, holdersAt} from '../helpers/race.ts'
import {
  type World,
  claimArgs,
  initRepository,
  makeLocal,
  makeOrigin,
  makeWorld,
  registryPath,
  stateOf
} from '../helpers/repository.ts'

/** A command line of regmd for a shell script. */
function shellLine(args: readonly string[]): string {
  return [process.execPath, binary, ...args].map((word) => `'${word}'`).join(' ')
}

/** Makes a hook run a claim, and keep its exit code; a hook of one run. */
async function hookThatClaims(world: World, file: string, session: string): Promise<string> {
  const log = world.path(`${session}.log`)
  await world.script(
    file,
    `[ -e '${log}' ] && exit 0`,
    `: > '${log}'`,
    `${shellLine(claimArgs(session))} --json > '${log}.json' 2>&1 < /dev/null`,
    `echo $? > '${log}'`
  )
  return log
}

/** Exit code of the claim that a hook ran, and what it said where that was a failure. */
async function codeIn(log: string): Promise<string> {
  const code = await readFile(log, 'utf8').catch(() => 'did not run')
  const said = await readFile(`${log}.json`, 'utf8').catch(() => '')
  return code.trim() === '0' ? '0' : `${code.trim()} ${said}`
}

/** What makes git run a hook of a clone. */
const triggers: Readonly<Record<string, readonly (readonly string[])[]>> = {
  // A partial commit has an index of its own, whose name the hook is told.
  'pre-commit': [['commit', '--quiet', '-m', 'x', '--', 'a.txt']],
  'pre-push': [['push', '--quiet', 'origin', 'HEAD:refs/heads/topic']],
  'post-merge': [['merge', '--quiet', 'side']],
  'reference-transaction': [['branch', 'topic']],
  'post-commit': [['commit', '--quiet', '--all', '-m', 'x']],
  'prepare-commit-msg': [['commit', '--quiet', '--all', '-m', 'x']],
  'commit-msg': [['commit', '--quiet', '--all', '-m', 'x']],
  'post-checkout': [['switch', '--quiet', '--create', 'topic']],
  'post-rewrite': [['commit', '--quiet', '--amend', '-m', 'y']],
  'pre-rebase': [['rebase', '--quiet', 'side']],
  'post-index-change': [['add', 'a.txt']]
}

/** The one that is tried in the short form. */
const few = ['pre-commit', 'pre-push', 'update'][seed % 3]

describe('regmd in a hook of a clone works on that clone, whatever git tells the hook', () => {
  for (const [hook, commands] of Object.entries(triggers)) {
    test(hook, {skip: !isLong && hook !== few}, async (t) => {
      const world = await makeWorld(t)
      const {remote, clone} = await makeOrigin(world)
      await world.write(join(clone, 'a.txt'), 'a\n')
      await world.git(clone, 'add', 'a.txt')
      await world.git(clone, 'commit', '--quiet', '-m', 'a')
      await world.git(clone, 'branch', 'side')
      await world.git(clone, 'switch', '--quiet', 'side')
      await world.git(clone, 'commit', '--quiet', '--allow-empty', '-m', 'side')
      await world.git(clone, 'switch', '--quiet', 'main')
      if (!['post-merge', 'pre-rebase'].includes(hook))
        await world.write(join(clone, 'a.txt'), 'b\n')
      const log = await hookThatClaims(world, join(clone, '.git/hooks', hook), 's1')

      for (const args of commands) {
        const {code, stderr} = await world.tryGit(clone, args)
        assert.equal(code, 0, stderr)
      }
      assert.equal(await codeIn(log), '0', clone)
      assert.deepEqual([...(await holdersAt(world, remote, 'registry'))], [[1, 's1']])
      assert.equal(await world.git(clone, 'ls-files', '--others', '--exclude-standard'), '')
      const registry = await world.git(clone, 'diff', '--name-only', 'HEAD', '--', registryPath)
      assert.equal(registry, '', clone)
      await checkTidy(world, clone, remote)
    })
  }
})

describe('regmd in a hook of the server works on the server’s repository', () => {
  for (const hook of ['update', 'post-receive', 'pre-receive', 'post-update']) {
    test(hook, {skip: !isLong && hook !== few}, async (t) => {
      const world = await makeWorld(t)
      const {remote, clone} = await makeOrigin(world)
      const log = await hookThatClaims(world, join(remote, 'hooks', hook), 's1')
      const state = await stateOf(world, clone)
      await world.git(clone, 'push', '--quiet', 'origin', 'HEAD:refs/heads/topic')
      assert.equal(await codeIn(log), '0', remote)
      // The server has no remote: the claim is on its own base branch.
      assert.deepEqual([...(await holdersAt(world, remote, 'main'))], [[1, 's1']])
      assert.deepEqual({...(await stateOf(world, clone))}, state)
      await checkTidy(world, remote)
    })
  }
})

describe('hooks that claims set off themselves', () => {
  test('one that runs regmd for every ref that moves comes to an end', async (t) => {
    const world = await makeWorld(t)
    const {remote, clone} = await makeOrigin(world)
    const log = world.path('depths')
    await world.script(
      join(clone, '.git/hooks/reference-transaction'),
      `[ "$1" = committed ] && grep -q 'refs/regmd/fetch/.*/base' || exit 0`,
      `echo "$REGMD_DEPTH" >> '${log}'`,
      `${shellLine(['status', '--json'])} > /dev/null 2>&1 < /dev/null`,
      `echo "code $?" >> '${log}'`
    )
    const {code, json} = await world.ask(clone, claimArgs('s1', 1))
    assert.equal(code, 0, JSON.stringify(json))
    const said = (await readFile(log, 'utf8')).trim().split('\n')
    const depths = said.filter((line) => /^\d+$/u.test(line)).map(Number)
    assert.ok(depths.includes(1) && Math.max(...depths) <= 2, said.join())
    assert.deepEqual([...(await holdersAt(world, remote, 'registry'))], [[1, 's1']])
  })

  test('one that refuses every ref: 7, and nothing is moved', async (t) => {
    const world = await makeWorld(t)
    const refusal = ['[ "$1" = prepared ] || exit 0', 'echo "not here" >&2', 'exit 1']
    const {remote, clone} = await makeOrigin(world)
    const local = isLong ? await makeLocal(world) : clone
    for (const folder of isLong ? [clone, local] : [clone]) {
      await world.script(join(folder, '.git/hooks/reference-transaction'), ...refusal)
      const state = await stateOf(world, folder)
      const {code, json} = await world.ask(folder, claimArgs('s1', 1))
      assert.equal(code, 7, JSON.stringify(json))
      assert.ok(json.error.hint)
      assert.deepEqual(await stateOf(world, folder), state)
    }
    assert.equal(await world.git(remote, 'for-each-ref', 'refs/heads/registry'), '')
  })

  test(
    'one that refuses the branch alone: 4 at the deadline, in its words',
    {skip: !isLong},
    async (t) => {
      const world = await makeWorld(t)
      const folder = await makeLocal(world)
      await world.script(
        join(folder, '.git/hooks/reference-transaction'),
        `[ "$1" = prepared ] && grep -q refs/heads/main || exit 0`,
        'echo "not here" >&2',
        'exit 1'
      )
      const state = await stateOf(world, folder)
      const {code, json} = await world.ask(folder, [...claimArgs('s1', 1), '--timeout', '1'])
      assert.deepEqual([code, json.error.code], [4, 'CONTENTION'])
      assert.match(JSON.stringify(json.error.details), /not here/u)
      assert.deepEqual(await stateOf(world, folder), state)
    }
  )

  test('one that works elsewhere: the claim is still right', {skip: !isLong}, async (t) => {
    const world = await makeWorld(t)
    const {remote, clone} = await makeOrigin(world)
    await initRepository(world, world.path('other'))
    await world.script(
      join(clone, '.git/hooks/pre-push'),
      // What git tells a hook must not lead regmd's later commands astray.
      `GIT_DIR='${world.path('other/.git')}' git commit --quiet --allow-empty -m other`
    )
    const {code, json} = await world.ask(clone, claimArgs('s1', 1))
    assert.equal(code, 0, JSON.stringify(json))
    assert.deepEqual([...(await holdersAt(world, remote, 'registry'))], [[1, 's1']])
  })
})

import assert from 'node:assert/strict'
import {readdir} from 'node:fs/promises'
import {join} from 'node:path'
import {test} from 'node:test'
import {makeAlarm} from '../helpers/hostile-repository.ts'
import {amount, isLong} from '../helpers/fire.ts'
import {holdersAt} from '../helpers/race.ts'
import {
  type World,
  branchesOf,
  claimArgs,
  makeLocal,
  makeOrigin,
  makeWorld,
  stateOf
} from '../helpers/repository.ts'

/** Variables that lead git to another place, or to programs of another. */
async function hostile(world: World): Promise<Readonly<Record<string, string>>> {
  const {folder, script} = await makeAlarm()
  const programs = join(folder, 'programs')
  for (const name of ['git', 'git-fetch', 'git-push', 'git-log', 'git-remote-https']) {
    await script(join(programs, name), name)
  }
  const [victim, trace] = [world.path('victim'), world.path('trace')]
  return {
    GIT_DIR: join(victim, '.git'),
    GIT_WORK_TREE: victim,
    GIT_INDEX_FILE: join(victim, '.git/index'),
    GIT_COMMON_DIR: join(victim, '.git'),
    GIT_OBJECT_DIRECTORY: join(victim, '.git/objects'),
    GIT_ALTERNATE_OBJECT_DIRECTORIES: join(victim, '.git/objects'),
    GIT_QUARANTINE_PATH: join(victim, '.git/objects'),
    GIT_NAMESPACE: 'other',
    GIT_PREFIX: 'other/',
    GIT_CONFIG: join(victim, '.git/config'),
    GIT_EXEC_PATH: programs,
    GIT_TEMPLATE_DIR: programs,
    GIT_EXTERNAL_DIFF: join(programs, 'git'),
    GIT_PAGER: join(programs, 'git'),
    GIT_EDITOR: join(programs, 'git'),
    GIT_SEQUENCE_EDITOR: join(programs, 'git'),
    GIT_TRACE: trace,
    GIT_TRACE_SETUP: trace,
    GIT_TRACE_PACKET: trace,
    GIT_TRACE_CURL: trace,
    GIT_TRACE2: trace,
    GIT_TRACE2_PERF: trace,
    GIT_REPLACE_REF_BASE: 'refs/heads/',
    GIT_GRAFT_FILE: join(victim, '.git/config'),
    GIT_SHALLOW_FILE: join(victim, '.git/config'),
    GIT_ATTR_SOURCE: 'nothing',
    GIT_LITERAL_PATHSPECS: '1',
    GIT_DEFAULT_HASH: 'sha256',
    GIT_REF_PARANOIA: '0',
    GIT_REFLOG_ACTION: 'x\ny',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_MERGE_VERBOSITY: '5',
    GIT_FLUSH: '1',
    EDITOR: join(programs, 'git'),
    PAGER: join(programs, 'git'),
    LC_ALL: 'de_DE.UTF-8',
    LANGUAGE: 'de'
  }
}

const commands = [['status'], ['history', '--verify'], ['whoami', '--set', 's1'], ['init']]

for (const [where, make] of [
  ['a clone', async (world: World) => (await makeOrigin(world)).clone],
  ['a repository without a remote', async (world: World) => makeLocal(world)]
] as const) {
  test(`variables of git lead ${where} nowhere else`, async (t) => {
    const world = await makeWorld(t)
    const folder = await make(world)
    await world.git(world.root, 'init', '--quiet', 'victim')
    const variables = Object.entries(await hostile(world))
    const all = Object.fromEntries(variables)
    const each = variables.map((variable) => Object.fromEntries([variable]))
    const victim = await readdir(world.path('victim'), {recursive: true})
    const target = where === 'a clone' ? world.path('remote.git') : folder
    const branch = where === 'a clone' ? 'registry' : 'main'
    const state = await stateOf(world, folder)
    const branches = (await branchesOf(world, folder)).length

    const environments = amount({short: [all], long: [all, ...each]})
    for (const env of environments) {
      const answer = await world.ask(folder, claimArgs('s1', 1), {env})
      assert.equal(answer.code, 0, JSON.stringify([env, answer.json]))
      for (const args of isLong && env === all ? commands : []) {
        const {code, stderr} = await world.run(folder, args, {env})
        assert.equal(code, 0, `${args.join(' ')} ${JSON.stringify(env)} ${stderr}`)
      }
    }

    assert.deepEqual([...(await holdersAt(world, target, branch))], [[1, 's1']])
    assert.deepEqual(await readdir(world.path('victim'), {recursive: true}), victim)
    await assert.rejects(readdir(world.path('trace')), {code: 'ENOENT'})
    assert.equal((await branchesOf(world, folder)).length, branches)
    if (where === 'a clone') assert.equal((await stateOf(world, folder))['head'], state['head'])
  })
}

test('what a person hands to git itself is honoured: configuration by the environment', async (t) => {
  const world = await makeWorld(t)
  const {remote, clone} = await makeOrigin(world)
  const ways = [
    {GIT_CONFIG_PARAMETERS: `'user.name'='By Parameter'`},
    {GIT_CONFIG_COUNT: '1', GIT_CONFIG_KEY_0: 'user.name', GIT_CONFIG_VALUE_0: 'By Count'}
  ]
  for (const [index, env] of amount({short: ways.slice(0, 1), long: ways}).entries()) {
    const {code, json} = await world.ask(clone, claimArgs(`s${index}`, index + 1), {env})
    assert.equal(code, 0, JSON.stringify(json))
    const author = await world.git(remote, 'show', '-s', '--format=%an', 'registry')
    assert.equal(author, index === 0 ? 'By Parameter' : 'By Count')
  }
})

test('a folder that calls itself a repository is none by its name alone', async (t) => {
  const world = await makeWorld(t)
  // As an attacker's archive brings it: a bare repository's files in a folder below.
  await world.write(world.path('plain/HEAD'), 'ref: refs/heads/main\n')
  await world.write(world.path('plain/config'), '[core]\n\tfsmonitor = touch pwned\n')
  const all = [claimArgs('s1', 1), ['status'], ['check']]
  for (const args of amount({short: all.slice(0, 1), long: all})) {
    const {code, json} = await world.ask(world.path('plain'), args)
    assert.ok(code === 7 || code === 6, JSON.stringify(json))
    assert.ok(json.error.hint)
  }
  assert.deepEqual((await readdir(world.path('plain'))).toSorted(), ['HEAD', 'config'])
})

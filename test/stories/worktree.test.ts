import assert from 'node:assert/strict'
import {mkdir, rm} from 'node:fs/promises'
import {join} from 'node:path'
import {test} from 'node:test'
import {checkTidy, holdersAt} from '../helpers/race.ts'
import {
  type StartOptions,
  type World,
  addWorktree,
  branchesOf,
  claimArgs,
  cloneOf,
  commitRegistry,
  initRepository,
  makeLocal,
  makeOrigin,
  makeWorld,
  registryPath,
  stateOf
} from '../helpers/repository.ts'

/** A worktree in some state, and where a claim made in it lands. */
interface Place {
  /** Worktree whose state counts. */
  readonly folder: string
  /** Where regmd runs; the worktree itself without it. */
  readonly cwd?: string
  /** Repository that gets the claim. */
  readonly target: string
  readonly branch: string
  readonly path?: string
  readonly options?: StartOptions
}

/** A worktree in which a person is in the middle of something. */
async function disturb(world: World, folder: string): Promise<void> {
  await world.write(join(folder, 'tracked.txt'), 'one\n')
  await world.git(folder, 'add', 'tracked.txt')
  await world.git(folder, 'commit', '--quiet', '-m', 'Work')
  await world.write(join(folder, 'tracked.txt'), 'stashed\n')
  await world.git(folder, 'stash', '--quiet')
  await world.write(join(folder, 'tracked.txt'), 'edited\n')
  await world.write(join(folder, 'new.txt'), 'new\n')
}

async function cloned(world: World): Promise<Place> {
  const {remote, clone} = await makeOrigin(world)
  return {folder: clone, target: remote, branch: 'registry'}
}

/** What a worktree may be like; the claim works in all of them, and leaves all of them alone. */
const places: Readonly<Record<string, (world: World) => Promise<Place>>> = {
  'with edits, a stash and new files': async (world) => {
    const place = await cloned(world)
    await disturb(world, place.folder)
    return place
  },

  'with edits of the registry itself': async (world) => {
    const place = await cloned(world)
    await world.write(join(place.folder, registryPath), 'mine\n')
    return place
  },

  'without the registry in it': async (world) => {
    const place = await cloned(world)
    await world.git(place.folder, 'rm', '--quiet', '-r', 'registry')
    return place
  },

  'with staged changes': async (world) => {
    const place = await cloned(world)
    await disturb(world, place.folder)
    await world.write(join(place.folder, registryPath), 'mine\n')
    await world.git(place.folder, 'add', '--all')
    return place
  },

  'in the middle of a merge that conflicts': async (world) => {
    const place = await cloned(world)
    const {folder} = place
    await disturb(world, folder)
    await world.git(folder, 'checkout', '--quiet', '--force', '-b', 'other', 'main~1')
    await world.write(join(folder, 'tracked.txt'), 'two\n')
    await world.git(folder, 'add', '--all')
    await world.git(folder, 'commit', '--quiet', '-m', 'Other work')
    assert.notEqual((await world.tryGit(folder, ['merge', '--quiet', 'main'])).code, 0)
    return place
  },

  'with a lock on its index': async (world) => {
    const place = await cloned(world)
    await world.write(join(place.folder, '.git/index.lock'), '')
    return place
  },

  'with a detached HEAD': async (world) => {
    const place = await cloned(world)
    await world.git(place.folder, 'checkout', '--quiet', '--detach')
    return place
  },

  'with another branch checked out': async (world) => {
    const place = await cloned(world)
    await world.git(place.folder, 'checkout', '--quiet', '-b', 'feature')
    await disturb(world, place.folder)
    return place
  },

  'with a branch of its own that is called registry': async (world) => {
    const place = await cloned(world)
    await world.git(place.folder, 'checkout', '--quiet', '-b', 'registry')
    await disturb(world, place.folder)
    return place
  },

  'of a shallow clone': async (world) => {
    const {remote, clone} = await makeOrigin(world)
    await world.git(clone, 'commit', '--quiet', '--allow-empty', '-m', 'More')
    await world.git(clone, 'push', '--quiet', 'origin', 'main')
    const folder = world.path('shallow')
    await cloneOf(world, `file://${remote}`, folder, '--depth=1')
    assert.equal(await world.git(folder, 'rev-parse', '--is-shallow-repository'), 'true')
    return {folder, target: remote, branch: 'registry'}
  },

  'of a partial clone': async (world) => {
    const {remote} = await makeOrigin(world)
    await world.git(remote, 'config', 'uploadpack.allowFilter', 'true')
    await world.git(remote, 'config', 'uploadpack.allowAnySHA1InWant', 'true')
    const folder = world.path('partial')
    await cloneOf(world, `file://${remote}`, folder, '--filter=blob:none', '--no-checkout')
    await world.git(folder, 'read-tree', 'HEAD')
    return {folder, target: remote, branch: 'registry'}
  },

  'of a sparse checkout without the registry': async (world) => {
    const place = await cloned(world)
    await world.write(join(place.folder, 'src/file.txt'), 'one\n')
    await world.git(place.folder, 'add', '--all')
    await world.git(place.folder, 'commit', '--quiet', '-m', 'Work')
    await world.git(place.folder, 'sparse-checkout', 'set', '--no-cone', '/src/')
    return place
  },

  'of a clone that follows one branch': async (world) => {
    const {remote} = await makeOrigin(world)
    const folder = await cloneOf(world, remote, world.path('single'), '--single-branch')
    return {folder, target: remote, branch: 'registry'}
  },

  'from a subfolder': async (world) => {
    const place = await cloned(world)
    const cwd = join(place.folder, 'deep', 'er')
    await mkdir(cwd, {recursive: true})
    return {...place, cwd}
  },

  'from a subfolder, the remote named by a relative path': async (world) => {
    const place = await cloned(world)
    await world.git(place.folder, 'remote', 'set-url', 'origin', '../remote.git')
    return {...place, cwd: join(place.folder, 'registry')}
  },

  'from inside a linked worktree': async (world) => {
    const place = await cloned(world)
    const folder = await addWorktree(world, place.folder, 'linked')
    await disturb(world, folder)
    return {...place, folder, cwd: join(folder, 'registry')}
  },

  'with spaces, umlauts and quotes in its paths': async (world) => {
    const path = 'Übersicht über "alles"/die Sitzungen (1).md'
    const remote = world.path('das Ärchiv.git')
    const folder = world.path("Bjørns großer 'Ordner'")
    await initRepository(world, remote, '--bare')
    await initRepository(world, folder)
    await commitRegistry(world, folder)
    await mkdir(join(folder, 'Übersicht über "alles"'))
    await world.git(folder, 'mv', registryPath, path)
    await world.git(folder, 'commit', '--quiet', '-m', 'Move')
    await world.git(folder, 'remote', 'add', 'origin', remote)
    await world.git(folder, 'push', '--quiet', 'origin', 'main')
    return {folder, target: remote, branch: 'registry', path}
  },

  'with a path that looks like a pattern': async (world) => {
    const path = 'registry/[a-z]*?.md'
    const files = {'registry/ab.md': '# Nothing\n'}
    const {remote, clone} = await makeOrigin(world, {files})
    await world.git(clone, 'mv', registryPath, path)
    await world.git(clone, 'commit', '--quiet', '-m', 'Move')
    await world.git(clone, 'push', '--quiet', 'origin', 'main')
    return {folder: clone, target: remote, branch: 'registry', path}
  },

  'called from a hook, with variables that point elsewhere': async (world) => {
    const nowhere = world.path('nowhere')
    const env = {
      GIT_DIR: nowhere,
      GIT_INDEX_FILE: nowhere,
      GIT_WORK_TREE: nowhere,
      GIT_OBJECT_DIRECTORY: nowhere,
      GIT_COMMON_DIR: nowhere,
      GIT_PREFIX: 'deep/',
      GIT_NAMESPACE: 'other',
      GIT_LITERAL_PATHSPECS: '1'
    }
    return {...(await cloned(world)), options: {env}}
  },

  'with settings that change what git prints and does': async (world) => {
    const place = await cloned(world)
    const settings = {
      'color.ui': 'always',
      'core.quotePath': 'true',
      'core.abbrev': '4',
      'core.autocrlf': 'true',
      'core.logAllRefUpdates': 'always',
      'core.fsmonitor': 'false',
      'diff.renames': 'copies',
      'fetch.prune': 'true',
      'fetch.pruneTags': 'true',
      'fetch.recurseSubmodules': 'true',
      'fetch.output': 'compact',
      'i18n.logOutputEncoding': 'ISO-8859-1',
      'log.showSignature': 'true',
      'log.date': 'relative',
      'log.decorate': 'full',
      'log.follow': 'true',
      'push.default': 'nothing',
      'push.followTags': 'true',
      'push.recurseSubmodules': 'check',
      'push.useForceIfIncludes': 'true',
      'push.gpgSign': 'false',
      'remote.pushDefault': 'nowhere',
      'submodule.recurse': 'true',
      'status.showUntrackedFiles': 'no',
      'status.branch': 'true',
      'transfer.fsckObjects': 'true'
    }
    for (const [key, value] of Object.entries(settings))
      await world.git(place.folder, 'config', key, value)
    await world.git(place.folder, 'tag', '-a', '-m', 'Mine', 'mine')
    return place
  },

  'with a linked worktree whose folder is gone': async (world) => {
    const place = await cloned(world)
    const gone = await addWorktree(world, place.folder, 'gone')
    await rm(gone, {recursive: true})
    return place
  },

  'without a remote, another branch checked out': async (world) => {
    const folder = await makeLocal(world)
    await world.git(folder, 'checkout', '--quiet', '-b', 'feature')
    await disturb(world, folder)
    return {folder, target: folder, branch: 'main'}
  },

  'without a remote, HEAD detached': async (world) => {
    const folder = await makeLocal(world)
    await world.git(folder, 'checkout', '--quiet', '--detach')
    await disturb(world, folder)
    return {folder, target: folder, branch: 'main'}
  },

  'without a remote, `master` for a base': async (world) => {
    const folder = await makeLocal(world)
    await world.git(folder, 'branch', '-m', 'main', 'master')
    await world.git(folder, 'checkout', '--quiet', '-b', 'feature')
    return {folder, target: folder, branch: 'master'}
  },

  'told to leave the remote alone': async (world) => {
    const {folder} = await cloned(world)
    await world.git(folder, 'checkout', '--quiet', '-b', 'feature')
    return {folder, target: folder, branch: 'main', options: {env: {REGMD_TEST: 'local'}}}
  }
}

for (const [name, make] of Object.entries(places)) {
  test(`a worktree ${name}`, async (t) => {
    const world = await makeWorld(t)
    const {folder, cwd = folder, target, branch, path, options} = await make(world)
    const state = await stateOf(world, folder)
    const branches = await branchesOf(world, folder)
    const isLocal = options?.env?.['REGMD_TEST'] === 'local'
    const more = isLocal ? ['--remote', 'none'] : []

    const named = path === undefined ? [] : ['--registry', path]
    const args = [...claimArgs('s1', 3), ...more, ...named]
    const {code, json} = await world.ask(cwd, args, options)
    assert.equal(code, 0, JSON.stringify(json))
    assert.equal(json.data['branch'], branch)
    const holders = await holdersAt(world, target, branch, path)
    assert.deepEqual(Object.fromEntries(holders), {3: 's1'})

    assert.deepEqual(await stateOf(world, folder), state)
    if (target === folder) assert.equal((await branchesOf(world, folder)).length, branches.length)
    else assert.deepEqual(await branchesOf(world, folder), branches)

    // The commit changes the one file, and nothing else of what it is built on.
    const changed = ['diff-tree', '-z', '--name-only', '--no-commit-id', '-r', branch]
    const wanted = path ?? registryPath
    assert.equal(await world.git(target, ...changed), `${wanted}\0`)
    assert.equal(await world.git(folder, 'for-each-ref', 'refs/regmd'), '')
    if (!name.includes('lock')) await checkTidy(world, target)
  })
}

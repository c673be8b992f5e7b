import assert from 'node:assert/strict'
import {existsSync} from 'node:fs'
import {readFile, stat} from 'node:fs/promises'
import module from 'node:module'
import {join} from 'node:path'
import {describe, test} from 'node:test'
import {commands} from '../../src/commands/index.ts'
import {commitFiles, execute, git, makeFolder, packageRoot, registryPath} from '../helpers/cli.ts'

interface Packed {
  readonly filename: string
  readonly files: readonly {readonly path: string}[]
}

describe('the package', async () => {
  const folder = await makeFolder('packed-')
  const home = await makeFolder('home-')
  const env = {HOME: home, npm_config_update_notifier: 'false', npm_config_loglevel: 'error'}
  const packed = await execute(
    packageRoot,
    ['npm', 'pack', '--json', '--ignore-scripts', '--pack-destination', folder],
    env
  )
  assert.equal(packed.exitCode, 0, packed.stderr)
  const [{filename, files}] = JSON.parse(packed.stdout) as [Packed]
  const paths = files.map(({path}) => path)

  test('holds what runs, and nothing more', async () => {
    for (const path of [
      'package.json',
      'LICENSE',
      'dist/bin.cjs',
      'dist/THIRD-PARTY-NOTICES.txt',
      'schemas/claim.schema.json',
      'schemas/output.schema.json',
      'schemas/registry.schema.json',
      registryPath
    ]) {
      assert.ok(paths.includes(path), path)
    }

    const isThere = await stat(join(packageRoot, 'README.md')).then(
      () => true,
      () => false
    )
    assert.equal(paths.includes('README.md'), isThere)
    const others = paths.filter(
      (path) =>
        !/^(?:dist\/(?:[^/]+\.(?:c?js|txt)|remark\.d\.ts)|docs\/rules\/[A-Z_]+\.md|schemas\/[^/]+\.json|registry\/sessions\.md|package\.json|LICENSE|README\.md)$/u.test(
          path
        )
    )
    assert.deepEqual(others, [])
  })

  test('has no source maps, and depends on nothing', async () => {
    for (const path of paths.filter((name) => /\.c?js$/u.test(name))) {
      assert.doesNotMatch(
        await readFile(join(packageRoot, path), 'utf8'),
        /^\/\/# sourceMappingURL/mu
      )
    }

    const manifest = JSON.parse(await readFile(join(packageRoot, 'package.json'), 'utf8')) as object
    for (const key of ['dependencies', 'peerDependencies', 'optionalDependencies']) {
      assert.equal(key in manifest, false, key)
    }
  })

  test('works where it is installed', async () => {
    const place = await makeFolder('installed-')
    const flags = ['--offline', '--ignore-scripts', '--no-audit', '--no-fund']
    const install = await execute(place, ['npm', 'install', ...flags, join(folder, filename)], env)
    assert.equal(install.exitCode, 0, install.stderr)
    const run = async (...args: readonly string[]) => {
      const done = await execute(place, ['npx', '--no', '--', 'regmd', ...args], {
        ...env,
        REGMD_SESSION: 'me'
      })
      assert.equal(done.exitCode, 0, done.stderr + done.stdout)
      return done.stdout
    }

    const {version} = JSON.parse(await readFile(join(packageRoot, 'package.json'), 'utf8')) as {
      version: string
    }
    assert.equal((await run('--version')).trim(), version)
    const help = await run('--help')
    for (const {name} of commands) assert.match(help, new RegExp(`regmd ${name}\\b`, 'u'))

    await git(place, 'init', '--quiet', '--initial-branch=main')
    await git(place, 'config', 'user.name', 'Ada Lovelace')
    await git(place, 'config', 'user.email', 'ada@example.com')
    assert.match(await run('init', '--sessions', '2'), /^created +registry\/sessions\.md$/mu)
    await commitFiles(place, {'.gitignore': 'node_modules\n'}, 'Set up')
    const claim = await run('claim', '--next', '--role', 'Mailer', '--goal', 'Send 5 mails daily')
    assert.match(claim, /^REGISTRATION COMPLETE$/mu)
    assert.match(await run('status'), /1\/2 sessions registered/u)
    assert.equal(JSON.parse(await run('whoami', '--json')).data.number, 1)

    // Node 22.8 and later keep compiled code, in the package's own folder and nowhere else.
    assert.equal(
      existsSync(join(place, 'node_modules/regmd/.cache')),
      'enableCompileCache' in module
    )
  })
})

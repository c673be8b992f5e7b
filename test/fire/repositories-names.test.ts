import assert from 'node:assert/strict'
import {mkdir, symlink} from 'node:fs/promises'
import {join} from 'node:path'
import {before, describe, test} from 'node:test'
import {readPolicy} from '../../src/core/front-matter.ts'
import {checkSchemaPath} from '../../src/core/names.ts'
import {
  commitFiles,
  execute,
  git,
  makeClone,
  makeFolder,
  makeRepository,
  regmdJson,
  registryPath,
  registryText
} from '../helpers/cli.ts'
import {amount, isLong, seed} from '../helpers/fire.ts'
import {
  type Alarm,
  type Ending,
  asMe,
  checkDone,
  checkRefused,
  makeAlarm
} from '../helpers/hostile-repository.ts'

const claim = ['claim', '1']

/** Front matter with one key, its value in quotes of YAML. */
function withPolicy(key: string, value: string): string {
  return registryText({frontMatter: `registry:\n  ${key}: ${JSON.stringify(value)}`})
}

describe('branches that the front matter names', () => {
  /** The first ones go through git in the short form, too. */
  const impossible = [
    '--upload-pack=touch pwned',
    '@{-1}',
    'refs/heads/x',
    'a\u0000b',
    '-x',
    '-d',
    '--force',
    'a..b',
    '@',
    'HEAD',
    'HEAD~1',
    ':main',
    'main:other',
    '+main:other',
    '*',
    'main*',
    'a b',
    'a\nb',
    'a\u001b[31mb',
    'a\u007fb',
    '/main',
    'main/',
    'a//b',
    '.hidden',
    'a/.b',
    'a.lock',
    'main.',
    String.raw`a\b`
  ]
  const refused: Ending = [6, 'REGISTRY_INVALID']

  test('are refused before git hears of them', () => {
    for (const name of impossible) {
      for (const key of ['branch', 'base']) {
        assert.throws(() => readPolicy(withPolicy(key, name)), {code: 'REGISTRY_INVALID'})
      }
    }
  })

  for (const key of ['branch', 'base']) {
    const options = {skip: !isLong && key === 'base'}
    test(`a \`${key}\` that cannot be: 6, and nothing is sent or moved`, options, async () => {
      const {clone, remote} = await makeClone({[registryPath]: registryText()})
      const few = impossible.slice(seed % 2).slice(0, 1)
      for (const name of amount({short: few, long: impossible})) {
        await commitFiles(clone, {[registryPath]: withPolicy(key, name)})
        await git(clone, 'push', '--quiet', '--force', 'origin', 'main')
        const refs = await git(remote, 'for-each-ref')
        await checkRefused(clone, claim, refused)
        assert.equal(await git(remote, 'for-each-ref'), refs, JSON.stringify(name))
        await git(clone, 'reset', '--quiet', '--hard', 'HEAD~1')
      }
    })
  }

  test('reading refuses them as well, also without a remote and from a file', async () => {
    const repository = await makeRepository({[registryPath]: withPolicy('branch', 'a\u0000b')})
    const all = [['status'], ['check'], ['history'], ['whoami'], ['sync']]
    for (const args of amount({short: all.slice(0, 1), long: all})) {
      await checkRefused(repository, args, refused)
    }
    await checkRefused(repository, ['check', '--ref', 'HEAD', '--base', 'HEAD'], refused)
  })

  test('the default branch of a remote is held to the same', async () => {
    const {clone, remote} = await makeClone({[registryPath]: registryText()})
    await git(remote, 'update-ref', 'refs/heads/-x', 'main')
    await git(remote, 'symbolic-ref', 'HEAD', 'refs/heads/-x')
    await git(remote, 'update-ref', '-d', 'refs/heads/main')
    await git(clone, 'remote', 'set-head', 'origin', '--delete')
    await checkRefused(clone, claim, refused)
  })
})

describe('names that a shell would run', () => {
  let alarm: Alarm
  let name = ''
  before(async () => {
    alarm = await makeAlarm()
    // No blank: a branch has none.
    name = `$(${alarm.folder}/alarm\${IFS}shell<&-)`
  })

  /** Runs the next command as a person who copies it would. */
  async function runHint(folder: string, hint: string): Promise<void> {
    await execute(folder, ['sh', '-c', hint])
    assert.deepEqual(await alarm.rang(), [], hint)
  }

  test('the alarm works', async () => {
    await execute('/', ['sh', '-c', `git push origin ${name}`])
    assert.deepEqual(await alarm.rang(), ['shell'])
  })

  test('a base that does not exist', async () => {
    const {clone} = await makeClone({[registryPath]: withPolicy('base', name)})
    const {error} = await checkRefused(clone, ['status'], [6, 'REGISTRY_NOT_FOUND'])
    assert.ok(error.hint.includes(name), error.hint)
    await runHint(clone, error.hint)
  })

  test('a branch that `sync` cannot merge', async () => {
    const {clone} = await makeClone({[registryPath]: withPolicy('branch', name)})
    await checkDone(clone, claim)
    await git(clone, 'fetch', '--quiet')
    await git(clone, 'switch', '--quiet', '--create', 'carrier', `origin/${name}`)
    await commitFiles(clone, {'other.txt': 'x\n'})
    await git(clone, 'push', '--quiet', 'origin', `carrier:refs/heads/${name}`)
    await git(clone, 'switch', '--quiet', 'main')
    await commitFiles(clone, {'more.txt': 'x\n'})
    await git(clone, 'push', '--quiet', 'origin', 'main')
    const {exitCode, error} = await regmdJson(clone, ['sync'], asMe)
    assert.deepEqual([exitCode, error.code], [3, 'NOT_READY'])
    assert.ok(error.hint.includes(name), error.hint)
    await runHint(clone, error.hint)
  })

  test('a remote that cannot be reached', async () => {
    const {clone} = await makeClone({[registryPath]: registryText()})
    await git(clone, 'config', `remote.${name}.url`, '/nowhere')
    const args = ['status', `--remote=${name}`]
    const {error} = await checkRefused(clone, args, [7, 'REMOTE_UNAVAILABLE'])
    assert.ok(error.hint.includes(name), error.hint)
    await runHint(clone, error.hint)
  })

  test('several remotes, none of them usual', {skip: !isLong}, async () => {
    const {clone} = await makeClone({[registryPath]: registryText()})
    await git(clone, 'config', '--remove-section', 'remote.origin')
    await git(clone, 'config', `remote.${name}.url`, '/nowhere')
    await git(clone, 'config', 'remote.two.url', '/nowhere')
    const {error} = await checkRefused(clone, ['status'], [2, 'USAGE'])
    await runHint(clone, error.hint)
  })

  test('a path, a schema and a session', {skip: !isLong}, async () => {
    const path = `registry/${name.replaceAll('/', '_')}.md`
    const repository = await makeRepository({
      [path]: registryText(),
      'registry/b.md': registryText()
    })
    const {error} = await checkRefused(repository, ['status'], [6, 'REGISTRY_AMBIGUOUS'])
    await runHint(repository, error.hint)
    const other = await makeRepository({[registryPath]: withPolicy('schema', name)})
    const answer = await checkRefused(other, claim, [6, 'REGISTRY_INVALID'])
    await runHint(other, answer.error.hint)
    const taken = await regmdJson(other, ['claim', '1', `--session=${name}`])
    assert.equal(taken.exitCode, 6)
    await runHint(other, taken.error.hint)
  })
})

describe('names of remotes', () => {
  // Git reads what comes before the first `=` of a setting as its key.
  const unusable = '--upload-pack=touch pwned'
  const names = [unusable, '-x', 'a=b', 'none', 'a b', 'x.y', '../x', '.', '*', 'ä\u001b[31m']

  test('are names, whatever they look like', async () => {
    for (const name of amount({short: names.slice(0, 2), long: names})) {
      const {clone, remote} = await makeClone({[registryPath]: registryText()})
      const url = (await git(clone, 'config', 'remote.origin.url')).trim()
      await git(clone, 'config', `remote.${name}.url`, url)
      const {exitCode, error} = await regmdJson(clone, ['claim', '1', `--remote=${name}`], asMe)
      const landed = await git(
        name === 'none' ? clone : remote,
        'for-each-ref',
        '--format=%(refname)'
      )
      if (name === unusable) {
        assert.deepEqual([exitCode, error.code], [7, 'REMOTE_UNAVAILABLE'])
        assert.ok(!landed.includes('registry'), landed)
      } else assert.equal(exitCode, 0, `${name} in ${clone}: ${JSON.stringify(error)}`)
      assert.equal(await git(clone, 'status', '--porcelain'), '', clone)
    }
  })

  test('that is a pattern does not stand for another one', async () => {
    const {clone, remote} = await makeClone({[registryPath]: registryText()})
    await git(clone, 'config', 'remote.*.url', remote)
    const {data} = await checkDone(clone, ['claim', '1', '--remote=*'])
    assert.equal(data.branch, 'registry')
  })
})

describe('schemas that the front matter names', () => {
  /** The first ones go through git in the short form, too. */
  const outside = [
    '../own.json',
    '.git/config',
    'a\u0000b',
    '/etc/passwd',
    'schemas/../../own.json',
    './schemas/own.json',
    'a/.GIT/config',
    'a\nb',
    'a\u001bb'
  ]
  const missing = ['schemas/link.json', '--force', 'schemas', '-x', ':(top)schemas/own.json', '*']

  test('are refused before git hears of them', () => {
    for (const path of outside) {
      assert.throws(() => checkSchemaPath(path), {code: 'REGISTRY_INVALID'})
    }
  })

  test('are files of the repository, or refused: 6, in a commit and in the worktree', async () => {
    const repository = await makeRepository({'schemas/own.json': '{}', 'x/y.txt': 'x'})
    await symlink('own.json', join(repository, 'schemas/link.json'))
    const few = [...outside.slice(0, 1), ...missing.slice(0, 1)]
    for (const path of amount({short: few, long: [...outside, ...missing]})) {
      await commitFiles(repository, {[registryPath]: withPolicy('schema', path)})
      const all = [claim, ['check'], ['check', '--ref', 'HEAD', '--base', 'HEAD']]
      for (const args of amount({short: all.slice(0, 2), long: all})) {
        const {error} = await checkRefused(repository, args, [6, 'REGISTRY_INVALID'])
        assert.ok(!/core|repositoryformat|root:/u.test(error.message), error.message)
      }
    }
  })

  test('a folder that is a link leads nowhere in a commit', async () => {
    const elsewhere = await makeFolder()
    const repository = await makeRepository({[registryPath]: withPolicy('schema', 'out/own.json')})
    await mkdir(join(elsewhere, 'sub'))
    await symlink(elsewhere, join(repository, 'out'))
    await commitFiles(repository, {})
    await commitFiles(elsewhere, {}).catch(() => undefined)
    for (const args of [claim, ['check']]) {
      await checkRefused(repository, args, [6, 'REGISTRY_INVALID'])
    }
  })
})

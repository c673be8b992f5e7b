import assert from 'node:assert/strict'
import {readFile, writeFile} from 'node:fs/promises'
import {basename, join} from 'node:path'
import {test} from 'node:test'
import {lateEntries} from '../../scripts/late-libraries.ts'
import {binary, commitFiles, execute, git, makeFolder, registryPath} from '../helpers/cli.ts'
import {seeds} from '../helpers/core.ts'

const late = Object.keys(lateEntries).map((name) => `${name}.cjs`)

/** Runs the built program, and tells which of those libraries it loaded. */
async function loadedBy(cwd: string, ...args: readonly string[]): Promise<readonly string[]> {
  const folder = await makeFolder('hook-')
  const [hook, list] = [join(folder, 'hook.cjs'), join(folder, 'loaded.json')]
  const loaded = `JSON.stringify(Object.keys(require.cache))`
  await writeFile(
    hook,
    `process.on('exit', () => require('node:fs').writeFileSync(${JSON.stringify(list)}, ${loaded}))`
  )
  const run = await execute(cwd, [process.execPath, '--require', hook, binary, ...args])
  assert.ok(run.exitCode < 2, run.stderr)
  const paths = JSON.parse(await readFile(list, 'utf8')) as readonly string[]
  return paths.map((path) => basename(path)).filter((name) => late.includes(name))
}

async function registryOf(document?: string): Promise<string> {
  const folder = await makeFolder('registry-')
  await git(folder, 'init', '--quiet', '--initial-branch=main')
  await git(folder, 'config', 'user.name', 'Ada Lovelace')
  await git(folder, 'config', 'user.email', 'ada@example.com')
  if (document === undefined) {
    await execute(folder, [process.execPath, binary, 'init', '--sessions', '3'])
    await git(folder, 'add', '--all')
    await git(folder, 'commit', '--quiet', '--message=Set up')
  } else {
    await commitFiles(folder, {[registryPath]: document}, 'Set up')
  }

  return folder
}

const claim = ['claim', '--next', '--session', 'me', '--role', 'Mailer', '--goal', 'Send 5 mails']

test('no usual command loads a parser of markdown or YAML', async () => {
  for (const document of [undefined, ...Object.values(seeds)]) {
    const folder = await registryOf(document)
    for (const args of [['status'], ['check'], ...(document === undefined ? [claim] : [])]) {
      assert.deepEqual(await loadedBy(folder, ...args), [], args.join(' '))
    }
  }
})

test('what needs a library loads it', async () => {
  const [seed = ''] = Object.values(seeds)
  const front = '---\nregistry: {reservations: open}\n---\n'
  const folder = await registryOf(`${front}${seed}\n~~~\ncode &amp; more\n~~~\n\nA *b* &amp; c\n`)
  assert.deepEqual((await loadedBy(folder, 'status')).toSorted(), [
    'entities.cjs',
    'parser.cjs',
    'yaml.cjs'
  ])
  const plain = await registryOf()
  const marked = claim.map((word) => (word === 'Mailer' ? 'Mailer *of* letters' : word))
  assert.ok((await loadedBy(plain, ...marked)).includes('renderer.cjs'))
})

import assert from 'node:assert/strict'
import {readFile} from 'node:fs/promises'
import {join} from 'node:path'
import {describe, test} from 'node:test'
import yargs, {type Argv} from 'yargs'
import {switches, valued} from '../../src/commands/arguments.ts'
import {commands} from '../../src/commands/index.ts'
import {assembleParser} from '../../src/commands/parser.ts'
import {
  binary,
  execute,
  makeFolder,
  makeRepository,
  packageRoot,
  regmd,
  registryPath,
  registryText
} from '../helpers/cli.ts'

/** Commands that the contract names and that are built. */
const contract = [
  'init',
  'claim',
  'ready',
  'release',
  'reassign',
  'status',
  'check',
  'history',
  'confirm',
  'broadcast',
  'ack',
  'propose',
  'approve',
  'activate',
  'sync',
  'watch',
  'whoami',
  'merge-driver',
  'demo',
  'selftest'
]

/** The list of commands in a help text: what each is told by, by how it is used; both may be wrapped. */
function listed(help: string): ReadonlyMap<string, string> {
  const lines = /^Commands:\n([^]*?)\n\n/mu.exec(help)?.[1]?.split('\n') ?? []
  const column = Math.min(
    ...lines.flatMap((line) => /^ {2}regmd .*? {2,}(?=\S)/u.exec(line)?.[0].length ?? [])
  )
  const found: [string, string][] = []
  for (const line of lines) {
    const [usage, summary] = [line.slice(0, column).trim(), line.slice(column).trim()]
    const last = found.at(-1)
    if (line.startsWith('  regmd ') || !last) found.push([usage, summary])
    else found[found.length - 1] = [`${last[0]} ${usage}`.trim(), `${last[1]} ${summary}`.trim()]
  }

  return new Map(found)
}

describe('help', async () => {
  const folder = await makeFolder()

  test('regmd alone prints the help and succeeds', async () => {
    const alone = await regmd(folder, [])
    const asked = await regmd(folder, ['--help'])
    assert.equal(alone.exitCode, 0)
    assert.equal(alone.stderr, '')
    assert.match(alone.stdout, /^regmd <command>/u)
    assert.equal(alone.stdout, asked.stdout)
  })

  test('names the commands of the contract', () => {
    const names = commands.map(({name}) => name)
    for (const name of contract) assert.ok(names.includes(name), name)
    assert.equal(new Set(names).size, names.length)
  })

  test('lists every command with its summary', async () => {
    const {stdout} = await regmd(folder, ['--help'])
    const shown = listed(stdout)
    for (const {usage, summary} of commands) {
      assert.notEqual(summary, '')
      assert.equal(shown.get(`regmd ${usage}`), summary)
    }
  })

  test('lists every global option', async () => {
    const {stdout} = await regmd(folder, ['--help'])
    for (const name of ['registry', 'remote', 'json', 'quiet', 'timeout', 'offline', 'session']) {
      assert.match(stdout, new RegExp(`--${name}\\b`, 'u'))
    }
  })

  for (const {name, usage, summary} of commands) {
    for (const args of [
      [name, '--help'],
      ['--help', name],
      [name, '-h']
    ]) {
      test(`regmd ${args.join(' ')}`, async () => {
        const {exitCode, stdout, stderr} = await regmd(folder, args)
        assert.equal(exitCode, 0)
        assert.equal(stderr, '')
        assert.ok(stdout.startsWith(`regmd ${usage}`), stdout)
        // Each of them is a cell wide, which the width of columns goes by.
        assert.match(stdout, /^[\n -~]*$/u)
        assert.ok(stdout.replace(/\s+/gu, ' ').includes(summary))
      })
    }
  }

  test('help of a command does nothing', async () => {
    const repository = await makeRepository({[registryPath]: registryText()})
    const {exitCode} = await regmd(repository, ['claim', '3', '--session', 'a', '--help'])
    assert.equal(exitCode, 0)
    const {stdout} = await regmd(repository, ['status', '--json'])
    assert.equal(JSON.parse(stdout).data.registered, 0)
  })

  test('--version is the version of the package', async () => {
    const manifest = JSON.parse(await readFile(join(packageRoot, 'package.json'), 'utf8'))
    for (const flag of ['--version', '-V']) {
      const {exitCode, stdout} = await regmd(folder, [flag])
      assert.equal(exitCode, 0)
      assert.equal(stdout, `${manifest.version}\n`)
    }
  })
})

describe('what is not known', async () => {
  const folder = await makeFolder()
  const wrong = [
    ['clam'],
    ['__proto__'],
    ['constructor'],
    ['claim', '--gaol', 'x'],
    ['--gaol'],
    ['status', '1', '2'],
    ['init', 'registry.md'],
    ['whoami', 'me'],
    ['-x'],
    ['claim', '-x']
  ]
  for (const args of wrong) {
    test(`regmd ${args.join(' ')}`, async () => {
      const {exitCode, stdout, stderr} = await regmd(folder, args)
      assert.equal(exitCode, 2)
      assert.equal(stdout, '')
      assert.match(stderr, /^regmd: .+\nNext: regmd --help\n$/u)
    })
  }

  test('a typing error is answered with the command that was meant', async () => {
    const {stderr} = await regmd(folder, ['clam'])
    assert.match(stderr, /\bclaim\b/u)
  })
})

/** What yargs knows of options, though its types do not say so. */
interface Declared {
  readonly getOptions: () => {
    readonly key: Readonly<Record<string, unknown>>
    readonly boolean: readonly string[]
    readonly string: readonly string[]
    readonly alias: Readonly<Record<string, readonly string[]>>
  }
}

/** Options that a parser declares, by whether they take a value; positionals are none. */
function declaredIn(parser: Argv, positionals: readonly string[] = []) {
  const {key, boolean, string, alias} = (parser as unknown as Declared).getOptions()
  const short = Object.values(alias).flat()
  const names = Object.keys(key).filter((name) => ![...positionals, ...short].includes(name))
  const ofType = (list: readonly string[]) => names.filter((name) => list.includes(name))
  assert.deepEqual(names.toSorted(), [...ofType(boolean), ...ofType(string)].toSorted())
  return {switches: ofType(boolean), valued: ofType(string)}
}

describe('options', async () => {
  const folder = await makeFolder()
  const all = [
    declaredIn(await assembleParser([], () => undefined)),
    ...(await Promise.all(
      commands.map(async ({usage, load}) =>
        declaredIn(
          (await load()).options(yargs().help(false).version(false)),
          [...usage.matchAll(/[[<]([a-z-]+)[\]>]/gu)].map(([, name = '']) => name)
        )
      )
    ))
  ]

  test('the lists hold those of all commands, and no other', () => {
    const sorted = (names: readonly string[]) => [...new Set(names)].toSorted()
    assert.deepEqual(sorted(switches), sorted(all.flatMap((one) => one.switches)))
    assert.deepEqual(sorted(valued), sorted(all.flatMap((one) => one.valued)))
    assert.equal(new Set([...switches, ...valued]).size, switches.length + valued.length)
  })

  for (const name of switches) {
    test(`--${name} takes no value`, async () => {
      const {exitCode, stderr} = await regmd(folder, ['status', `--${name}=no`])
      assert.equal(exitCode, 2)
      assert.match(stderr, new RegExp(`--${name} takes no value`, 'u'))
    })
  }

  for (const name of valued) {
    test(`--${name} needs a value`, async () => {
      for (const args of [[`--${name}`, '--help'], [`--${name}`]]) {
        const {exitCode, stderr} = await regmd(folder, ['status', ...args])
        assert.equal(exitCode, 2)
        assert.match(stderr, new RegExp(`--${name} needs a value`, 'u'))
      }
    })
  }
})

describe('completion', async () => {
  const folder = await makeFolder()

  test('prints a script for the shell', async () => {
    const {exitCode, stdout, stderr} = await execute(folder, [
      process.execPath,
      binary,
      'completion'
    ])
    assert.equal(stderr, '')
    assert.equal(exitCode, 0)
    assert.match(stdout, /--get-yargs-completions/u)
    assert.match(stdout, /regmd/u)
  })

  test('prints one for zsh', async () => {
    const {exitCode, stdout} = await execute(folder, [process.execPath, binary, 'completion'], {
      SHELL: '/bin/zsh'
    })
    assert.equal(exitCode, 0)
    assert.match(stdout, /#compdef regmd/u)
  })

  test('completes commands', async () => {
    const {exitCode, stdout} = await execute(folder, [
      process.execPath,
      binary,
      '--get-yargs-completions',
      'regmd',
      ''
    ])
    assert.equal(exitCode, 0)
    const words = stdout.trim().split('\n')
    for (const {name} of commands) assert.ok(words.includes(name), name)
  })

  test('completes options of a command', async () => {
    const {exitCode, stdout} = await execute(folder, [
      process.execPath,
      binary,
      '--get-yargs-completions',
      'regmd',
      'claim',
      '--'
    ])
    assert.equal(exitCode, 0)
    assert.match(stdout, /^--goal$/mu)
    assert.match(stdout, /^--dry-run$/mu)
  })
})

describe('the bundled program', async () => {
  const folder = await makeFolder()
  const start = (...args: string[]) => execute(folder, [process.execPath, binary, ...args])

  test('prints help and version', async () => {
    assert.equal((await start()).exitCode, 0)
    assert.match((await start('--version')).stdout, /^\d+\.\d+\.\d+\n$/u)
  })

  test('ends with 2 and a hint for what it does not know', async () => {
    const {exitCode, stderr} = await start('clam')
    assert.equal(exitCode, 2)
    assert.match(stderr, /^Next: regmd --help$/mu)
  })

  test('ends with 7 outside a repository', async () => {
    const {exitCode, stdout, stderr} = await execute(
      folder,
      [process.execPath, binary, 'status', '--json'],
      {GIT_CEILING_DIRECTORIES: folder}
    )
    assert.equal(exitCode, 7)
    assert.equal(stderr, '')
    assert.equal(JSON.parse(stdout).error.code, 'NOT_A_REPOSITORY')
  })

  test('claims, by the identity and session of its environment', async () => {
    const repository = await makeRepository({[registryPath]: registryText()})
    const {exitCode, stdout} = await execute(
      repository,
      [process.execPath, binary, 'claim', '2', '--json'],
      {REGMD_SESSION: 'one'}
    )
    assert.equal(exitCode, 0)
    assert.equal(JSON.parse(stdout).data.session, 'one')
  })

  test('a reader that has seen enough is not a failure', async () => {
    const repository = await makeRepository({[registryPath]: registryText({sessions: 400})})
    const command = `"${process.execPath}" "${binary}" status | head -n 1; exit "\${PIPESTATUS[0]}"`
    const {exitCode, stdout, stderr} = await execute(repository, ['bash', '-c', command])
    assert.equal(stderr, '')
    assert.equal(exitCode, 0)
    assert.equal(stdout.split('\n').length, 2)
  })
})

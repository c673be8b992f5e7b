import {execFile} from 'node:child_process'
import {cpSync, existsSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {mkdir, mkdtemp, readFile, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {dirname, extname, join} from 'node:path'
import {Readable} from 'node:stream'
import {after} from 'node:test'
import {fileURLToPath} from 'node:url'
import type {Context} from '../../src/context.ts'
import {main} from '../../src/main.ts'

/** Root of this package. */
export const packageRoot: string = fileURLToPath(new URL('../..', import.meta.url))

/** Bundled program. */
export const binary: string = join(packageRoot, 'dist/bin.cjs')

/** Folder of this test file, removed at its end. */
const scratch = mkdtempSync(join(tmpdir(), 'regmd-cli-'))

// Nothing runs by itself, and no repository is filled with examples of hooks.
const quiet = '[gc]\n\tauto = 0\n[maintenance]\n\tauto = false\n[init]\n\ttemplateDir =\n'
writeFileSync(join(scratch, '.gitconfig'), quiet)

after(() => {
  rmSync(scratch, {recursive: true, force: true, maxRetries: 3})
})

/** What a program said, and how it ended. */
export interface Run {
  readonly exitCode: number
  readonly stdout: string
  readonly stderr: string
}

/** Environment of a test: nothing of the machine that runs it but the path. */
export type Environment = Readonly<Record<string, string | undefined>>

/** How regmd is run in this process. */
export interface RunOptions {
  readonly env?: Environment
  /** Cells in a line of standard output. */
  readonly columns?: number
  readonly isTTY?: boolean
  /** Whether a person is at the keyboard. */
  readonly isInteractive?: boolean
  readonly now?: Date
  readonly signal?: AbortSignal
}

/** Environment without configuration of the machine, `TMPDIR` aside. */
export function cleanEnvironment(more: Environment = {}): Record<string, string> {
  const base = {
    PATH: process.env['PATH'],
    TMPDIR: process.env['TMPDIR'],
    HOME: scratch,
    GIT_CONFIG_NOSYSTEM: '1',
    ...more
  }
  return Object.fromEntries(
    Object.entries(base).filter((entry): entry is [string, string] => entry[1] !== undefined)
  )
}

/** Makes an empty folder that is removed at the end of the test file. */
export async function makeFolder(name = 'folder-'): Promise<string> {
  return mkdtemp(join(scratch, name))
}

/** Runs regmd in this process. */
export async function regmd(
  cwd: string,
  args: readonly string[],
  {env, columns, isTTY, isInteractive, now, signal}: RunOptions = {}
): Promise<Run> {
  const said = {stdout: '', stderr: ''}
  const context: Context = {
    cwd,
    env: cleanEnvironment(env),
    now: () => now ?? new Date('2026-11-20T18:10:27.900Z'),
    stdout: {write: (text) => (said.stdout += text), columns, isTTY},
    stderr: {write: (text) => (said.stderr += text), columns, isTTY},
    ...(isInteractive && {stdin: Object.assign(Readable.from([]), {isTTY: true})}),
    signal: signal ?? new AbortController().signal,
    program: [process.execPath, binary]
  }
  const exitCode = await main(args, context)
  return {exitCode, ...said}
}

/** Object that `--json` prints, as a test looks at it. */
export interface Output {
  readonly schemaVersion: number
  readonly command: string
  readonly ok: boolean
  readonly exitCode: number
  // oxlint-disable-next-line typescript/no-explicit-any -- tests look at whatever is there
  readonly data: any
  readonly error: {
    readonly code: string
    readonly message: string
    readonly hint: string
    // oxlint-disable-next-line typescript/no-explicit-any -- tests look at whatever is there
    readonly details: any
  }
}

/** Runs regmd with `--json` in this process, and reads what it printed. */
export async function regmdJson(
  cwd: string,
  args: readonly string[],
  options: RunOptions = {}
): Promise<Output> {
  const {stdout, exitCode} = await regmd(cwd, ['--json', ...args], options)
  const output = JSON.parse(stdout) as Output
  if (output.exitCode !== exitCode) {
    throw new Error(`Expected exit code ${exitCode} in the output, not ${output.exitCode}`)
  }

  return output
}

/** Runs a program to its end. */
export async function execute(
  cwd: string,
  command: readonly [string, ...string[]],
  env: Environment = {}
): Promise<Run> {
  const [file, ...args] = command
  return new Promise((resolve, reject) => {
    const child = execFile(
      file,
      args,
      {cwd, env: cleanEnvironment(env), maxBuffer: 64 * 1024 * 1024},
      (error, stdout, stderr) => {
        const code = error ? error.code : 0
        if (typeof code === 'number') resolve({exitCode: code, stdout, stderr})
        else reject(error ?? new Error('Expected an exit code'))
      }
    )
    child.stdin?.end()
  })
}

/** Runs git; throws what it said if it fails. */
export async function git(cwd: string, ...args: readonly string[]): Promise<string> {
  const {exitCode, stdout, stderr} = await execute(cwd, ['git', ...args])
  if (exitCode !== 0) throw new Error(`git ${args.join(' ')}: exit ${exitCode}\n${stderr}${stdout}`)
  return stdout
}

/** Contents of files by path. */
export type Files = Readonly<Record<string, string | Uint8Array>>

/** Writes files below a folder. */
export async function writeFiles(directory: string, files: Files): Promise<void> {
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(directory, path)), {recursive: true})
    await writeFile(join(directory, path), content)
  }
}

/** Sets the identity that commits in a repository get. */
async function setIdentity(directory: string, name: string): Promise<void> {
  const email = `${name.toLowerCase().replaceAll(' ', '.')}@example.com`
  await writeFile(configOf(directory), `[user]\n\tname = ${name}\n\temail = ${email}\n`, {
    flag: 'a'
  })
}

function configOf(directory: string): string {
  return join(directory, existsSync(join(directory, '.git')) ? '.git/config' : 'config')
}

/** Copies repositories, which then know each other by their new paths. */
export async function copyRepositories(directories: readonly string[]): Promise<readonly string[]> {
  const copies: string[] = []
  for (const directory of directories) {
    const copy = `${await makeFolder('copy-')}${extname(directory)}`
    cpSync(directory, copy, {recursive: true, preserveTimestamps: true})
    copies.push(copy)
  }

  for (const copy of copies) {
    const config = await readFile(configOf(copy), 'utf8')
    const moved = directories.reduce(
      (text, directory, index) => text.replaceAll(`${directory}\n`, `${copies[index]}\n`),
      config
    )
    await writeFile(configOf(copy), moved)
    // The index tells files by their inodes too.
    if (existsSync(join(copy, '.git'))) await git(copy, 'update-index', '-q', '--refresh')
  }

  return copies
}

const templates = new Map<string, Promise<readonly string[]>>()

/** Makes repositories, or copies what was made with the same key before. */
export async function copyOf(
  key: readonly unknown[],
  make: () => Promise<readonly string[]>
): Promise<readonly string[]> {
  const name = JSON.stringify(key)
  const known = templates.get(name) ?? make()
  templates.set(name, known)
  return copyRepositories(await known)
}

/** Makes a repository without a remote, with files in its first commit. */
export async function makeRepository(files: Files, name = 'Ada Lovelace'): Promise<string> {
  const [copy = ''] = await copyOf(['repository', files, name], async () => {
    const directory = await makeFolder('repository-')
    await git(directory, 'init', '--quiet', '--initial-branch=main')
    await setIdentity(directory, name)
    await commitFiles(directory, files)
    return [directory]
  })
  return copy
}

/** Writes and commits files. */
export async function commitFiles(
  directory: string,
  files: Files,
  message = 'Write files'
): Promise<void> {
  await writeFiles(directory, files)
  await git(directory, 'add', '--all')
  await git(directory, 'commit', '--quiet', '--allow-empty', '--no-verify', '-m', message)
}

/** A bare remote and one clone of it. */
export interface Cloned {
  readonly remote: string
  readonly clone: string
}

/** Makes a bare remote whose `main` holds files, and a clone of it. */
export async function makeClone(files: Files, name = 'Ada Lovelace'): Promise<Cloned> {
  const [remote = '', clone = ''] = await copyOf(['clone', files, name], async () => {
    const seed = await makeRepository(files, name)
    const bare = `${seed}.git`
    await git(seed, 'clone', '--quiet', '--bare', '.', bare)
    return [bare, await addClone(bare, name)]
  })
  return {remote, clone}
}

/** Makes one more clone of a remote. */
export async function addClone(remote: string, name: string): Promise<string> {
  const clone = await makeFolder('clone-')
  await git(clone, 'clone', '--quiet', remote, '.')
  await setIdentity(clone, name)
  return clone
}

/** Makes a clone for somebody else out of one in which nothing was done yet. */
export async function copyClone(clone: string, name: string): Promise<string> {
  const [copy = ''] = await copyRepositories([clone])
  await setIdentity(copy, name)
  return copy
}

/** Seeds as people have them. */
export const seeds = ['decoded', 'as-received'] as const

/** Reads a seed document. */
export async function readSeed(name: (typeof seeds)[number] = 'decoded'): Promise<Buffer> {
  return readFile(join(packageRoot, `test/fixtures/seed/${name}.md`))
}

/** Path under which tests keep their registry. */
export const registryPath = 'registry/sessions.md'

/** Options of {@link registryText}. */
export interface RegistryOptions {
  readonly sessions?: number
  /** Front matter, without its fences. */
  readonly frontMatter?: string
  /** Lists of fields by number; others are open. */
  readonly blocks?: Readonly<Record<number, readonly string[]>>
  /** After the last block. */
  readonly rest?: string
}

/** Writes a small registry with open blocks. */
export function registryText(options: RegistryOptions = {}): string {
  const {sessions = 3, frontMatter, blocks = {}, rest = ''} = options
  const head = frontMatter === undefined ? '' : `---\n${frontMatter}\n---\n\n`
  const body = Array.from({length: sessions}, (_, index) => {
    const number = index + 1
    const fields = blocks[number] ?? [
      `- **NUMBER**: ${number}`,
      `- **ROLE**: Role ${number}`,
      `- **GOAL**: Find ${number * 10} prospects daily`,
      '- **SESSION_ID**: [open]',
      '- **STATUS**: ⏳ PENDING REGISTRATION'
    ]
    return `### Session #${number}: Part ${number}\n\n${fields.join('\n')}\n`
  })
  return [
    `${head}# Registry\n\n**Status**: Registration in progress\n`,
    '## Registration Format\n',
    `\`\`\`\nNUMBER: [1-${sessions}, unique]\nROLE: [text]\n\`\`\`\n`,
    '## Sessions\n',
    ...body,
    '## Consensus Validation\n',
    `- [ ] All ${sessions} sessions registered with unique numbers`,
    '- [ ] No duplicate numbers claimed\n',
    `**Current Status**: 0/${sessions} sessions registered\n${rest}`
  ].join('\n')
}

/** Fields of a block that a session holds. */
export function heldBy(session: string, number: number): readonly string[] {
  return [
    `- **NUMBER**: ${number}`,
    `- **ROLE**: Role ${number}`,
    `- **GOAL**: Find ${number * 10} prospects daily`,
    `- **SESSION_ID**: ${session}`,
    '- **STATUS**: ✅ REGISTERED',
    '- **TIMESTAMP**: 2026-11-20T18:00:00Z',
    '- **READY**: YES'
  ]
}

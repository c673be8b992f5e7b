import {join} from 'node:path'
import {readFile} from 'node:fs/promises'
import {type DeedAction, renderDeed} from '../../src/core/deed.ts'
import {
  type Files,
  type RegistryOptions,
  type RunOptions,
  git,
  heldBy,
  regmd,
  regmdJson,
  registryPath,
  registryText,
  writeFiles
} from './cli.ts'

/** Rules about a document alone that edits by hand would trip over. */
export const quietRules = 'FORMAT_DRIFT: off, DERIVED_STALE: off'

/** Front matter of the documents here. */
export function frontMatter(...lines: readonly string[]): string {
  return ['registry:', `  rules: {${quietRules}}`, ...lines.map((line) => `  ${line}`)].join('\n')
}

/** A registry of which a check of the document alone finds nothing, whoever holds a number. */
export function documentOf(options: RegistryOptions = {}, ...policy: readonly string[]): string {
  return registryText({frontMatter: frontMatter(...policy), ...options})
}

/** A registry as the one file of a commit. */
export function registryFiles(text: string): Files {
  return {[registryPath]: text}
}

/** Fields of a block that is reserved for a session. */
export function reservedFor(session: string, number: number): readonly string[] {
  return [
    `- **NUMBER**: ${number}`,
    `- **ROLE**: Role ${number}`,
    `- **GOAL**: Find ${number * 10} prospects daily`,
    `- **SESSION_ID**: ${session}`,
    '- **STATUS**: ⏳ PENDING REGISTRATION'
  ]
}

/** Fields of a block that was released, and says why. */
export function releasedFor(reason: string, number: number): readonly string[] {
  return [...reservedFor('[open]', number), `- **REASON**: ${reason}`]
}

/** Puts other fields into a number's block. */
export function withFields(text: string, number: number, fields: readonly string[]): string {
  return withBlock(
    text,
    number,
    (block) => `${block.slice(0, block.indexOf('\n'))}\n\n${fields.join('\n')}\n\n`
  )
}

/** Edits a number's block, the blank lines after it included; throws where nothing changes. */
export function withBlock(text: string, number: number, edit: (block: string) => string): string {
  const edited = text.replace(new RegExp(`^### Session #${number}\\b.*?(?=^##)`, 'msu'), edit)
  if (edited === text) throw new Error(`Expected to change block ${number}`)
  return edited
}

/** Lets a session hold a number. */
export function withClaim(text: string, number: number, session: string): string {
  return withFields(text, number, heldBy(session, number))
}

/** A block with a heading of its own, as people add one. */
export function newBlock(number: number, fields: readonly string[]): string {
  return `### Session #${number}: Part ${number}\n\n${fields.join('\n')}\n\n`
}

/** Replaces text that has to be there. */
export function replaced(text: string, from: string, to: string): string {
  if (!text.includes(from)) throw new Error(`Expected to find ${from}`)
  return text.replace(from, () => to)
}

/** Message of a commit as regmd writes it. */
export function deed(action: DeedAction, number: number, session: string): string {
  return renderDeed({action, number, session, path: registryPath, attempt: `${number}-${session}`})
}

/** Starts a branch and checks it out. */
export async function startBranch(cwd: string, name: string, from: string): Promise<void> {
  await git(cwd, 'checkout', '--quiet', '--no-track', '-B', name, from)
}

/** Commits files on the branch that is checked out, and says where it is now. */
export async function commit(cwd: string, files: Files, message = 'Edit by hand'): Promise<string> {
  await writeFiles(cwd, files)
  await git(cwd, 'add', '--all')
  await git(cwd, 'commit', '--quiet', '--allow-empty', '--no-verify', '-m', message)
  return revision(cwd, 'HEAD')
}

/** Commit id of a name. */
export async function revision(cwd: string, name: string): Promise<string> {
  return (await git(cwd, 'rev-parse', '--verify', `${name}^{commit}`)).trim()
}

/** Reads the registry as it is checked out. */
export async function readRegistry(cwd: string, path: string = registryPath): Promise<string> {
  return readFile(join(cwd, path), 'utf8')
}

/** A problem of a pull request. */
export interface Found {
  readonly code: string
  readonly severity: string
  readonly message: string
  readonly line: number
  readonly column: number
  readonly number?: number
}

/** Problems that a check finds; throws where it is refused, or its exit code does not fit. */
export async function problemsOf(
  cwd: string,
  ...args: readonly string[]
): Promise<readonly Found[]> {
  const {exitCode, data, error} = await regmdJson(cwd, ['check', ...args])
  if (data === undefined) throw new Error(`${error.code}: ${error.message}`)
  const problems = data.problems as readonly Found[]
  const isWrong = problems.some(({severity}) => severity === 'error')
  if (exitCode !== Number(isWrong)) throw new Error(`Exit ${exitCode}: ${JSON.stringify(problems)}`)
  return problems
}

/** What a check finds, in a line each: `CLAIM_TAKEN_OVER 3`, in document order. */
export async function judge(cwd: string, ...args: readonly string[]): Promise<readonly string[]> {
  const problems = await problemsOf(cwd, ...args)
  return problems.map(({code, number}) => (number === undefined ? code : `${code} ${number}`))
}

/** A refused check, in a line: `7 COMMIT_UNAVAILABLE`; `0` or `1` where it was not refused. */
export async function refusal(cwd: string, ...args: readonly string[]): Promise<string> {
  const {exitCode, error} = await regmdJson(cwd, ['check', ...args])
  return error === undefined ? String(exitCode) : `${exitCode} ${error.code}`
}

/** Runs an act of a session; throws where it is refused. */
export async function act(
  cwd: string,
  session: string,
  args: readonly string[],
  options: RunOptions = {}
): Promise<void> {
  const {exitCode, stderr} = await regmd(cwd, [...args, '--session', session], options)
  if (exitCode !== 0) throw new Error(`regmd ${args.join(' ')}: exit ${exitCode}\n${stderr}`)
}

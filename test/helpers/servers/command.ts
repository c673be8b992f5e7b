import {execFileSync} from 'node:child_process'
import {accessSync, constants} from 'node:fs'
import {delimiter, join} from 'node:path'

/** Where servers are installed that are no commands of users. */
const systemFolders = ['/usr/sbin', '/usr/local/sbin', '/sbin']

/** Full path of a program, looked for where servers are as well; nothing if it is not installed. */
export function findCommand(name: string): string | undefined {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), ...systemFolders]
  return folders.map((folder) => join(folder, name)).find(isExecutable)
}

/** Full path of a program that comes with git and is no command; nothing if it is not installed. */
export function findPartOfGit(name: string): string | undefined {
  const file = join(execFileSync('git', ['--exec-path'], {encoding: 'utf8'}).trim(), name)
  return isExecutable(file) ? file : undefined
}

/** Names what is not there of some programs, as a sentence. */
export function missingOf(
  programs: Readonly<Record<string, string | undefined>>
): string | undefined {
  const absent = Object.keys(programs).filter((name) => programs[name] === undefined)
  if (absent.length === 0) return undefined
  return `${absent.join(' and ')} ${absent.length > 1 ? 'are' : 'is'} not installed`
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}

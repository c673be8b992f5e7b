import {lstat, open, stat, writeFile} from 'node:fs/promises'
import {dirname, resolve} from 'node:path'
import type {Context} from '../context.ts'
import {RegmdError} from '../core/error.ts'

/** How each calendar starts. */
const head = 'BEGIN:VCALENDAR'

/**
 * Checks that a calendar can be written to a file, before anything else is done: its folder is there,
 * and it is a new file or a calendar.
 *
 * @param file - relative to the current directory.
 * @throws {RegmdError} `USAGE`.
 */
export async function checkCalendarFile(file: string, {cwd}: Pick<Context, 'cwd'>): Promise<void> {
  const path = resolve(cwd, file)
  const folder = await stat(dirname(path)).catch(() => undefined)
  if (!folder?.isDirectory()) throw unusable(file, 'its folder does not exist')
  const found = await stat(path).catch(() => undefined)
  if (!found && (await lstat(path).catch(() => undefined))) {
    throw unusable(file, 'it is a symbolic link that leads nowhere')
  }
  if (!found) return
  if (!found.isFile()) throw unusable(file, 'it is no file')
  if (found.size > 0 && !(await startsAsCalendar(path))) {
    throw unusable(file, 'it is there already, and is no calendar')
  }
}

/**
 * Writes a calendar, in the place of one that is there.
 *
 * @param done - what was done before, for the message.
 * @throws {RegmdError} `USAGE` if it cannot be written.
 */
export async function writeCalendar(
  {file, cwd}: {readonly file: string; readonly cwd: string},
  text: string,
  done: string
): Promise<void> {
  try {
    await writeFile(resolve(cwd, file), text)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new RegmdError('USAGE', `${done}, but the calendar was not written: ${why}`, {
      hint: 'regmd activate --start DATE --ics FILE',
      cause: error
    })
  }
}

async function startsAsCalendar(path: string): Promise<boolean> {
  const handle = await open(path).catch(() => undefined)
  if (!handle) return false
  try {
    const {buffer, bytesRead} = await handle.read(Buffer.alloc(head.length), 0, head.length, 0)
    return buffer.toString('latin1', 0, bytesRead) === head
  } finally {
    await handle.close()
  }
}

function unusable(file: string, why: string): RegmdError {
  return new RegmdError('USAGE', `Cannot write a calendar to ${file}: ${why}; nothing was done`, {
    hint: 'regmd activate --start DATE --ics FILE'
  })
}

import assert from 'node:assert/strict'
import {mkdir, readFile, symlink, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {test} from 'node:test'
import {RegmdError} from '../../src/core/error.ts'
import {checkCalendarFile, writeCalendar} from '../../src/shell/calendar-file.ts'
import {makeFolder} from '../helpers/cli.ts'

const calendar = 'BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n'

/** Whether something is refused as a wrong use, with words that match. */
function isUsage(pattern: RegExp): (error: unknown) => boolean {
  return (error) =>
    error instanceof RegmdError && error.code === 'USAGE' && pattern.test(error.message)
}

test('checkCalendarFile() allows a new file, an empty one, and a calendar', async () => {
  const cwd = await makeFolder()
  await writeFile(join(cwd, 'empty.ics'), '')
  await writeFile(join(cwd, 'old.ics'), calendar)
  for (const file of ['new.ics', 'empty.ics', 'old.ics', join(cwd, 'new.ics')]) {
    await checkCalendarFile(file, {cwd})
  }
})

test('checkCalendarFile() refuses what is no calendar, and a folder that is not there', async () => {
  const cwd = await makeFolder()
  await mkdir(join(cwd, 'folder'))
  await writeFile(join(cwd, 'notes.md'), '# Notes\n')
  await symlink('notes.md', join(cwd, 'link.ics'))
  const refusals: readonly (readonly [string, RegExp])[] = [
    ['notes.md', /is there already, and is no calendar; nothing was done/u],
    ['link.ics', /is no calendar/u],
    ['folder', /it is no file/u],
    ['missing/week.ics', /its folder does not exist/u],
    ['notes.md/week.ics', /its folder does not exist/u]
  ]
  for (const [file, pattern] of refusals) {
    await assert.rejects(checkCalendarFile(file, {cwd}), isUsage(pattern), file)
  }
})

test('writeCalendar() writes in the place of an older one, and says what was done before it failed', async () => {
  const cwd = await makeFolder()
  await writeFile(join(cwd, 'week.ics'), `${calendar}${calendar}`)
  await writeCalendar({file: 'week.ics', cwd}, calendar, 'Done')
  assert.equal(await readFile(join(cwd, 'week.ics'), 'utf8'), calendar)
  await assert.rejects(
    writeCalendar({file: 'missing/week.ics', cwd}, calendar, 'It is activated by 0123456789'),
    isUsage(/^It is activated by 0123456789, but the calendar was not written: ENOENT/u)
  )
})

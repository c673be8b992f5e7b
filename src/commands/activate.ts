import type {Context} from '../context.ts'
import {isDate} from '../core/schedule/date.ts'
import type {Schedule, Week} from '../core/schedule/schedule.ts'
import {readTimeZone} from '../core/schedule/time-zone.ts'
import {writtenZone} from '../core/schedule/written-zone.ts'
import {type Done, carryOut, landingData, utcSeconds} from './act.ts'
import {type GivenArguments, textOf, usage} from './arguments.ts'
import type {Command} from './command.ts'

/** `regmd activate --start DATE` */
export const activate: Command = {
  options: (builder) =>
    builder.options({
      start: {type: 'string', requiresArg: true, describe: 'First day of week 1: YYYY-MM-DD'},
      'time-zone': {type: 'string', requiresArg: true, describe: "Zone [this machine's]"},
      ics: {type: 'string', requiresArg: true, describe: 'Write a calendar to this file too'}
    }),

  async run(argv, context) {
    const week = weekOf(argv)
    // Once more, on another machine, it must not move the hours of others.
    const isZoneLoose = textOf(argv, 'time-zone') === undefined
    const file = textOf(argv, 'ics')
    const [{activate: decide}, {scheduleOf}, {renderActivation}, {checkCalendarFile}] =
      await Promise.all([
        import('../core/actions/activate.ts'),
        import('../core/schedule/schedule.ts'),
        import('../report/schedule.ts'),
        import('../shell/calendar-file.ts')
      ])
    if (file !== undefined) await checkCalendarFile(file, context)
    const done = await carryOut(argv, context, {
      kind: 'activate',
      needsApproval: true,
      decide: (setting, asker) => decide(setting, {...week, isZoneLoose, ...asker})
    })

    const claims = done.registry.blocks.map(({claim}) => claim)
    const schedule = scheduleOf(claims, {
      ...week,
      timeZone: writtenZone(done.registry) ?? week.timeZone
    })
    if (!schedule) throw new RangeError(`\`${week.start}\` is no day of the calendar`)
    const {digestOf} = await import('../core/digest.ts')
    const activation = {schedule, digest: digestOf(done.registry), file}
    const ics = await writeIcs(activation, done, context)
    const isIcsWanted = file !== undefined
    return {
      data: dataOf(done, {...activation, ics}),
      text: (screen) => renderActivation(screen, {...done, schedule, ics, isIcsWanted})
    }
  }
}

function weekOf(argv: GivenArguments): Week {
  const start = textOf(argv, 'start')
  if (start === undefined) throw usage('On which day does week 1 start?', hint)
  if (!isDate(start)) {
    throw usage(`--start wants a day of the calendar as YYYY-MM-DD, not \`${start}\``, hint)
  }

  const name = textOf(argv, 'time-zone') ?? Intl.DateTimeFormat().resolvedOptions().timeZone
  const timeZone = readTimeZone(name)
  if (timeZone !== undefined) return {start, timeZone}
  throw usage(
    `\`${name}\` is no time zone that is known here`,
    `regmd activate --start ${start} --time-zone Europe/Berlin`
  )
}

const hint = 'regmd activate --start 2027-01-04'

interface Activation {
  readonly schedule: Schedule
  readonly digest: string
  readonly file: string | undefined
}

/** Writes the calendar that was asked for; none without events, which would be no calendar. */
async function writeIcs(
  {schedule, digest, file}: Activation,
  {place, commit}: Done,
  {cwd, now}: Context
): Promise<string | null> {
  if (file === undefined || schedule.entries.length === 0) return null
  const [{renderCalendar}, {writeCalendar}] = await Promise.all([
    import('../report/calendar.ts'),
    import('../shell/calendar-file.ts')
  ])
  const text = renderCalendar(schedule, {digest, now: utcSeconds(now())})
  const landed = commit === null ? 'was activated before' : `is activated by ${commit.slice(0, 10)}`
  await writeCalendar({file, cwd}, text, `${place.path} ${landed}`)
  return file
}

function dataOf(
  done: Done,
  {schedule, digest, ics}: Activation & {readonly ics: string | null}
): object {
  const {start, end, timeZone, entries, withoutDays, withoutHours} = schedule
  const {number, session = null} = done.claim
  return {
    number,
    session,
    start,
    end,
    timeZone,
    entries,
    withoutDays,
    withoutHours,
    ics,
    ...landingData(done),
    digest,
    untrusted: ['/session', ...['entries', 'withoutDays', 'withoutHours'].flatMap(textsIn)]
  }
}

function textsIn(list: string): readonly string[] {
  return [`/${list}/*/session`, `/${list}/*/role`, `/${list}/*/text`]
}

import {meaningsOf} from '../read.ts'

/** How often something is counted anew. */
export type Period = 'hour' | 'day' | 'week' | 'month' | 'quarter' | 'year'

/** Spellings of units of time that can be a period, lower case, to the unit. */
export const periodUnits: ReadonlyMap<string, Period> = meaningsOf<Period>([
  ['hour', 'hour, hours, hr, hrs, h, stunde, stunden, heure, heures, hora, horas'],
  ['day', 'day, days, d, tag, tage, tagen, jour, jours, día, días'],
  ['week', 'week, weeks, wk, wks, woche, wochen, semaine, semaines, semana, semanas'],
  ['month', 'month, months, mo, mos, monat, monate, monaten, mois, mes, meses'],
  ['quarter', 'quarter, quarters, quartal, trimestre'],
  ['year', 'year, years, yr, yrs, jahr, jahre, jahren, année, années, año, años']
])

/** Spellings of units of time, lower case, to the unit in the singular. */
export const timeUnits: ReadonlyMap<string, string> = new Map([
  ...periodUnits,
  ...meaningsOf([
    ['millisecond', 'millisecond, milliseconds, ms, msec'],
    ['second', 'second, seconds, sec, secs, s, sekunden, secondes, segundos'],
    ['minute', 'minute, minutes, min, mins, minuten, minutos']
  ])
])

/** Words that say alone how often, lower case, to the period. */
export const adverbs: ReadonlyMap<string, Period> = meaningsOf<Period>([
  ['hour', 'hourly, stündlich'],
  ['day', 'daily, nightly, täglich, 每天, 每日, 毎日'],
  ['week', 'weekly, wöchentlich, 每周, 每週, 毎週'],
  ['month', 'monthly, monatlich, 每月, 毎月'],
  ['quarter', 'quarterly'],
  ['year', 'yearly, annually, jährlich, 每年, 毎年']
])

/** Days of the week, in full and short. */
export const weekdays: ReadonlyMap<string, number> = meaningsOf([
  [1, 'mon, monday, mondays'],
  [2, 'tue, tues, tuesday, tuesdays'],
  [3, 'wed, wednesday, wednesdays'],
  [4, 'thu, thur, thurs, thursday, thursdays'],
  [5, 'fri, friday, fridays'],
  [6, 'sat, saturday, saturdays'],
  [7, 'sun, sunday, sundays']
])

/** Months, in full and short, also in German, French and Spanish. */
export const months: ReadonlyMap<string, number> = meaningsOf([
  [1, 'jan, january, januar, janvier, enero'],
  [2, 'feb, february, februar, février, febrero'],
  [3, 'mar, march, märz, mars, marzo'],
  [4, 'apr, april, avril, abril'],
  [5, 'may, mai, mayo'],
  [6, 'jun, june, juni, juin, junio'],
  [7, 'jul, july, juli, juillet, julio'],
  [8, 'aug, august, août, agosto'],
  [9, 'sep, sept, september, septembre, septiembre'],
  [10, 'oct, october, oktober, octobre, octubre'],
  [11, 'nov, november, novembre, noviembre'],
  [12, 'dec, december, dezember, décembre, diciembre']
])

/** Parts of a day. */
export const dayParts: ReadonlySet<string> = new Set([
  'afternoon',
  'evening',
  'morning',
  'night',
  'weekday',
  'workday'
])

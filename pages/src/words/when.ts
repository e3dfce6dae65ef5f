/** Moments as somebody says them: `13:40`, `tomorrow, 14:00`, `Sunday, 22:14`. */

const LANGUAGE = 'en'

/** The words are the page's; whether the afternoon has a 14:00 or a 2:00 PM is the reader's habit. */
const { hourCycle } = new Intl.DateTimeFormat(undefined, { hour: 'numeric' }).resolvedOptions()

const clock = new Intl.DateTimeFormat(LANGUAGE, {
  hour: hourCycle === 'h23' || hourCycle === 'h24' ? '2-digit' : 'numeric',
  minute: '2-digit',
  ...(hourCycle && { hourCycle }),
})
const near = new Intl.RelativeTimeFormat(LANGUAGE, { numeric: 'auto' })
const weekday = new Intl.DateTimeFormat(LANGUAGE, { weekday: 'long' })
const day = new Intl.DateTimeFormat(LANGUAGE, { day: 'numeric', month: 'long' })
const dayAndYear = new Intl.DateTimeFormat(LANGUAGE, { day: 'numeric', month: 'long', year: 'numeric' })

/** A moment in Unix milliseconds, with its day where that is not today. */
export function when(ms: number, now = Date.now()): string {
  const [then, today] = [new Date(ms), new Date(now)]
  const time = clock.format(then)
  const days = dayOf(then) - dayOf(today)
  if (days === 0) return time
  if (Math.abs(days) === 1) return `${near.format(days, 'day')}, ${time}`
  if (Math.abs(days) < 7) return `${weekday.format(then)}, ${time}`
  const sameYear = then.getFullYear() === today.getFullYear()
  return `${(sameYear ? day : dayAndYear).format(then)}, ${time}`
}

/** The day of a moment in Unix milliseconds: `today`, `3 November`. */
export function onDay(ms: number, now = Date.now()): string {
  const [then, today] = [new Date(ms), new Date(now)]
  const days = dayOf(then) - dayOf(today)
  if (Math.abs(days) <= 1) return near.format(days, 'day')
  return (then.getFullYear() === today.getFullYear() ? day : dayAndYear).format(then)
}

/** The number of a calendar day. Counted in UTC, where every day has as many hours. */
export const dayOf = (date: Date): number =>
  Date.UTC(date.getFullYear(), date.getMonth(), date.getDate()) / 86_400_000

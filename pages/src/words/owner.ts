/** What the owner is told of the box, of its hosts, of the queue and of the days before. */

import type { OwnerDay, OwnerHost, OwnerTurn, OwnerView } from '../../../workers/protocol/owner.ts'
import { busyWords } from './busy.ts'
import { isolate } from './isolate.ts'
import { count, ordinal, rate, seconds } from './numbers.ts'
import { when } from './when.ts'

export interface Says {
  /** The mark of a state line. */
  is: 'ready' | 'busy' | 'writing' | 'loading' | 'away' | 'failed'
  first: string
  rest?: string | undefined
}

const DAY_MS = 86_400_000

/** `48 s`, `21 min`, `2 h 5 min`: time of the box. */
export function boxTime(s: number): string {
  if (s < 60) return seconds(s)
  const minutes = Math.round(s / 60)
  const hours = Math.floor(minutes / 60)
  if (hours === 0) return `${minutes} min`
  return minutes % 60 === 0 ? `${count(hours)} h` : `${count(hours)} h ${minutes % 60} min`
}

const since = (then: number, now: number) => seconds(Math.max(0, now - then) / 1_000)

/** Both in Unix milliseconds of Burrow's: how the box is as a whole. A pause is said apart. */
export function boxNow({ hosts, turns }: OwnerView, now: number): Says {
  const waiting = turns.filter(({ state }) => state === 'waiting')
  const answering = turns.filter(({ state }) => state === 'answering').length
  if (answering + waiting.length > 0) {
    const words = busyWords(answering, waiting.length)
    const longest = waiting.length > 0 && Math.min(...waiting.map(turn => turn.since))
    const rest = longest ? `${words.slice(0, -1)}, the longest for ${since(longest, now)}.` : words
    return { is: 'busy', first: 'Busy.', rest }
  }
  if (hosts.some(({ state }) => state === 'ready')) return { is: 'ready', first: 'Ready.', rest: away(hosts) }
  const loading = hosts.some(({ state }) => state === 'loading')
  if (loading) return { is: 'loading', first: 'Loading a model.', rest: away(hosts) }
  const broken = hosts.find(({ state }) => state === 'misconfigured')
  if (broken) return { is: 'failed', first: 'Misconfigured.', rest: broken.problem ?? '' }
  return { is: 'away', first: 'The box is offline.', rest: 'Questions wait for it, for a day at most.' }
}

function away(hosts: readonly OwnerHost[]): string {
  const gone = hosts.filter(({ state }) => state === 'offline' || state === 'misconfigured').length
  return gone === 0 ? 'Nobody is waiting.' : `${count(gone)} of ${count(hosts.length)} hosts cannot answer.`
}

/** What a host does now, in the words of its row. */
export function hostNow({ state, problem, since: then, answering, slots, rate: speed }: OwnerHost): Says {
  switch (state) {
    case 'offline':
      return {
        is: 'away',
        first: `Offline${then === undefined ? '' : ` since ${when(then)}`}`,
        rest: problem,
      }
    case 'misconfigured':
      return { is: 'failed', first: 'Misconfigured', rest: problem }
    case 'loading':
      return { is: 'loading', first: 'Loading a model', rest: problem }
    case 'ready': {
      if (answering === 0) return { is: problem ? 'failed' : 'ready', first: 'Ready', rest: problem }
      const places = slots > 1 ? `, ${count(answering)} of ${count(slots)}` : ''
      const pace = speed === undefined ? '' : `, ${rate(speed)}`
      return { is: 'writing', first: `Writing${places}${pace}`, rest: problem }
    }
  }
}

/** Where a turn stands: `now`, `2nd`. */
export function turnPlace({ state, place }: OwnerTurn): string {
  if (state === 'answering') return 'now'
  return state === 'until-back' || place === undefined ? '–' : ordinal(place)
}

/** For how long, by Burrow's clock: `9 s`, `waiting 14 s`. */
export function turnFor({ state, since: then }: OwnerTurn, now: number): string {
  if (state === 'until-back') return `waiting for the box since ${when(then)}`
  return state === 'answering' ? since(then, now) : `waiting ${since(then, now)}`
}

const weekday = new Intl.DateTimeFormat('en', { weekday: 'long', timeZone: 'UTC' })
const short = new Intl.DateTimeFormat('en', { weekday: 'short', timeZone: 'UTC' })
const date = new Intl.DateTimeFormat('en', { day: 'numeric', month: 'long', timeZone: 'UTC' })

/** A day of UTC, as days since 1970: `Today`, `Yesterday`, `Sunday`, `3 November`. */
export function dayName(day: number, today: number): string {
  if (day === today) return 'Today'
  if (day === today - 1) return 'Yesterday'
  return (today - day < 7 ? weekday : date).format(day * DAY_MS)
}

/** Where there is little room: `Sun`. */
export const dayShort = (day: number): string => short.format(day * DAY_MS)

/** The day of UTC in which a moment lies. */
export const dayAt = (ms: number): number => Math.floor(ms / DAY_MS)

const NONE = { visitors: 0, turns: 0, failed: 0, boxSeconds: 0, longestWaitSeconds: 0 }

/** The last days up to today, newest first: one on which nobody came is one of them. */
export function lastDays(days: readonly OwnerDay[], today: number, length: number): OwnerDay[] {
  return Array.from({ length }, (_, ago) => {
    const day = today - ago
    return days.find(each => each.day === day) ?? { day, ...NONE }
  })
}

/** Who asked it, by their pseudonym: for a screen reader, and where no `bdi` can stand. */
export const whoOf = (who: string | undefined): string => (who === undefined ? 'somebody' : isolate(who))

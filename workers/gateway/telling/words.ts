/** What the owner reads. Nothing of it was written by a visitor, or says who they are. */

import { problem } from '../../protocol/problems.ts'
import { DAY_MS } from '../box/ledger/days.ts'
import type { News } from './rules.ts'
import type { Meter } from './walls.ts'

/** What happened, in a word for programs. */
export type EventName = 'hello' | 'test' | 'box_gone' | 'box_back' | 'limit_near' | 'backup_old'

/** One thing that is told. */
export interface Notice {
  event: EventName
  /** A sentence or two. */
  text: string
  /** Since when, as ISO 8601 in UTC. */
  since?: string
  /** With `box_gone`: what is wrong, as one of the codes of `protocol/problems.ts`. */
  code?: string
  /** With `limit_near`. */
  meter?: Meter
  used?: number
  limit?: number
}

/** How each is called, as the subject of a sentence, and what ends where it is used up. */
const METERS: Record<Meter, { name: string; ends: string }> = {
  requests: { name: 'requests of the day', ends: 'Burrow answers nobody' },
  'object calls': { name: 'calls of objects of the day', ends: 'nobody is answered' },
  'object seconds': { name: 'seconds of objects of the day', ends: 'nobody is answered' },
  'object rows': { name: 'rows of objects of the day', ends: 'nobody is answered' },
  'd1 rows': { name: 'rows of D1 of the day', ends: 'answers wait to be written down' },
  'd1 bytes': { name: 'bytes of D1', ends: 'nothing new can be kept' },
}

/** What somebody is told who is told there for the first time. */
export const HELLO: Notice = {
  event: 'hello',
  text: 'From now on Burrow tells you here when the box goes and comes back, when a limit of the plan is near, and when backups are old.',
}

export const TEST: Notice = {
  event: 'test',
  text: 'This is a test of Burrow’s, from the computer of whoever runs it. Nothing is wrong.',
}

export function noticeOf(news: News, now: number): Notice {
  const { subject, bad, since, before } = news
  if (subject === 'box') return bad ? gone(news) : back(since, before)
  if (subject === 'backup') {
    const days = Math.floor((now - since) / DAY_MS)
    return {
      event: 'backup_old',
      since: iso(since),
      text: `No backup was made for ${count(days, 'day')}. Run npm run backup; docs/backup.md says how a timer does it.`,
    }
  }
  const { used = 0, limit = 0 } = news
  const { name, ends } = METERS[subject]
  const percent = Math.floor((100 * used) / limit)
  const until = subject === 'd1 bytes' ? '' : ' until midnight UTC'
  return {
    event: 'limit_near',
    meter: subject,
    used,
    limit,
    since: iso(since),
    text: `By Burrow’s count ${percent} % of the ${name} are used, of ${limit.toLocaleString('en')} that the plan has. Once they are used up, ${ends}${until}.`,
  }
}

function gone({ code = 'host_unreachable', since }: News): Notice {
  return {
    event: 'box_gone',
    code,
    since: iso(since),
    text: `The box has not answered since ${clock(since)}. ${problem(code).message} npm run doctor says more.`,
  }
}

function back(since: number, before: number): Notice {
  return {
    event: 'box_back',
    since: iso(since),
    text: `The box answers again since ${clock(since)}. It was away for ${lasted(since - before)}.`,
  }
}

const iso = (at: number): string => new Date(at).toISOString()

const clock = (at: number): string => `${iso(at).slice(0, 16).replace('T', ' ')} UTC`

function lasted(ms: number): string {
  const minutes = Math.max(1, Math.round(ms / 60_000))
  if (minutes < 120) return count(minutes, 'minute')
  const hours = Math.round(minutes / 60)
  return hours < 48 ? count(hours, 'hour') : count(Math.round(hours / 24), 'day')
}

const count = (n: number, what: string): string => `${n} ${what}${n === 1 ? '' : 's'}`

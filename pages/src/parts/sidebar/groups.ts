/** Puts chats under the headings that people look for: Today, Yesterday, Last 7 days, then months. */

import type { ChatSummary } from '../../../../workers/protocol/nouns.ts'
import { dayOf } from '../../words/when.ts'

const month = new Intl.DateTimeFormat('en', { month: 'long' })
const monthAndYear = new Intl.DateTimeFormat('en', { month: 'long', year: 'numeric' })

export interface Group {
  heading: string
  chats: ChatSummary[]
}

export function groupByDay(chats: readonly ChatSummary[], now = new Date()): Group[] {
  const groups = Map.groupBy(chats, chat => headingOf(new Date(chat.updatedAt), now))
  return [...groups].map(([heading, members]) => ({ heading, chats: members }))
}

function headingOf(then: Date, now: Date): string {
  const days = dayOf(now) - dayOf(then)
  if (days <= 0) return 'Today'
  if (days === 1) return 'Yesterday'
  if (days <= 7) return 'Last 7 days'
  return then.getFullYear() === now.getFullYear() ? month.format(then) : monthAndYear.format(then)
}

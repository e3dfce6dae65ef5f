/** What was used of the box, by day and by pseudonym, as an owner sees it. */

import type { OwnerDay, OwnerVisitor } from '../../../protocol/owner.ts'
import { type Day, DAYS } from '../ledger/days.ts'
import type { Limits } from '../ledger/limits.ts'
import type { Usage } from '../ledger/usage.ts'
import type { Rules } from './rules.ts'

/** So many visitors are shown. */
const SHOWN = 200

const seconds = (ms: number): number => Math.round(ms / 1_000)

/** Today first. Of today what runs now is counted as it runs. */
export function shownDays(usage: Usage, limits: Limits): OwnerDay[] {
  const { day, visitors, failed = 0, waitedMs = 0 } = usage.today
  const now = Object.entries(visitors).map(
    ([who, used]) => [who, { ...used, ms: limits.usedMs(who) }] as const
  )
  const days = [...usage.days.all, { day, visitors: Object.fromEntries(now), failed, waitedMs }]
  return days.slice(-DAYS).toReversed().map(shown)
}

function shown({ day, visitors, failed, waitedMs }: Day & { day: number }): OwnerDay {
  const used = Object.values(visitors)
  return {
    day,
    visitors: used.length,
    turns: used.reduce((sum, { turns }) => sum + turns, 0),
    failed,
    boxSeconds: seconds(used.reduce((sum, { ms }) => sum + ms, 0)),
    longestWaitSeconds: seconds(waitedMs),
  }
}

/** Whoever is blocked is among them as long as there is place: only from here can they be let ask again. */
export function shownVisitors(usage: Usage, limits: Limits, rules: Rules): OwnerVisitor[] {
  const blocked = new Map(Object.values(rules.state.blocked).map(({ who, at }) => [who, at]))
  const all = new Set([...blocked.keys(), ...Object.keys(usage.today.visitors)])
  const visitors = [...all].map(who => ({ who, ms: limits.usedMs(who), turns: usage.of(who).turns }))
  const byUse = visitors.toSorted((a, b) => b.ms - a.ms || b.turns - a.turns)
  const [held, free] = [
    byUse.filter(({ who }) => blocked.has(who)),
    byUse.filter(({ who }) => !blocked.has(who)),
  ]
  const kept = new Set([...held, ...free].slice(0, SHOWN))
  return byUse
    .filter(one => kept.has(one))
    .map(({ who, ms, turns }) => ({
      who,
      turns,
      boxSeconds: seconds(ms),
      blockedAt: blocked.get(who) ?? null,
    }))
}

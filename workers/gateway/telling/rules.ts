/**
 * What the owner is told, and when: each thing once, and again only after it has changed. Pure: what was seen in one look
 * and what is kept of the looks before say what is to be told now.
 */

import type { ProblemCode } from '../../protocol/problems.ts'
import type { Meter } from './walls.ts'

export type Subject = 'box' | 'backup' | Meter

/** What one look saw of one thing. What could not be seen is not among what was found, and stays as it was. */
export interface Finding {
  subject: Subject
  /** It is something that the owner should know. */
  bad: boolean
  /** Since when it is as it is, in Unix milliseconds, where that is known better than by the look. */
  since?: number
  /** Of the box: what is wrong. */
  code?: ProblemCode
  /** Of a meter. */
  used?: number
  limit?: number
}

/** What is kept of one thing. Times are Unix milliseconds. */
export interface Kept {
  /** As the owner knows it, and since when it is so; 0 where it has never been otherwise. */
  bad: boolean
  at: number
  /** Looks in a row that saw it otherwise, and when it began to be so. */
  looks: number
  since: number
}

/** Something that the owner is to be told. */
export interface News extends Finding {
  since: number
  /** Since when it had been as they know it; 0 where it has never been otherwise. */
  before: number
}

/** As everything is before it was looked at: well. */
const FRESH: Kept = { bad: false, at: 0, looks: 0, since: 0 }

/** Looks in a row that must see a change. A box that is away at one look alone is one that was started anew. */
const patience = (subject: Subject): number => (subject === 'box' ? 2 : 1)

/** That a day has begun, or that a backup was made, is no news: only the box comes back. */
const isNews = ({ subject, bad }: Finding): boolean => bad || subject === 'box'

/** What is to be kept of a thing after this look at it, and whether the owner is to be told. */
export function consider(before: Kept = FRESH, found: Finding, now: number): { kept: Kept; news?: News } {
  const { subject, bad } = found
  if (bad === before.bad) return { kept: before.looks === 0 ? before : { ...before, looks: 0, since: 0 } }
  const enough = patience(subject)
  const since = before.looks === 0 ? (found.since ?? now) : before.since
  const kept = before.looks === enough ? before : { ...before, looks: before.looks + 1, since }
  if (kept.looks < enough) return { kept }
  if (!isNews(found)) return { kept: known(kept, bad) }
  return { kept, news: { ...found, since, before: before.at } }
}

/** The owner knows it now; until then it is to be told with every look. */
export const known = ({ since }: Kept, bad: boolean): Kept => ({ bad, at: since, looks: 0, since: 0 })

/**
 * The limits of Cloudflare's plan, and how near Burrow is to them, by its own count. Pure. What a turn costs is measured,
 * by `npm run bench -- rows`, and explained in docs/costs.md.
 */

import type { Finding } from './rules.ts'

/** What is limited. All but the size of D1 begins anew with each day, at 00:00 UTC. */
export type Meter = 'requests' | 'object calls' | 'object seconds' | 'object rows' | 'd1 rows' | 'd1 bytes'

/** What was counted in a day. */
export interface Counts {
  /** Calls of the API, nearly. */
  requests: number
  turns: number
  /** For how long they were answered, in milliseconds. */
  ms: number
}

/** From this part of a limit on it is near: at the pace of a busy day some five hours are left. */
const NEAR = 0.8

/** GB-s of an object's second. */
const GB = 0.128

/** Of a day on the Free plan; on the paid one nothing of these ends, but costs. */
const A_DAY = {
  requests: 100_000,
  'object calls': 100_000,
  'object seconds': 13_000 / GB,
  'object rows': 100_000,
  'd1 rows': 100_000,
} as const satisfies Record<Exclude<Meter, 'd1 bytes'>, number>

const D1_BYTES = { free: 500e6, paid: 10e9 }

/** Of a turn: calls of objects, and rows in D1. */
const CALLS = 9
const D1_ROWS = 15

/** Rows of objects: of a turn, and a second of its answer. */
const ROWS = 11
const ROWS_A_SECOND = 0.5

/** `bytes`: the size of D1; null where nobody could say. */
export function walls(
  { requests, turns, ms }: Counts,
  bytes: number | null,
  plan: 'free' | 'paid'
): Finding[] {
  const seconds = ms / 1_000
  const used: Record<keyof typeof A_DAY, number> = {
    requests,
    'object calls': turns * CALLS,
    'object seconds': seconds,
    'object rows': turns * ROWS + seconds * ROWS_A_SECOND,
    'd1 rows': turns * D1_ROWS,
  }
  const meters = (Object.keys(A_DAY) as (keyof typeof A_DAY)[]).map(meter =>
    findingOf(meter, used[meter], A_DAY[meter])
  )
  return [
    ...(plan === 'free' ? meters : []),
    ...(bytes === null ? [] : [findingOf('d1 bytes', bytes, D1_BYTES[plan])]),
  ]
}

const findingOf = (subject: Meter, used: number, limit: number): Finding => ({
  subject,
  bad: used >= NEAR * limit,
  used: Math.round(used),
  limit: Math.round(limit),
})

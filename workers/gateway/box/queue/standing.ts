/**
 * Who of all that wait stands in the queue. A visitor has one turn that runs and at most two questions that wait: the
 * older stands in the queue, the newer enters when that one has begun. So whoever asks much at once stands there once.
 */

import { type Problem, problem } from '../../../protocol/problems.ts'
import { foresee, FORESEEN_TURNS } from './foresee.ts'
import type { Queue } from './order.ts'

/** Questions of one visitor that wait: one that stands, and the next, which somebody may write while they wait. */
export const WAITING_EACH = 2

/**
 * Visitors that wait: as many as can be told a place; with answers of 15 s the last of them waits for two hours. Fewer
 * would be unfair to whoever comes later, for the queue keeps an order, and those who are refused come back by chance:
 * where more ask than the box can answer, the simulation's worst wait was 8,200 s with 200 places, and 4,600 s with 500.
 */
export const WAITING_VISITORS = FORESEEN_TURNS

/** When to come back where nothing can be foreseen, because no host is well, in milliseconds. */
const UNFORESEEN_MS = 60_000

/** Nobody is asked to come back sooner, in milliseconds: a turn that is about to begin takes a moment to. */
const SOONEST_MS = 1_000

/** So much of a full queue has begun before more are asked to come: with one place, all of them would come for it. */
const BEGUN = 0.25

/** A question that waits and was never begun. */
export interface Question {
  visitor: string
  /** Strictly increasing over all visitors. */
  asked: number
  /** With which it stands in the queue; absent while it stands behind another of its visitor. */
  arrival?: number
}

/**
 * Who enters the queue now, in the order in which they are to be given arrivals: of each visitor of whom none stands,
 * the oldest. To be asked whenever a question comes, begins or is taken back.
 */
export function entering<Q extends Question>(waiting: readonly Q[]): Q[] {
  const stand = new Set(waiting.filter(one => one.arrival !== undefined).map(({ visitor }) => visitor))
  const behind = waiting.filter(one => !stand.has(one.visitor)).toSorted((a, b) => a.asked - b.asked)
  return behind.filter((one, n) => behind.findIndex(({ visitor }) => visitor === one.visitor) === n)
}

/**
 * Which of one visitor's questions, that were several visitors' before, may not stand where they do: each but the first, for
 * they would begin one after the other while somebody waits, and each that came before a turn of theirs began (Q1).
 * `began`: the highest arrival that had been given then.
 */
export function steppingBack<Q extends Question>(own: readonly Q[], began = -1): Q[] {
  const standing = own.filter(({ arrival }) => arrival !== undefined)
  const may = standing.filter(({ arrival = -1 }) => arrival > began)
  const [first] = may.toSorted((a, b) => (a.arrival ?? 0) - (b.arrival ?? 0))
  return standing.filter(one => one !== first)
}

/** Why one more question of this visitor is refused, and when to come back; undefined where it may wait. */
export function refusal(
  visitor: string,
  waiting: readonly Question[],
  /** Drawn only where it is to be told when to come back. */
  draw: () => Queue
): Problem | undefined {
  if (waiting.filter(one => one.visitor === visitor).length >= WAITING_EACH) {
    const own = [...foresee(draw())].find(([one]) => one.visitor === visitor && !one.resumes)?.[1]
    const message = `${WAITING_EACH} of your questions wait already. Ask again when one of them has begun.`
    return busy(message, own?.aboutMs)
  }
  const visitors = new Set(waiting.map(one => one.visitor))
  if (visitors.has(visitor) || visitors.size < WAITING_VISITORS) return undefined
  const abouts = [...foresee(draw()).values()].map(({ aboutMs }) => aboutMs).toSorted((a, b) => a - b)
  return busy('Too many people wait for the box. Ask again later.', abouts[Math.floor(abouts.length * BEGUN)])
}

const busy = (message: string, thenMs = UNFORESEEN_MS) =>
  problem('busy', { message, retryAfterMs: Math.max(SOONEST_MS, thenMs) })

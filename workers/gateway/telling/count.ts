/**
 * Counts what the plan limits, where the owner is to be told of it. Invocations know nothing of each other, and a row for
 * each would cost what is counted: so one in so many is counted, by chance, as so many. That is right on the average,
 * whichever isolates live and die: of 100,000 requests it is wrong by some 3 %.
 */

import type { TryReport } from '../../protocol/completion.ts'
import { askBox } from '../box/ask-box.ts'
import { tellingIn } from './tell.ts'
import type { Counts } from './walls.ts'

/** One in so many is counted: a hundredth of what is counted is what counting costs. */
const REQUESTS = 100
const TRIES = 10

type Later = (work: Promise<unknown>) => void

/** A call of the API. `chance` is between 0 and 1. */
export function countRequest(env: GatewayEnv, later: Later, chance = Math.random()): void {
  if (chance * REQUESTS < 1) count(env, later, { requests: REQUESTS })
}

/** A try of a turn that has ended. */
export function countTry(env: GatewayEnv, later: Later, report: TryReport, chance = Math.random()): void {
  if (chance * TRIES >= 1) return
  const ms = (report.figures?.totalNs ?? 0) / 1e6
  count(env, later, { turns: report.last ? TRIES : 0, ms: TRIES * ms })
}

function count(env: GatewayEnv, later: Later, counts: Partial<Counts>): void {
  if (tellingIn(env)?.plan !== 'free') return
  // What is not counted is not worth a line.
  later(askBox(env, box => box.counted(counts)).catch(() => {}))
}

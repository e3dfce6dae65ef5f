/**
 * Counts the calls of the API, where the owner is to be told of what the plan limits. Invocations know nothing of each other,
 * and a row for each would cost what is counted: so one in so many is counted, by chance, as so many. That is right on the
 * average, whichever isolates live and die: of 100,000 it is wrong by some 3 %.
 */

import { askBox } from '../box/ask-box.ts'
import { tellingIn } from './tell.ts'

/** One in so many is counted: a hundredth of what is counted is what counting costs. */
const ONE_IN = 100

/** A call of the API. `chance` is between 0 and 1. */
export function countRequest(
  env: GatewayEnv,
  later: (work: Promise<unknown>) => void,
  chance = Math.random()
): void {
  if (chance * ONE_IN >= 1 || tellingIn(env)?.plan !== 'free') return
  // What is not counted is not worth a line.
  later(askBox(env, box => box.counted(ONE_IN)).catch(() => {}))
}

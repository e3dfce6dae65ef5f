/** Asks again what failed in passing. */

import { setTimeout as sleep } from 'node:timers/promises'
import { Refusal } from '../deploy/cloudflare.ts'

/** Milliseconds before each further try. D1 is away for seconds when it moves. */
const GAPS_MS = [500, 2_000, 8_000, 30_000]

export async function patiently<T>(work: () => Promise<T>, gaps = GAPS_MS): Promise<T> {
  for (const gap of gaps) {
    try {
      return await work()
    } catch (error) {
      if (!(error instanceof Refusal && error.passing)) throw error
      await sleep(Math.max(gap, error.retryAfterMs))
    }
  }
  return work()
}

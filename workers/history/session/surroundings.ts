/** What every turn of a session needs of what is around it. */

import type { Journal } from './journal.ts'

export interface Surroundings {
  gateway: HistoryEnv['GATEWAY']
  journal: Journal
  stallMs: number
  /** Before each further try. */
  retryMs: number[]
}

export const surroundings = (env: HistoryEnv, journal: Journal): Surroundings => ({
  gateway: env.GATEWAY,
  journal,
  stallMs: Number(env.STALL_SECONDS) * 1_000,
  retryMs: env.RETRY_SECONDS.split(',').map(seconds => Number(seconds) * 1_000),
})

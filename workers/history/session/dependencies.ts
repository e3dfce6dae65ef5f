/** What every turn of a session needs of what is around it. */

import type { Settings } from '../settings.ts'
import type { Journal } from './journal.ts'

export interface Dependencies {
  gateway: HistoryEnv['GATEWAY']
  journal: Journal
  /** Lets work go on that nobody waits for. */
  later(work: Promise<unknown>): void
  settings(): Settings
}

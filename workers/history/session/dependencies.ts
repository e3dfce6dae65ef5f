/** What every turn of a session needs of what is around it. */

import type { Settings } from '../settings.ts'
import type { Journal } from './journal.ts'
import type { TurnRecord } from './record.ts'

export interface Dependencies {
  gateway: HistoryEnv['GATEWAY']
  journal: Journal
  /** Lets work go on that nobody waits for. */
  later(work: Promise<unknown>): void
  settings(): Settings
  /** Tells the owner of a turn that has ended. */
  record(record: TurnRecord): void
}

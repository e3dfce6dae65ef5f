/** What history keeps, taken together: nothing of any visitor's. */

export interface Stock {
  /** Of the whole database. */
  bytes: number
  /** When the last backup was begun, in Unix milliseconds; null where none is known of. */
  backedUpAt: number | null
}

/** Who has changed what, of the owners: a row. */

import type { OwnerChange } from '../../../protocol/owner.ts'
import type { Shelf } from '../book.ts'

const ROW = 'owner changes'

/** So many are kept; beyond them the oldest is forgotten. */
const MOST = 200

export class Changes {
  readonly #shelf: Shelf

  constructor(shelf: Shelf) {
    this.#shelf = shelf
  }

  /** Newest first. */
  get all(): OwnerChange[] {
    return this.#shelf.get<OwnerChange[]>(ROW) ?? []
  }

  /** Of one thing that was done, or several at once; each a sentence. */
  note(by: string, ...what: string[]): void {
    if (what.length === 0) return
    const at = Date.now()
    this.#shelf.put(ROW, [...what.map(one => ({ at, by, what: one })), ...this.all].slice(0, MOST))
  }
}

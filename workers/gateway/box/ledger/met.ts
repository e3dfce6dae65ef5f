/**
 * Whose pseudonym it is: a row a visitor, written when they ask for the first time in a month, and forgotten when they have
 * not asked for one. So whoever is known by a pseudonym alone can be blocked, and what is theirs deleted.
 */

import type { Shelf } from '../book.ts'

const ROW = 'met '

export class Met {
  readonly #shelf: Shelf

  constructor(shelf: Shelf) {
    this.#shelf = shelf
  }

  /** The id of the visitor; undefined where nobody of this pseudonym has asked lately. */
  visitor(who: string): string | undefined {
    return this.#shelf.get<string>(ROW + who)
  }

  /** Written where it is not known yet. */
  note(who: string, visitor: string): void {
    if (this.visitor(who) !== visitor) this.#shelf.put(ROW + who, visitor)
  }

  forget(all: readonly string[]): void {
    for (const who of all) this.#shelf.delete(ROW + who)
  }
}

/**
 * What each visitor has asked within the last minute. In memory alone: nobody who asks can end the Box, and whoever does
 * gives everybody a minute.
 */

const MINUTE_MS = 60_000

/** Visitors of whom it is known; beyond them whoever asked longest ago is forgotten. */
const MOST = 10_000

export class Minute {
  /** Turns and when they were asked, in Unix milliseconds; whoever asked last stands last. */
  readonly #asked = new Map<string, { turn: string; at: number }[]>()

  /** Milliseconds until this visitor may ask once more, of `most` in a minute; 0 for now. A turn that is sent again is the same. */
  wait(who: string, turn: string, most: number): number {
    const lately = this.#lately(who)
    if (lately.length < most || lately.some(one => one.turn === turn)) return 0
    const first = lately[lately.length - most]
    return first === undefined ? 0 : first.at + MINUTE_MS - Date.now()
  }

  note(who: string, turn: string): void {
    const lately = this.#lately(who).filter(one => one.turn !== turn)
    this.#asked.delete(who)
    this.#asked.set(who, [...lately, { turn, at: Date.now() }])
    const [oldest] = this.#asked.keys()
    if (this.#asked.size > MOST && oldest !== undefined) this.#asked.delete(oldest)
  }

  /** How many that is. */
  count = (who: string): number => this.#lately(who).length

  #lately = (who: string) => (this.#asked.get(who) ?? []).filter(({ at }) => Date.now() - at < MINUTE_MS)
}

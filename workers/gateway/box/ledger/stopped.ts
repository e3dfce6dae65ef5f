/** Turns that were stopped lately, in memory alone: what they had asked for may be granted only now. */

/** So many are remembered. */
const MOST = 500

export class Stopped {
  readonly #turns = new Set<string>()

  /** It will never run again, whatever it still asks for. */
  add(turn: string): void {
    this.#turns.add(turn)
    const [oldest] = this.#turns
    if (this.#turns.size > MOST && oldest !== undefined) this.#turns.delete(oldest)
  }

  has(turn: string): boolean {
    return this.#turns.has(turn)
  }
}

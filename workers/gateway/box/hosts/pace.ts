/** How fast a host is with each of its models, as far as its answers have said. */

import type { Figures } from '../../../protocol/nouns.ts'
import { type Book, withEntry } from '../book.ts'
import { changeMs, readingMs, takesMs, withFigures } from './speed.ts'

export class Pace {
  #speeds: Book['speeds']
  readonly #keep: (speeds: Book['speeds']) => void

  /** `keep` writes down what was learned. */
  constructor(speeds: Book['speeds'], keep: (speeds: Book['speeds']) => void) {
    this.#speeds = speeds
    this.#keep = keep
  }

  /** Milliseconds that it takes to read so many tokens of a prompt with this model, at the longest that was seen. */
  readMs(model: string, tokens: number): number {
    return readingMs(this.#speeds[model], tokens)
  }

  /** Milliseconds that an answer of this model takes, by estimate. */
  takesMs(model: string): number {
    return takesMs(this.#speeds[model])
  }

  /** Milliseconds that it takes to change the model, by estimate. */
  get changeMs(): number {
    return changeMs(Object.values(this.#speeds))
  }

  /** Tokens a second that it wrote last, with whichever model; null where that is not known. */
  get rate(): number | null {
    return Object.values(this.#speeds).findLast(({ writing }) => writing !== null)?.writing ?? null
  }

  /** Takes what one try with this model came to. */
  learn(model: string, figures: Figures): void {
    this.#speeds = withEntry(this.#speeds, model, withFigures(this.#speeds[model], figures))
    this.#keep(this.#speeds)
  }
}

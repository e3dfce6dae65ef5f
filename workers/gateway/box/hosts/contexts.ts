/** The contexts that a host reported for its models. */

import type { Memory } from '../../ollama/memory.ts'
import { type Book, withEntry } from '../book.ts'

/** A context that is the same as before is written down again after so many milliseconds: each time is a row. */
const SAME_MS = 60_000

/** A context that was reported longer ago than this is not known any more: its owner may have given the model more. */
const CONTEXT_MS = 10 * 60_000

export class Contexts {
  #known: Book['contexts']
  readonly #keep: (contexts: Book['contexts']) => void

  /** `keep` writes them down. */
  constructor(known: Book['contexts'], keep: (contexts: Book['contexts']) => void) {
    this.#known = known
    this.#keep = keep
  }

  /**
   * The context that was last reported for a model, and how many milliseconds ago; null if it is not known. By name: the
   * digest that `/api/ps` gives was seen to be another than that of `/api/tags` (0.24).
   */
  of(model: string): { context: number; ageMs: number } | null {
    const kept = this.#known[model]
    if (kept === undefined) return null
    const ageMs = Date.now() - kept.at
    return ageMs > CONTEXT_MS ? null : { context: kept.context, ageMs }
  }

  /** Takes what a look at its memory says now. */
  note(memory: NonNullable<Memory>): void {
    const at = Date.now()
    let isNews = false
    for (const [name, { context }] of memory) {
      const old = this.#known[name]
      if (context === undefined && old === undefined) continue
      isNews ||= old?.context !== context || at - (old?.at ?? 0) > SAME_MS
      this.#known =
        context === undefined
          ? Object.fromEntries(Object.entries(this.#known).filter(([other]) => other !== name))
          : withEntry(this.#known, name, { context, at })
    }
    if (isNews) this.#keep(this.#known)
  }
}

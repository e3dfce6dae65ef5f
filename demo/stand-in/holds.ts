/** Answers that a test keeps from ending: all but the last line is said, until it lets them go. */

import { once } from 'node:events'

export class Holds {
  readonly #kept = new Map<string, AbortController>()

  /** Keeps every answer to a question that contains this text. */
  keep(text: string): void {
    if (!this.#kept.has(text)) this.#kept.set(text, new AbortController())
  }

  letGo(text: string): void {
    this.#kept.get(text)?.abort()
    this.#kept.delete(text)
  }

  /** Resolves when nobody keeps the answer to this question; rejects when its client leaves. */
  async free(question: string, client: AbortSignal): Promise<void> {
    for (const [text, { signal }] of this.#kept) {
      if (question.includes(text)) await once(signal, 'abort', { signal: client })
    }
  }
}

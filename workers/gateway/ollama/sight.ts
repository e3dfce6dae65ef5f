/** What one request sees of its host's memory: the looks are the Box's, made once for all who want one. */

import type { Memory } from './memory.ts'

export class Sight {
  readonly #look: (since: number) => Promise<Memory>
  readonly #wasLoaded: boolean
  /** What its last look said; undefined before the first. */
  last: Memory | undefined

  /** `wasLoaded`: the model was in memory at the last look of anybody's before this. */
  constructor(look: (since: number) => Promise<Memory>, wasLoaded: boolean) {
    this.#look = look
    this.#wasLoaded = wasLoaded
  }

  /** As it stands at this moment (Unix milliseconds) or later; never rejects. */
  async look(since = Date.now()): Promise<Memory> {
    this.last = await this.#look(since).catch(() => null)
    return this.last
  }

  /** Was this request's model in memory, as far as is known? It costs nothing, and may be old. */
  wasLoaded(model: string): boolean {
    return this.last === undefined ? this.#wasLoaded : (this.last?.has(model) ?? false)
  }

  contextOf(model: string): number | undefined {
    return this.last?.get(model)?.context
  }
}

/** A small call of the box's, made once for all who want to know. */

/** Between two looks at the same path of a host, in milliseconds, whoever asks and however often. */
export const GAP_MS = 1_000

interface Seen<T> {
  begunAt: number
  tookMs: number
  value: T
}

export class Look<T> {
  readonly #ask: (requestId: string | undefined) => Promise<T>
  #last: Seen<T> | null = null
  #under: Promise<void> | null = null

  /** `ask` makes the call for the first of those who want it, and does not reject. */
  constructor(ask: (requestId: string | undefined) => Promise<T>) {
    this.#ask = ask
  }

  /** What was seen last, however old. */
  get last(): T | undefined {
    return this.#last?.value
  }

  /** When that look began, in Unix milliseconds. */
  get lastAt(): number | undefined {
    return this.#last?.begunAt
  }

  /** How long it took, in milliseconds. */
  get lastTookMs(): number | undefined {
    return this.#last?.tookMs
  }

  /** As it stood at this moment (Unix milliseconds) or later. */
  async since(moment: number, requestId?: string): Promise<T> {
    for (;;) {
      if (this.#last !== null && this.#last.begunAt >= moment) return this.#last.value
      await (this.#under ??= this.#look(requestId).finally(() => (this.#under = null)))
    }
  }

  async #look(requestId: string | undefined): Promise<void> {
    const wait = (this.#last?.begunAt ?? 0) + GAP_MS - Date.now()
    if (wait > 0) await new Promise(resolve => setTimeout(resolve, wait))
    const begunAt = Date.now()
    const value = await this.#ask(requestId)
    this.#last = { begunAt, tookMs: Date.now() - begunAt, value }
  }
}

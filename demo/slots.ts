/** How many answers a model writes at once (`OLLAMA_NUM_PARALLEL`); the others wait in silence, first come first served. */

export class Slots {
  readonly #limit: number
  readonly #taken = new Map<string, number>()
  readonly #waiting = new Map<string, (() => void)[]>()
  readonly #lost = new Set<string>()

  constructor(limit: number) {
    this.#limit = limit
  }

  /** Slots that are taken, and requests that wait for one. */
  get use(): { taken: number; waiting: number } {
    const sum = (counts: number[]) => counts.reduce((all, one) => all + one, 0)
    const lines = [...this.#waiting.values()]
    return { taken: sum([...this.#taken.values()]), waiting: sum(lines.map(line => line.length)) }
  }

  /** Resolves with the slot's release; rejects, and leaves the line, when the signal aborts. */
  async take(model: string, signal: AbortSignal): Promise<() => void> {
    signal.throwIfAborted()
    const taken = this.#taken.get(model) ?? 0
    if (taken < this.#limit && !this.#lost.has(model)) this.#taken.set(model, taken + 1)
    else await this.#wait(model, signal)
    return () => this.#release(model)
  }

  /** Whoever waits for this model, or comes to, waits in vain: its runner has leaked its slots (ollama#17131). */
  lose(model: string): void {
    this.#lost.add(model)
  }

  /** The runner is gone; that of the next load has all its slots. */
  renew(model: string): void {
    this.#lost.delete(model)
    this.#taken.delete(model)
  }

  #wait(model: string, signal: AbortSignal): Promise<void> {
    const line = this.#waiting.get(model) ?? []
    this.#waiting.set(model, line)
    return new Promise((resolve, reject) => {
      const enter = () => {
        signal.removeEventListener('abort', leave)
        resolve()
      }
      const leave = () => {
        line.splice(line.indexOf(enter), 1)
        reject(signal.reason)
      }
      line.push(enter)
      signal.addEventListener('abort', leave, { once: true })
    })
  }

  /** A slot goes straight to whoever waits; only with nobody waiting does it become free. */
  #release(model: string): void {
    if (this.#lost.has(model)) return
    const next = this.#waiting.get(model)?.shift()
    if (next) next()
    else this.#taken.set(model, (this.#taken.get(model) ?? 1) - 1)
  }
}

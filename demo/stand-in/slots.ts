/**
 * How many answers a model writes at once (`OLLAMA_NUM_PARALLEL`); the others wait in silence, first come first served.
 * A slot remembers the prompt that it read last and the answer to it: the beginning that a next prompt shares with
 * that need not be read again.
 */

export interface Slot {
  /** Text of the prompt and of what was answered so far. */
  held: string
}

export interface Lease {
  slot: Slot
  /** The slot is free for another so many milliseconds from now. The first call counts. */
  release(afterMs?: number): void
}

/** A model in memory; a model that is loaded anew is another. */
interface Runner {
  /** Slots that are free, the longest unused first. */
  idle: Slot[]
  taken: number
  waiting: ((slot: Slot) => void)[]
  lost: boolean
  readonly limit: number
}

/** Slots that keep what they held where there is no limit: enough for a test, and bounded for a demo that runs for months. */
const REMEMBERED = 64

export class Slots {
  readonly #limits: { readonly slots: number | null }
  readonly #runners = new Map<string, Runner>()

  /** `slots` counts for models that are loaded from then on; null is as many as are asked for. */
  constructor(limits: { readonly slots: number | null }) {
    this.#limits = limits
  }

  /** Slots that are taken, and requests that wait for one. */
  get use(): { taken: number; waiting: number } {
    const use = { taken: 0, waiting: 0 }
    for (const { taken, waiting } of this.#runners.values()) {
      use.taken += taken
      use.waiting += waiting.length
    }
    return use
  }

  /** Resolves with the slot that suits the prompt best; rejects, and leaves the line, when the signal aborts. */
  async take(model: string, prompt: string, signal: AbortSignal): Promise<Lease> {
    signal.throwIfAborted()
    const runner = this.#runner(model)
    const slot = this.#choose(runner, prompt) ?? (await wait(runner, signal))
    let released = false
    return {
      slot,
      release: (afterMs = 0) => {
        if (released) return
        released = true
        if (afterMs > 0) setTimeout(() => this.#release(runner, slot), afterMs).unref()
        else this.#release(runner, slot)
      },
    }
  }

  /** Whoever waits for this model, or comes to, waits in vain: its runner has leaked its slots (ollama#17131). */
  lose(model: string): void {
    this.#runner(model).lost = true
  }

  /** The runner is gone; that of the next load has all its slots, and they are empty. */
  renew(model: string): void {
    this.#runners.delete(model)
  }

  #runner(model: string): Runner {
    const known = this.#runners.get(model)
    if (known) return known
    const limit = this.#limits.slots ?? Infinity
    const runner = { idle: [], taken: 0, waiting: [], lost: false, limit }
    this.#runners.set(model, runner)
    return runner
  }

  /** The free slot that has most of the prompt, unless it would lose the better half of what it holds and there is another. */
  #choose(runner: Runner, prompt: string): Slot | null {
    const { idle, taken, limit } = runner
    if (runner.lost || taken >= limit) return null
    runner.taken += 1
    const shared = idle.map(({ held }) => commonLength(held, prompt))
    const best = shared.indexOf(Math.max(...shared))
    const suits = (shared[best] ?? 0) * 2 >= (idle[best]?.held.length ?? Infinity)
    if (!suits && idle.length + taken < limit) return { held: '' }
    return idle.splice(suits ? best : 0, 1)[0] ?? { held: '' }
  }

  /** A slot goes straight to whoever waits; only with nobody waiting does it become free. */
  #release(runner: Runner, slot: Slot): void {
    if (runner.lost) return
    const next = runner.waiting.shift()
    if (next) return next(slot)
    runner.taken -= 1
    runner.idle.push(slot)
    if (runner.idle.length > REMEMBERED) runner.idle.shift()
  }
}

function wait({ waiting }: Runner, signal: AbortSignal): Promise<Slot> {
  return new Promise((resolve, reject) => {
    const enter = (slot: Slot) => {
      signal.removeEventListener('abort', leave)
      resolve(slot)
    }
    const leave = () => {
      waiting.splice(waiting.indexOf(enter), 1)
      reject(signal.reason)
    }
    waiting.push(enter)
    signal.addEventListener('abort', leave, { once: true })
  })
}

/** UTF-16 code units with which both texts begin. */
export function commonLength(one: string, other: string): number {
  let at = 0
  while (at < one.length && one.charCodeAt(at) === other.charCodeAt(at)) at += 1
  return at
}

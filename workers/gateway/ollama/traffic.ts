/**
 * Who waits for a model of a host and who is being answered by it, as far as this isolate knows: Ollama does not say.
 * All of it is values. A promise or a controller of one request must not be touched from another; each looks for itself.
 */

import type { Host } from './host.ts'

/**
 * Milliseconds that a byte of a prompt may take to be read: five times what was measured on two cores without a GPU
 * (3,500 words, about 20,000 bytes, in 18.6 s). Bytes, for in every script they follow the tokens better than letters.
 */
const READ_MS = 5

/**
 * An answer that is older than this, in milliseconds, has ended without anyone telling: the runtime may end an
 * invocation without running its `finally`. The longest answer that is asked for, 16,384 tokens, is written within it
 * at 5 tokens a second. Were it counted for ever, the detector would be off for ever.
 */
const LONGEST_MS = 60 * 60_000

/** One request, from its sending to the end of its answer. Times are Unix milliseconds. */
export interface Place {
  since: number
  readMs: number
  /** When its prompt, and each that was sent before it, has been read at the latest, if nobody is answered meanwhile. */
  readBy: number
  answered: boolean
}

export class Traffic {
  /** When the model was last told to leave memory, in Unix milliseconds; 0 for never. */
  unloadedAt = 0
  /** It has left since, or nobody waits for that any longer. */
  gone = true
  readonly #places = new Set<Place>()
  #readBy = 0

  /** A request of this many bytes is being sent. */
  enter(bytes: number): Place {
    const since = Date.now()
    const readMs = bytes * READ_MS
    this.#readBy = Math.max(this.#readBy, since) + readMs
    const place = { since, readMs, readBy: this.#readBy, answered: false }
    this.#places.add(place)
    return place
  }

  /**
   * Its answer is over, or it has none. With an answer a slot became free, so from now on the others are read, one
   * after the other. Without one nothing changes: Ollama may read an abandoned prompt to its end all the same.
   */
  leave(place: Place): void {
    if (!this.#places.delete(place) || !place.answered) return
    this.#readBy = Date.now()
    for (const other of this.#places) {
      if (!other.answered) this.#readBy = other.readBy = this.#readBy + other.readMs
    }
  }

  /** Somebody is being answered. Those who only wait are no proof that the model works. */
  get answers(): boolean {
    for (const place of this.#places) {
      if (Date.now() - place.since > LONGEST_MS) this.#places.delete(place)
      else if (place.answered) return true
    }
    return false
  }
}

const kept = new Map<string, Traffic>()

/** The traffic of an offered model; there are as many as models are offered. */
export function trafficOf(host: Host, model: string): Traffic {
  const key = `${host.url} ${model}`
  const traffic = kept.get(key) ?? new Traffic()
  kept.set(key, traffic)
  return traffic
}

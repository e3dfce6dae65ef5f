/**
 * Who waits for a model of a host and who is being answered by it, as far as this isolate knows: Ollama does not say.
 * All of it is values. A promise or a controller of one request must not be touched from another; each looks for itself.
 */

import type { Host } from './host.ts'

/**
 * What is older than this, in milliseconds, has ended without anyone telling: the runtime may end an invocation without
 * running its `finally`. The longest wait is an hour, and so is the longest answer at 5 tokens a second. Were it counted
 * for ever, all others would be behind it for ever.
 */
const LONGEST_MS = 2 * 60 * 60_000

/** One request, from its sending to the end of its answer. Times are Unix milliseconds. */
export interface Place {
  since: number
  /** Milliseconds that its prompt takes to be read. */
  readMs: number
  /** When the box was first seen to have come to it; null before. */
  begunAt: number | null
  answered: boolean
}

export class Traffic {
  /** When the model was last told to leave memory; 0 for never. */
  unloadedAt = 0
  /** It has left since, or nobody waits for that any longer. */
  gone = true
  /** When the owner was last told that it is silent; 0 for never. */
  toldAt = 0
  /** In the order in which the box has them. */
  readonly #places = new Set<Place>()
  /** Until then the box reads what nobody waits for any more. */
  #drainsUntil = 0

  /** A request is being sent. */
  enter(readMs: number): Place {
    const place = { since: Date.now(), readMs, begunAt: null, answered: false }
    this.#places.add(place)
    return place
  }

  /** It was let go of and is sent again: at the box it is the last now. */
  again(place: Place): void {
    this.#places.delete(place)
    place.begunAt = null
    this.#places.add(place)
  }

  /**
   * Its answer is over, or it has none. Ollama reads a prompt to its end though nobody waits for it any more (seen on
   * 0.24): `stopped` while it was read, it is in the way until then.
   */
  leave(place: Place, stopped = false): void {
    if (!this.#places.delete(place) || !stopped || place.answered || place.begunAt === null) return
    this.#drainsUntil = Math.max(this.#drainsUntil, place.begunAt + place.readMs)
  }

  /** Somebody is being answered. Those who only wait are no proof that the model works. */
  get answers(): boolean {
    this.#forget()
    return [...this.#places].some(({ answered }) => answered)
  }

  /** Anybody is here. */
  get busy(): boolean {
    this.#forget()
    return this.#places.size > 0 || this.#drains
  }

  /** The box is answering or reading something else, which came before this. */
  isBehind(place: Place): boolean {
    if (this.answers || this.#drains) return true
    const [first] = this.#places
    return first !== undefined && first !== place
  }

  get #drains(): boolean {
    return Date.now() < this.#drainsUntil
  }

  #forget(): void {
    const old = Date.now() - LONGEST_MS
    for (const place of this.#places) if (place.since < old) this.#places.delete(place)
  }
}

const kept = new Map<string, Map<string, Traffic>>()

/** The traffic of an offered model; there are as many as models are offered. */
export function trafficOf(host: Host, model: string): Traffic {
  const models = kept.get(host.url) ?? new Map<string, Traffic>()
  kept.set(host.url, models)
  const traffic = models.get(model) ?? new Traffic()
  models.set(model, traffic)
  return traffic
}

/** Other models of this host are being asked. */
export const isBusyBeside = (host: Host, model: string): boolean =>
  [...(kept.get(host.url) ?? [])].some(([name, traffic]) => name !== model && traffic.busy)

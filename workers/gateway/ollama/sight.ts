/**
 * What one request sees while it is silent: what its host has in memory, and who else is there. Ollama says neither who
 * waits nor who is answered; the Box knows who has a slot, so it is asked, and every look of this request is told to it.
 */

import type { Memory } from './memory.ts'

/** Who else is at the host, by the Box. */
export interface Company {
  /** The host answers or reads something else of this model first. */
  before: boolean
  /** Other models of this host are being asked. */
  beside: boolean
  /** When the model was last told to leave memory, in Unix milliseconds; 0 for never. */
  unloadedAt: number
  /** It was, and may still do so: what is sent now would hold it there. */
  leaving: boolean
}

/** Alone at a host, as far as is known. */
export const ALONE: Company = { before: false, beside: false, unloadedAt: 0, leaving: false }

/** A model that is in memory, and silent for too long. */
export interface Suspicion {
  /** When it was to leave memory as it was listed first, in Unix milliseconds. */
  expiresAt: number
  silentMs: number
}

export interface Looking {
  /** When the request that is silent was sent, in Unix milliseconds. */
  sentAt: number
  /** The memory is wanted as it stood at this moment (Unix milliseconds) or later; absent where only company is. */
  since?: number
  suspicion?: Suspicion
}

export interface Seen {
  company: Company
  /** Absent where it was not asked for. */
  memory?: Memory
  /** The model is wedged, nobody uses it, and the owner wants such a one unloaded. */
  wedged: boolean
}

export class Sight {
  readonly #look: (looking: Looking) => Promise<Seen>
  readonly #wasLoaded: boolean
  #company: Company
  #sentAt = Date.now()
  #looked = false
  /** What its last look said; undefined before the first. */
  memory: Memory | undefined

  /** `wasLoaded`: the model was in memory at the last look of anybody's before this. */
  constructor(look: (looking: Looking) => Promise<Seen>, wasLoaded: boolean, company: Company) {
    this.#look = look
    this.#wasLoaded = wasLoaded
    this.#company = company
  }

  /** As it was at the last look. */
  get company(): Company {
    return this.#company
  }

  /** It was told to leave memory since this request was sent. */
  get isUnloaded(): boolean {
    return this.#company.unloadedAt >= this.#sentAt
  }

  /** The Box has heard that it is silent. */
  get isKnownSilent(): boolean {
    return this.#looked
  }

  get sentAt(): number {
    return this.#sentAt
  }

  /** It is sent now: of all at the host it is the last. */
  sent(): void {
    this.#sentAt = Date.now()
  }

  /** Looks who else is there, and `since` when what is in memory. Never rejects. True if the model is wedged. */
  async look(since?: number, suspicion?: Suspicion): Promise<boolean> {
    this.#looked = true
    const looking: Looking = {
      sentAt: this.#sentAt,
      ...(since !== undefined && { since }),
      ...(suspicion !== undefined && { suspicion }),
    }
    const seen = await this.#look(looking).catch(() => null)
    if (seen !== null) this.#company = seen.company
    if (since !== undefined) this.memory = seen?.memory ?? null
    return seen?.wedged ?? false
  }

  /** Was this request's model in memory, as far as is known? It costs nothing, and may be old. */
  wasLoaded(model: string): boolean {
    return this.memory === undefined ? this.#wasLoaded : (this.memory?.has(model) ?? false)
  }

  contextOf(model: string): number | undefined {
    return this.memory?.get(model)?.context
  }
}

/**
 * A runner can lose its only slot: when a client goes at the wrong moment, Ollama's generator waits for it for ever
 * (ollama#17131). Then the model is listed as loaded, answers nobody, and every request to it waits in silence. Only
 * unloading it helps.
 *
 * Whoever else uses the box past Burrow may be answered meanwhile, so this is a guess: the owner is told, and nothing is
 * unloaded unless the owner wants that.
 */

import { log } from '../../../protocol/log.ts'
import { unload } from '../../ollama/client.ts'
import type { Suspicion } from '../../ollama/sight.ts'
import type { Hosts } from './hosts.ts'
import type { Lease } from '../ledger/lease.ts'

/**
 * How long a model may take to leave, in milliseconds: it takes 0.1 s when nobody holds it, and all who wait for it here
 * let go as soon as they ask again, which they do every 8 s at the least. What is listed after this somebody else holds.
 */
const GONE_MS = 12_000

/**
 * For this long, in milliseconds, a model is not suspected a second time. A guess that was wrong (the box reads slower
 * than is thought here, its owner uses it too) must not be made again with every request.
 */
const AGAIN_MS = 5 * 60_000

/** Milliseconds by which the time may differ at which a model leaves memory: a host may round it. */
const MOVED_MS = 500

interface Known {
  /** When it was last told to leave memory, and when the owner was last told that it is silent; 0 for never. */
  unloadedAt: number
  toldAt: number
  leaving: Promise<void> | null
}

export class Wedged {
  readonly #hosts: Hosts
  readonly #unloads: boolean
  /** There are as many as models are offered, and those only of which one was looked at. */
  readonly #known = new Map<string, Known>()

  /** `unloads`: the owner wants a wedged model unloaded. */
  constructor(hosts: Hosts, unloads: boolean) {
    this.#hosts = hosts
    this.#unloads = unloads
  }

  /** Whether the model of this lease was told to leave, and may still do so. */
  of(lease: Lease): { unloadedAt: number; leaving: boolean } {
    const known = this.#known.get(keyOf(lease))
    return { unloadedAt: known?.unloadedAt ?? 0, leaving: known?.leaving != null }
  }

  /**
   * Is the model wedged that this silent request waits for, and may it be unloaded? `isFree`: nobody of ours is before it,
   * as it is at the moment of asking. A request past Burrow that has ended since has moved the time at which the model
   * leaves memory. Tells the owner.
   */
  async suspect(
    lease: Lease,
    { expiresAt, silentMs }: Suspicion,
    isFree: () => boolean,
    requestId: string | undefined
  ): Promise<boolean> {
    const known = this.#entry(lease)
    const may = () => isFree() && Date.now() - known.toldAt >= AGAIN_MS
    if (!may()) return false
    const memory = await this.#hosts.named(lease.url)?.memory(Date.now(), requestId)
    const listed = memory?.get(lease.model)
    // A look takes a while: somebody may have been answered, or have told the owner, meanwhile.
    if (listed === undefined || !may()) return false
    known.toldAt = Date.now()
    const used = Math.abs(listed.expiresAt - expiresAt) > MOVED_MS
    const unloaded = this.#unloads && !used
    const silentSeconds = Math.round(silentMs / 1_000)
    log('wedged', { request: requestId, model: lease.model, silentSeconds, used, unloaded })
    return unloaded
  }

  /** Tells the model to leave memory, unless that was done since `sentAt`. */
  tell(lease: Lease, sentAt: number, requestId: string | undefined): void {
    const known = this.#entry(lease)
    if (known.unloadedAt >= sentAt) return
    known.unloadedAt = Date.now()
    known.leaving = this.#leave(lease, requestId).finally(() => (known.leaving = null))
  }

  /** Resolves when the model has left memory, or somebody else holds it; at once where it was not told to. */
  async gone(lease: Lease): Promise<void> {
    await this.#known.get(keyOf(lease))?.leaving
  }

  async #leave({ url, model }: Lease, requestId: string | undefined): Promise<void> {
    const until = Date.now() + GONE_MS
    // Where it cannot be told, the box is in another trouble, which the next sending will name.
    if (!(await unload(this.#hosts.address(url, requestId), model))) return
    while (Date.now() < until) {
      const memory = await this.#hosts.named(url)?.memory(Date.now(), requestId)
      if (memory != null && !memory.has(model)) return
    }
    log('wedged', { request: requestId, model, held: true })
  }

  #entry(lease: Lease): Known {
    const known = this.#known.get(keyOf(lease)) ?? { unloadedAt: 0, toldAt: 0, leaving: null }
    this.#known.set(keyOf(lease), known)
    return known
  }
}

const keyOf = ({ url, model }: Lease): string => `${url} ${model}`

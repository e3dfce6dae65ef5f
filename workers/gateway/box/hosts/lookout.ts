/** What a request that is silent is told: who else is there, what is in memory, and whether its model is wedged. */

import { ALONE, type Company, type Looking, type Seen } from '../../ollama/sight.ts'
import type { Hosts } from './hosts.ts'
import type { Lease } from '../ledger/lease.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { Silent } from './silent.ts'
import { Wedged } from './wedged.ts'

export class Lookout {
  readonly #hosts: Hosts
  readonly #ledger: Ledger
  readonly #silent: Silent
  readonly #wedged: Wedged

  /** `unloads` as in {@link Wedged}. */
  constructor(hosts: Hosts, ledger: Ledger, unloads: boolean) {
    this.#hosts = hosts
    this.#ledger = ledger
    this.#silent = new Silent(ledger)
    this.#wedged = new Wedged(hosts, unloads)
  }

  /** The request of this lease is to be sent; who else is there then. */
  begins(lease: Lease): Company {
    this.#silent.begins(lease.id)
    return this.#company(lease)
  }

  /** The request of this lease is silent, and looks. */
  async look(
    id: string,
    { sentAt, since, suspicion }: Looking,
    requestId: string | undefined
  ): Promise<Seen> {
    const lease = this.#running(id)
    // Its slot has gone to another meanwhile: nothing is known of it any more.
    if (lease === undefined)
      return { company: ALONE, wedged: false, ...(since !== undefined && { memory: null }) }
    this.#silent.note(id, sentAt)
    const memory =
      since === undefined
        ? undefined
        : ((await this.#hosts.named(lease.url)?.memory(since, requestId)) ?? null)
    const isFree = () => this.#running(id) !== undefined && !this.#silent.beside(lease).before
    const wedged =
      suspicion !== undefined && (await this.#wedged.suspect(lease, suspicion, isFree, requestId))
    return { company: this.#company(lease), wedged, ...(memory !== undefined && { memory }) }
  }

  /** The request of this lease is answered, after it was silent. */
  answered(id: string): void {
    this.#silent.answered(id)
    const lease = this.#running(id)
    if (lease !== undefined) this.#ledger.read(lease.turn)
  }

  /**
   * Resolves when the model of this lease has left memory, or somebody else holds it. `sentAt`: when the request was sent
   * that found it wedged; absent where it is only to be waited for.
   */
  async gone(id: string, sentAt: number | undefined, requestId: string | undefined): Promise<void> {
    const lease = this.#running(id)
    if (lease === undefined) return
    if (sentAt !== undefined) this.#wedged.tell(lease, sentAt, requestId)
    await this.#wedged.gone(lease)
  }

  #company(lease: Lease): Company {
    return { ...this.#silent.beside(lease), ...this.#wedged.of(lease) }
  }

  #running = (id: string): Lease | undefined =>
    this.#ledger.leases.find(lease => lease.id === id && lease.overAt === null)
}

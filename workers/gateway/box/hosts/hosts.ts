/** The owner's hosts, each with what is known of it. */

import type { Told } from '../../ollama/client.ts'
import type { Fault } from '../../ollama/faults.ts'
import { type Host, hostAt } from '../../ollama/host.ts'
import type { Offer } from '../../ollama/offer.ts'
import { settings } from '../../settings.ts'
import type { Shelf } from '../book.ts'
import { type How, KnownHost } from './known-host.ts'

/** What a host offers, as far as it says. */
export interface Offering {
  host: KnownHost
  offered: Told<Offer[]>
}

export class Hosts {
  readonly #env: Parameters<typeof settings>[0]
  readonly all: readonly KnownHost[]

  /** `healed` hears that one is well again. Throws `Misconfigured` where a setting is wrong. */
  constructor(env: Parameters<typeof settings>[0], shelf: Shelf, healed: () => void = () => {}) {
    this.#env = env
    this.all = settings(env).hosts.map(
      host => new KnownHost(host, id => this.address(host.url, id), shelf, healed)
    )
  }

  /** The names of the models that the owner offers; empty for all that chat. */
  get allowed(): readonly string[] {
    return settings(this.#env).models
  }

  /** Since when none of them is well, in Unix milliseconds; null where one is. */
  get awaySince(): number | null {
    const all = this.all.map(host => host.unwellSince)
    return all.includes(null) ? null : Math.max(...all.filter(since => since !== null))
  }

  /** How many are well. */
  get well(): number {
    return this.all.filter(host => host.isWell).length
  }

  named(url: string): KnownHost | undefined {
    return this.all.find(host => host.url === url)
  }

  /** What the owner calls a host. */
  nameOf(url: string): string {
    return settings(this.#env).hosts.find(host => host.url === url)?.name ?? url
  }

  /** The way to a host, for what is asked under this id. */
  address(url: string, requestId: string | undefined): Host {
    const host = hostAt(settings(this.#env), url, requestId)
    if (host === undefined) throw new Error('There is no such host.')
    return host
  }

  /**
   * Those that are to be asked, in the owner's order: all that are well, or all where none is. Those that are left out
   * are looked at behind the answer, when that is due.
   */
  present(requestId: string | undefined): KnownHost[] {
    if (this.all.length === 1) return [...this.all]
    for (const host of this.all) void host.heal(requestId)
    const well = this.all.filter(host => host.isWell)
    return well.length > 0 ? well : [...this.all]
  }

  /** What each of those offers. */
  offerings(how: How, requestId: string | undefined): Promise<Offering[]> {
    return this.#offerings(this.present(requestId), how, requestId)
  }

  /** What every host offers, those that are left out by what is known of them: what only they have is still theirs. */
  async allOfferings(how: How, requestId: string | undefined): Promise<Offering[]> {
    const present = this.present(requestId)
    const left = this.all.filter(host => !present.includes(host))
    const known = left.map(host => ({ host, offered: host.knownOffers(this.allowed) }))
    return [...(await this.#offerings(present, how, requestId)), ...known]
  }

  /** What hosts that are left out offered when they last said so, however long ago. */
  knownOfferings(): Offering[] {
    return this.all
      .filter(host => !host.isWell)
      .map(host => ({ host, offered: host.knownOffers(this.allowed) }))
  }

  #offerings = (hosts: readonly KnownHost[], how: How, requestId: string | undefined): Promise<Offering[]> =>
    Promise.all(hosts.map(async host => ({ host, offered: await host.offers(this.allowed, how, requestId) })))
}

/** Why one of them cannot say what it offers; null where all do. */
export const faultOf = (offerings: readonly Offering[]): Fault | null =>
  offerings.flatMap(({ offered }) => (offered.ok ? [] : [offered.fault]))[0] ?? null

/** Why none of them can say it; null where one does. */
export const faultOfAll = (offerings: readonly Offering[]): Fault | null =>
  offerings.some(({ offered }) => offered.ok) ? null : faultOf(offerings)

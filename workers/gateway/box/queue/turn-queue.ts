/** Whose turn it is, over the rows that keep it: a turn enters, waits, is offered a slot, comes for it, and ends. */

import type { Problem } from '../../../protocol/problems.ts'
import type { HandOver, Queued, Session } from '../../../protocol/completion.ts'
import type { Hosts } from '../hosts/hosts.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { handOver } from './hand-over.ts'
import { order } from './order.ts'
import { draw, type Picture } from './picture.ts'
import { isAway, places } from './places.ts'
import { entering, refusal } from './standing.ts'
import type { Row, Waiting } from './waiting.ts'

/** A turn that asks for a slot. */
export interface Asker {
  turn: string
  owner: string
  /** Absent of a program. */
  session?: Session
  model: string
  /** As in {@link Row.who}. */
  who?: string
  digest?: string
  /** It goes on: it has begun, and its slot may have gone to another meanwhile. */
  resumes: boolean
  /** Where no host is well it waits until one is. */
  keep: boolean
  /** Hosts that can serve it, in the owner's order. */
  able: readonly string[]
  /** As given by the ledger, when it asked. */
  asked: number
}

export class TurnQueue {
  readonly #hosts: Hosts
  readonly #ledger: Ledger
  readonly #waiting: Waiting

  constructor(hosts: Hosts, ledger: Ledger, waiting: Waiting) {
    this.#hosts = hosts
    this.#ledger = ledger
    this.#waiting = waiting
    for (const row of waiting.all) ledger.given(row)
  }

  draw(also?: Row): Picture {
    const { all: hosts, allowed } = this.#hosts
    return draw({ hosts, allowed, ledger: this.#ledger, waiting: this.#waiting }, also)
  }

  /** Does this turn wait, or has it a slot? */
  knows(turn: string): boolean {
    return this.#waiting.get(turn) !== undefined || this.#ledger.of(turn) !== undefined
  }

  /** Why a new turn of this visitor is refused; undefined where it may begin, or wait. */
  refusal(turn: string, visitor: string): Problem | undefined {
    if (this.knows(turn)) return undefined
    return refusal(visitor, this.#questions, () => this.draw())
  }

  /** Where a turn stands that waits. */
  standing(turn: string): Queued {
    const picture = this.draw()
    const row = this.#waiting.get(turn)
    return { place: places(picture).get(turn) ?? null, away: row !== undefined && isAway(row, picture) }
  }

  /** The host on which the turn begins or goes on now; null where it has to wait, which is written down. */
  enter(asker: Asker): string | null {
    const { turn, owner, session, model, who, digest, able } = asker
    const begun = asker.resumes || this.#ledger.hasBegun(turn)
    const kept = this.#kept(asker)
    if (kept !== null) return kept
    const row = this.#waiting.get(turn)
    if (row?.held !== undefined && able.includes(row.held.url)) {
      this.#waiting.remove(turn)
      this.#begin(row)
      return row.held.url
    }
    const resumes = begun || row?.resumes
    const mine: Row = {
      turn,
      ...(session !== undefined && { session }),
      visitor: owner,
      model,
      asked: row?.asked ?? asker.asked,
      since: row?.since ?? Date.now(),
      ...(row?.arrival !== undefined && { arrival: row.arrival }),
      ...(who !== undefined && { who }),
      ...(digest !== undefined && { digest }),
      ...(row?.away && { away: true }),
      // One that was passed over is there again.
      ...(row?.notBefore !== undefined && { notBefore: Math.min(row.notBefore, Date.now()) }),
      // It has stood in the queue already; going on it stands beside a question of the same visitor.
      ...(resumes && { resumes: true, arrival: row?.arrival ?? this.#ledger.nextArrival() }),
    }
    const url = this.#settle(mine) ?? (asker.keep ? null : this.#ill(able))
    if (url === null) this.#waiting.put(mine)
    else {
      this.#waiting.remove(turn)
      this.#begin(mine)
    }
    return url
  }

  /** One that waits, and whose hosts cannot be asked, waits on, also where it was offered a slot. False where it does not wait. */
  waitOn(turn: string): boolean {
    const row = this.#waiting.get(turn)
    if (row === undefined) return false
    const { held, ...rest } = row
    if (held !== undefined) this.#waiting.put(rest)
    return true
  }

  /** As {@link handOver}. */
  handOver(handed: HandOver): boolean {
    return handOver(handed, this.#waiting, this.#ledger, () => this.draw())
  }

  /** Gives what can be given. A row that is offered a slot has it written down; its session is to be called. */
  settle(): void {
    this.#settle(undefined)
  }

  /** Of a question whose own row is not written yet the slot is answered, not offered. */
  #settle(mine: Row | undefined): string | null {
    this.#ledger.forgetKept()
    const questions = this.#questions.filter(({ turn }) => turn !== mine?.turn)
    for (const row of entering(mine === undefined || mine.resumes ? questions : [...questions, mine])) {
      Object.assign(row, { arrival: this.#ledger.nextArrival(), since: Date.now() })
      if (row !== mine) this.#waiting.put(row)
    }
    const picture = this.draw(mine)
    // Whoever is passed over for a while, or was offered a slot, may stand in the queue again.
    const standing = [...this.#waiting.all, ...(mine === undefined ? [] : [mine])]
    this.#ledger.forgetBegun(Math.min(...standing.map(({ arrival = Infinity }) => arrival)))
    let own: string | null = null
    const { grants } = order(picture)
    for (const { waiter, host, loaded, loadedAt } of grants) {
      const row = picture.rows.get(waiter)
      if (row === undefined) continue
      this.#ledger.grant(host, { loaded, loadedAt })
      if (row === mine) own = host
      else {
        const { notBefore: _over, away: _back, ...rest } = row
        this.#waiting.put({
          ...rest,
          held: { url: host, nextAt: Date.now(), times: 0, misses: 0, accepted: false },
        })
      }
    }
    // A slot that is answered is written with its lease.
    if (grants.length > 0 && own === null) this.#ledger.keep()
    return own
  }

  /** Going on is no beginning. */
  #begin({ visitor, since, resumes }: Row): void {
    if (resumes) return
    this.#ledger.begin(visitor)
    this.#ledger.usage.waited(Date.now() - since)
  }

  /** A slot that the turn still has: for a moment after a cut it is nobody else's. */
  #kept({ turn, able }: Asker): string | null {
    const lease = this.#ledger.of(turn)
    if (lease === undefined) return null
    const well = able.filter(url => this.#hosts.named(url)?.isWell)
    if (able.includes(lease.url) && (well.length === 0 || well.includes(lease.url))) return lease.url
    // What had it is not well, or does not have its model any more: another may.
    this.#ledger.lose(turn)
    return null
  }

  /**
   * No host is well, and nobody waits: the turn is sent to one all the same, and hears itself what is wrong. Where
   * others wait it waits with them until one is well again, as does one that has waited already.
   */
  #ill(able: readonly string[]): string | null {
    if (this.#waiting.all.length > 0) return null
    const hosts = able.flatMap(url => this.#hosts.named(url) ?? [])
    if (hosts.some(host => host.isWell)) return null
    const free = hosts.find(({ url, slots }) => this.#running(url) < slots)
    return free?.url ?? null
  }

  #running = (url: string): number => this.#ledger.leases.filter(lease => lease.url === url).length

  get #questions(): Row[] {
    return this.#waiting.all.filter(row => !row.resumes)
  }
}

/**
 * Keeps the queue moving: whenever something has changed, slots that are free are offered, whoever watches is told their
 * place, and as long as anybody waits the Box is woken for whatever is due next.
 */

import type { Queued } from '../../../protocol/completion.ts'
import { causeOf, log } from '../../../protocol/log.ts'
import type { Problem } from '../../../protocol/problems.ts'
import type { Around, Told } from '../around.ts'
import { BELIEVED_MS, Doubt, mayDoubt } from './doubt.ts'
import { Holders } from './holders.ts'
import type { Hosts } from '../hosts/hosts.ts'
import { keptUntil } from '../ledger/lease.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { Offers } from './offers.ts'
import { DRAINED_MS } from './picture.ts'
import { isAway, newsOf, places } from './places.ts'
import type { TurnQueue } from './turn-queue.ts'
import type { Waiting } from './waiting.ts'

/** While anybody waits the Box looks around at least as often, in milliseconds. */
const LONGEST_MS = 5 * 60_000

/** What is under way is looked at again after so long, in milliseconds. */
const AGAIN_MS = 1_000

/** Between two tellings, in milliseconds: each foresees the whole queue. Well within the second of Q4. */
const TELL_MS = 250

export class Usher {
  readonly #hosts: Hosts
  readonly #ledger: Ledger
  readonly #waiting: Waiting
  readonly #queue: TurnQueue
  readonly #around: Around
  readonly #offers: Offers
  readonly #doubt: Doubt
  readonly #holders: Holders
  /** What each turn that waits was told when it asked: in memory alone, for a place that has risen since says why. */
  readonly #first = new Map<string, Told>()
  #toldAt = 0
  #owed: ReturnType<typeof setTimeout> | null = null

  constructor(hosts: Hosts, ledger: Ledger, waiting: Waiting, queue: TurnQueue, around: Around) {
    this.#hosts = hosts
    this.#ledger = ledger
    this.#waiting = waiting
    this.#queue = queue
    this.#around = around
    this.#offers = new Offers(waiting, around, (turn, gone) => {
      if (gone || waiting.get(turn)?.held !== undefined) this.moved(turn)
      this.move()
    })
    this.#doubt = new Doubt(ledger, around, () => this.move())
    this.#holders = new Holders(ledger, waiting, around)
  }

  /** Something has changed, or is due. Costs nothing while nobody waits. */
  move(): void {
    if (this.#waiting.all.length === 0) return
    this.#holders.tend()
    this.#queue.settle()
    this.#offers.make()
    this.#doubt.ask()
    this.#tellBack()
    this.#tell()
    this.#around.wakeAt(this.#dueAt())
  }

  /** The alarm: what was cut and did not go on, hosts that may be well again, and all that is due. */
  async wake(): Promise<void> {
    this.#around.woken()
    if (this.#waiting.all.length === 0) return
    this.move()
    await Promise.all(this.#hosts.all.map(host => host.heal()))
    this.move()
  }

  /** Somebody holds this turn of a program, perhaps anew. */
  held(turn: string): void {
    this.#holders.came(turn)
    this.move()
  }

  /** Whoever held it has let go: the turn has ended, or, where it `broke`, it may be held anew within a while. */
  unheld(turn: string, broke: boolean): void {
    if (broke) this.#holders.left(turn)
    else this.#holders.end(turn)
    this.move()
  }

  /** A turn of a program is over, and whoever holds it is told why. */
  dismiss(turn: string, why: Problem): void {
    this.#holders.dismiss(turn, why)
    this.move()
  }

  /** A turn that asked has to wait, and was told this. */
  queued(turn: string, { place, away }: Queued): void {
    if (away) this.#rests(turn)
    this.#first.set(turn, { place, well: this.#hosts.well, at: Date.now() })
  }

  /** A turn waits no more, or its session goes on with it: whoever watches goes to its session. */
  moved(turn: string): void {
    this.#first.delete(turn)
    for (const watcher of this.#around.watchers()) if (watcher.turn === turn) watcher.moved()
  }

  /** Nobody watches it while the box is away. Written down: that may outlast the object. */
  #rests(turn: string): void {
    const row = this.#waiting.get(turn)
    if (row !== undefined && !row.away) this.#waiting.put({ ...row, away: true })
  }

  /** Tells those who were told that the box is away that it is back. Whoever is offered a slot hears of that. */
  #tellBack(): void {
    const rest = this.#waiting.all.filter(({ away }) => away)
    if (rest.length === 0) return
    const picture = this.#queue.draw()
    const back = rest.filter(row => !isAway(row, picture))
    for (const { away: _away, ...row } of back) this.#waiting.put(row)
    for (const visitor of new Set(back.map(row => row.visitor)))
      this.#around.later(
        this.#around.back(visitor).catch((error: unknown) => log('untold', { detail: causeOf(error) }))
      )
  }

  /** Tells those who watch where they stand, now or a moment later. */
  #tell(): void {
    const wait = this.#toldAt + TELL_MS - Date.now()
    if (wait > 0) this.#owed ??= setTimeout(() => this.#tellNow(), wait)
    else this.#tellNow()
  }

  #tellNow(): void {
    if (this.#owed !== null) clearTimeout(this.#owed)
    this.#owed = null
    this.#toldAt = Date.now()
    const watchers = this.#around.watchers()
    if (watchers.length === 0) return
    const picture = this.#queue.draw()
    const all = places(picture)
    const order = [...all.keys()].flatMap(turn => this.#waiting.get(turn) ?? [])
    const { well } = this.#hosts
    const so = { well, at: this.#toldAt }
    for (const watcher of watchers) {
      const row = this.#waiting.get(watcher.turn)
      if (row === undefined || row.held?.accepted) {
        watcher.moved()
        continue
      }
      // A program waits on: nothing else would tell it that the box is back.
      if (row.held === undefined && row.session !== undefined && isAway(row, picture)) {
        watcher.away(row.session.until)
        this.#rests(watcher.turn)
        continue
      }
      const { told } = watcher
      const place = all.get(watcher.turn) ?? (row.held === undefined ? null : (told?.place ?? null))
      // Whoever comes to watch was told by the session what it had heard when it asked.
      const news = newsOf(row, place, told ?? this.#first.get(watcher.turn) ?? null, { order, well })
      if (news !== null || told === null) watcher.say(news ?? { place }, { place, ...so })
      else watcher.note({ ...told, ...so })
    }
  }

  #dueAt(): number {
    const now = Date.now()
    const { all: rows } = this.#waiting
    const { leases } = this.#ledger
    const { all: hosts } = this.#hosts
    /** Of these what is due is under way, and is looked at again in a moment: a death would forget it. */
    const calls = [
      ...rows.flatMap(({ held }) => held?.nextAt ?? []),
      ...leases.filter(mayDoubt).map(({ provedAt }) => provedAt + BELIEVED_MS),
      ...hosts.flatMap(({ lookAt }) => lookAt ?? []),
    ]
    const changes = [
      ...rows.flatMap(({ notBefore }) => notBefore ?? []),
      ...this.#holders.due,
      ...leases.map(keptUntil),
      ...hosts.flatMap(({ url }) => this.#ledger.made(url).drains.map(({ until }) => until - DRAINED_MS)),
    ]
    return Math.min(
      now + LONGEST_MS,
      ...calls.map(at => (at > now ? at : now + AGAIN_MS)),
      ...changes.filter(at => at > now)
    )
  }
}

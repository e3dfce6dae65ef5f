/**
 * All that the Box does, plain of the platform, which gives it rows to keep and a bell to be woken by: it knows the hosts,
 * says what may be asked of which, whose turn it is, and who is being answered by it.
 */

import type { HandOver, TryReport } from '../../protocol/completion.ts'
import type { Memory } from '../ollama/memory.ts'
import type { settings } from '../settings.ts'
import { Admission } from './admission.ts'
import type { Around } from './around.ts'
import type { Shelf } from './book.ts'
import { Continues } from './continues.ts'
import type { BoxNow, Entering, Entrance } from './entrance.ts'
import { Hosts } from './hosts.ts'
import { Ledger } from './ledger.ts'
import { Survey } from './survey.ts'
import { TurnQueue } from './turn-queue.ts'
import { Usher } from './usher.ts'
import { Waiting } from './waiting.ts'
import { Warm } from './warm.ts'

export class Desk {
  readonly #hosts: Hosts
  readonly #continues: Continues
  readonly #ledger: Ledger
  readonly #waiting: Waiting
  readonly #warm = new Warm()
  readonly #usher: Usher
  readonly #admission: Admission
  readonly #survey: Survey

  /** Throws `Misconfigured` where a setting is wrong. */
  constructor(env: Parameters<typeof settings>[0], shelf: Shelf, around: Around) {
    this.#hosts = new Hosts(env, shelf, () => this.#usher.move())
    this.#continues = new Continues(shelf)
    this.#ledger = new Ledger(shelf)
    this.#waiting = new Waiting(shelf)
    const queue = new TurnQueue(this.#hosts, this.#ledger, this.#waiting)
    this.#usher = new Usher(this.#hosts, this.#ledger, this.#waiting, queue, around)
    this.#admission = new Admission({
      hosts: this.#hosts,
      continues: this.#continues,
      ledger: this.#ledger,
      queue,
      warm: this.#warm,
    })
    this.#survey = new Survey(this.#hosts)
  }

  admit(...given: Parameters<Admission['admit']>): ReturnType<Admission['admit']> {
    return this.#admission.admit(...given)
  }

  async enter(entering: Entering): Promise<Entrance> {
    const { turn } = entering
    const waited = this.#waiting.get(turn) !== undefined
    const entrance = await this.#admission.enter(entering)
    // Stopped while it asked: its place is nobody's.
    if (this.#ledger.isStopped(turn)) this.#waiting.remove(turn)
    const waits = this.#waiting.get(turn) !== undefined
    if (waited && !waits) this.#usher.moved(turn)
    if (waits && !entrance.ok && 'queued' in entrance) this.#usher.queued(turn, entrance.queued.place)
    this.#usher.move()
    return entrance
  }

  /**
   * The upstream request of a lease has ended, however it did. The second time changes nothing. `idle`: its host does
   * nothing for it any more, for it refused it or never had it.
   */
  leave(lease: string, idle = false): void {
    this.#ledger.end(lease, idle)
    this.#usher.move()
  }

  /** What is in a host's memory, as it stood at this moment (Unix milliseconds) or later. */
  async memory(url: string, since: number, requestId?: string): Promise<Memory> {
    return (await this.#hosts.named(url)?.memory(since, requestId)) ?? null
  }

  /** The context of a model, after a host refused a prompt as too long; null where it does not say. */
  async contextNow(url: string, model: string, requestId?: string): Promise<number | null> {
    const host = this.#hosts.named(url)
    await host?.memory(Date.now(), requestId)
    return host?.contextOf(model)?.context ?? null
  }

  /** What the template of a digest was found to do with an answer that was cut. */
  noteContinues(digest: string, able: boolean): void {
    this.#continues.note(digest, able)
  }

  /** A host said that it does not have a model that its list has. */
  doubt(url: string): void {
    this.#hosts.named(url)?.doubt()
  }

  /** A host could not be reached, or does not let Burrow in. */
  failed(url: string): void {
    this.#hosts.named(url)?.failed()
    this.#usher.move()
  }

  /** Takes what one try came to: how fast its host reads and writes. With its last the turn's slot, or its place, is free. */
  report({ turn, model, how, figures, read = false, last }: Omit<TryReport, 'requestId'>): void {
    const lease = this.#ledger.of(turn)
    if (lease !== undefined && figures !== undefined) {
      this.#hosts.named(lease.url)?.pace.learn(model, figures)
      if (lease.session !== undefined) this.#warm.note(lease.url, lease.session.chat, model, figures)
    }
    if (how === 'done' || read) this.#ledger.read(turn)
    if (lease !== undefined && how === 'done') this.#hosts.named(lease.url)?.answered()
    if (!last) return
    if (how === 'stopped') this.#ledger.stop(turn)
    if (this.#waiting.remove(turn) !== undefined) this.#usher.moved(turn)
    this.#ledger.finish(turn)
    this.#usher.move()
  }

  /** A turn that waits is another visitor's: it keeps its arrival, and what it was offered is offered again. */
  handOver({ turn, owner, chat }: HandOver): void {
    const row = this.#waiting.get(turn)
    if (row === undefined) return
    this.#waiting.put({ ...row, visitor: owner, session: { ...row.session, owner, chat } })
    this.#usher.move()
  }

  models(requestId?: string): ReturnType<Survey['models']> {
    return this.#survey.models(requestId)
  }

  async now(requestId?: string): Promise<BoxNow> {
    const seen = await this.#survey.now(requestId)
    const { awaySince: since } = this.#hosts
    return { ...seen, since, queue: this.#waiting.all.length, answering: this.#ledger.answering }
  }

  health(requestId?: string): ReturnType<Survey['health']> {
    return this.#survey.health(requestId)
  }

  /** Somebody has come to watch. */
  watched(): void {
    this.#usher.move()
  }

  /** Does this turn wait? Whoever would watch one that does not goes to its session. */
  waits(turn: string): boolean {
    const row = this.#waiting.get(turn)
    return row !== undefined && !row.held?.accepted
  }

  /** The alarm rang. */
  wake(): Promise<void> {
    return this.#usher.wake()
  }
}

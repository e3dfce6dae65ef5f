/**
 * All that the Box does, plain of the platform, which gives it rows to keep and a bell to be woken by: it knows the hosts,
 * says what may be asked of which, whose turn it is, and who is being answered by it.
 */

import type { HandOver } from '../../protocol/completion.ts'
import type { Looking, Seen } from '../ollama/sight.ts'
import { ok, type Reply } from '../../protocol/problems.ts'
import { settings } from '../settings.ts'
import { Admission } from './admission.ts'
import type { Around } from './around.ts'
import type { Shelf } from './book.ts'
import { Continues } from './hosts/continues.ts'
import type { BoxNow, Entering, Entrance } from './entrance.ts'
import { Hosts } from './hosts/hosts.ts'
import { Ledger } from './ledger/ledger.ts'
import { Lookout } from './hosts/lookout.ts'
import { type Allowance, type By, Limits } from './ledger/limits.ts'
import { type Report, Reports } from './reports.ts'
import { Survey } from './hosts/survey.ts'
import { TurnQueue } from './queue/turn-queue.ts'
import { Usher } from './queue/usher.ts'
import { Waiting } from './queue/waiting.ts'
import { Warm } from './hosts/warm.ts'

export class Desk {
  readonly #hosts: Hosts
  readonly #continues: Continues
  readonly #ledger: Ledger
  readonly #limits: Limits
  readonly #waiting: Waiting
  readonly #queue: TurnQueue
  readonly #warm = new Warm()
  readonly #lookout: Lookout
  readonly #usher: Usher
  readonly #reports: Reports
  readonly #admission: Admission
  readonly #survey: Survey

  /** Throws `Misconfigured` where a setting is wrong. */
  constructor(env: Parameters<typeof settings>[0], shelf: Shelf, around: Around) {
    this.#hosts = new Hosts(env, shelf, () => this.#usher.move())
    this.#continues = new Continues(shelf)
    this.#ledger = new Ledger(shelf)
    this.#limits = new Limits(settings(env).limits, this.#ledger)
    this.#waiting = new Waiting(shelf)
    this.#lookout = new Lookout(this.#hosts, this.#ledger, settings(env).unloadWedged)
    this.#queue = new TurnQueue(this.#hosts, this.#ledger, this.#waiting)
    this.#usher = new Usher(this.#hosts, this.#ledger, this.#waiting, this.#queue, around)
    this.#reports = new Reports(this.#hosts, this.#ledger, this.#waiting, this.#warm, this.#usher)
    this.#admission = new Admission({
      hosts: this.#hosts,
      continues: this.#continues,
      ledger: this.#ledger,
      limits: this.#limits,
      queue: this.#queue,
      warm: this.#warm,
      lookout: this.#lookout,
    })
    this.#survey = new Survey(this.#hosts, this.#ledger)
  }

  /** As `Admission`; `leftMs`: milliseconds of the box that are left for today to whoever asks, where that is little. */
  async admit(
    ...given: Parameters<Admission['admit']>
  ): Promise<Reply<{ offered: boolean; leftMs?: number }>> {
    const admitted = await this.#admission.admit(...given)
    const [, , , by] = given
    const leftMs = by && this.#limits.nearlyUsed(by)
    return admitted.ok && leftMs !== undefined ? ok({ ...admitted.value, leftMs }) : admitted
  }

  async enter(entering: Entering): Promise<Entrance> {
    const { turn } = entering
    const waited = this.#waiting.get(turn) !== undefined
    const entrance = await this.#admission.enter(entering)
    // Stopped while it asked: its place is nobody's.
    if (this.#ledger.stopped.has(turn)) this.#waiting.remove(turn)
    const waits = this.#waiting.get(turn) !== undefined
    if (waited && !waits) this.#usher.moved(turn)
    if (waits && !entrance.ok && 'queued' in entrance) this.#usher.queued(turn, entrance.queued)
    this.#usher.move()
    return entrance
  }

  /**
   * The upstream request of a lease has ended, however it did. The second time changes nothing. `idle`: nothing
   * of its prompt is left to be read, for its host has answered it, refused it, or never had it.
   */
  leave(lease: string, idle = false): void {
    this.#ledger.end(lease, idle)
    this.#usher.move()
  }

  /** As {@link Lookout.look}: what a request sees that is silent. */
  look(lease: string, looking: Looking, requestId?: string): Promise<Seen> {
    return this.#lookout.look(lease, looking, requestId)
  }

  /** The request of a lease that has looked is answered now. */
  answered(lease: string): void {
    this.#lookout.answered(lease)
  }

  /** As {@link Lookout.gone}: the model of a lease has left memory. */
  gone(lease: string, sentAt?: number, requestId?: string): Promise<void> {
    return this.#lookout.gone(lease, sentAt, requestId)
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

  /** As {@link Reports.take}: what one try came to. */
  report(report: Report): void {
    this.#reports.take(report)
  }

  /** What this visitor has used, and may use in all. */
  allowance(by: By): Allowance {
    return this.#limits.allowance(by)
  }

  /** Chats of this visitor in which something is answered, or waits: D1 may not have been told of it yet. */
  chatsOf(owner: string): string[] {
    const sessions = [...this.#ledger.leases, ...this.#waiting.all].flatMap(({ session }) => session ?? [])
    return [...new Set(sessions.flatMap(one => (one.owner === owner ? [one.chat] : [])))]
  }

  /** As {@link TurnQueue.handOver}: what it was offered and keeps is offered again. */
  handOver(handOver: HandOver): void {
    if (this.#queue.handOver(handOver)) this.#usher.move()
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

  /** As {@link Survey.outlook}. */
  outlook = (): ReturnType<Survey['outlook']> => this.#survey.outlook()

  /** Somebody has come to watch. */
  watched(): void {
    this.#usher.move()
  }

  /** Somebody holds a turn of a program: they are told when it may begin, and it ends with them. */
  held(turn: string): void {
    this.#usher.held(turn)
  }

  /** They have let go; `broke`: not by themselves. */
  unheld(turn: string, broke: boolean): void {
    this.#usher.unheld(turn, broke)
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

/**
 * All that the Box does, plain of the platform, which gives it rows to keep and a bell to be woken by: it knows the hosts,
 * says what may be asked of which, whose turn it is, and who is being answered by it.
 */

import type { HandOver } from '../../protocol/completion.ts'
import type { Looking, Seen } from '../ollama/sight.ts'
import { ok, type Reply } from '../../protocol/problems.ts'
import type { settings } from '../settings.ts'
import type { Admission } from './admission.ts'
import type { Around } from './around.ts'
import type { Shelf } from './book.ts'
import type { BoxNow, Entering, Entrance } from './entrance.ts'
import type { Allowance, By } from './ledger/limits.ts'
import type { OwnerDesk } from './owner/owner-desk.ts'
import type { People } from './owner/people.ts'
import { type Parts, partsOf } from './parts.ts'
import type { Report } from './reports.ts'
import type { Survey } from './hosts/survey.ts'

export class Desk {
  readonly #parts: Parts

  /** Throws `Misconfigured` where a setting is wrong. */
  constructor(env: Parameters<typeof settings>[0], shelf: Shelf, around: Around) {
    this.#parts = partsOf(env, shelf, around)
  }

  /** What it does for its owners. */
  get owner(): OwnerDesk {
    return this.#parts.owner
  }

  /** What they do about people. */
  get people(): People {
    return this.#parts.people
  }

  /** As `Admission`; `leftMs`: milliseconds of the box that are left for today to whoever asks, where that is little. */
  async admit(
    ...given: Parameters<Admission['admit']>
  ): Promise<Reply<{ offered: boolean; leftMs?: number }>> {
    const admitted = await this.#parts.admission.admit(...given)
    const [, , , by] = given
    const leftMs = by && this.#parts.limits.nearlyUsed(by)
    return admitted.ok && leftMs !== undefined ? ok({ ...admitted.value, leftMs }) : admitted
  }

  async enter(entering: Entering): Promise<Entrance> {
    const { turn } = entering
    const waited = this.#parts.waiting.get(turn) !== undefined
    const entrance = await this.#parts.admission.enter(entering)
    // Stopped while it asked: its place is nobody's.
    if (this.#parts.ledger.stopped.has(turn)) this.#parts.waiting.remove(turn)
    const waits = this.#parts.waiting.get(turn) !== undefined
    if (waited && !waits) this.#parts.usher.moved(turn)
    if (waits && !entrance.ok && 'queued' in entrance) this.#parts.usher.queued(turn, entrance.queued)
    this.#parts.usher.move()
    return entrance
  }

  /**
   * The upstream request of a lease has ended, however it did. The second time changes nothing. `idle`: nothing
   * of its prompt is left to be read, for its host has answered it, refused it, or never had it.
   */
  leave(lease: string, idle = false): void {
    this.#parts.ledger.end(lease, idle)
    this.#parts.usher.move()
  }

  /** What a request sees that is silent. */
  look(lease: string, looking: Looking, requestId?: string): Promise<Seen> {
    return this.#parts.lookout.look(lease, looking, requestId)
  }

  /** The request of a lease that has looked is answered now. */
  answered(lease: string): void {
    this.#parts.lookout.answered(lease)
  }

  /** The model of a lease has left memory. */
  gone(lease: string, sentAt?: number, requestId?: string): Promise<void> {
    return this.#parts.lookout.gone(lease, sentAt, requestId)
  }

  /** The context of a model, after a host refused a prompt as too long; null where it does not say. */
  async contextNow(url: string, model: string, requestId?: string): Promise<number | null> {
    const host = this.#parts.hosts.named(url)
    await host?.memory(Date.now(), requestId)
    return host?.contextOf(model)?.context ?? null
  }

  /** What the template of a digest was found to do with an answer that was cut. */
  noteContinues(digest: string, able: boolean): void {
    this.#parts.continues.note(digest, able)
  }

  /** A host said that it does not have a model that its list has. */
  doubt(url: string): void {
    this.#parts.hosts.named(url)?.doubt()
  }

  /** A host could not be reached, or does not let Burrow in. */
  failed(url: string): void {
    this.#parts.hosts.named(url)?.failed()
    this.#parts.usher.move()
  }

  /** As {@link Reports.take}: what one try came to. */
  report(report: Report): void {
    this.#parts.reports.take(report)
  }

  /** May something be kept of this visitor, who may be new at their address? */
  comes = (visitor: string, by: By): Reply<null> => this.#parts.limits.arrival(visitor, by)

  /** What this visitor has used, and may use in all. */
  allowance(by: By): Allowance {
    return this.#parts.limits.allowance(by)
  }

  /** Chats of this visitor in which something is answered, or waits: D1 may not have been told of it yet. */
  chatsOf(owner: string): string[] {
    const sessions = [...this.#parts.ledger.leases, ...this.#parts.waiting.all].flatMap(
      ({ session }) => session ?? []
    )
    return [...new Set(sessions.flatMap(one => (one.owner === owner ? [one.chat] : [])))]
  }

  /** As {@link TurnQueue.handOver}: what it was offered and keeps is offered again. */
  handOver(handOver: HandOver): void {
    if (this.#parts.queue.handOver(handOver)) this.#parts.usher.move()
  }

  models(requestId?: string): ReturnType<Survey['models']> {
    return this.#parts.survey.models(requestId)
  }

  async now(requestId?: string): Promise<BoxNow> {
    const seen = await this.#parts.survey.now(requestId)
    const { awaySince: since } = this.#parts.hosts
    const { paused, welcome } = this.#parts.rules.state
    const { waiting, ledger } = this.#parts
    return { ...seen, since, queue: waiting.all.length, answering: ledger.answering, paused, welcome }
  }

  health(requestId?: string): ReturnType<Survey['health']> {
    return this.#parts.survey.health(requestId)
  }

  /** As {@link Survey.outlook}. */
  outlook = (): ReturnType<Survey['outlook']> => this.#parts.survey.outlook()

  /** Somebody has come to watch. */
  watched(): void {
    this.#parts.usher.move()
  }

  /** Somebody holds a turn of a program: they are told when it may begin, and it ends with them. */
  held(turn: string): void {
    this.#parts.usher.held(turn)
  }

  /** They have let go; `broke`: not by themselves. */
  unheld(turn: string, broke: boolean): void {
    this.#parts.usher.unheld(turn, broke)
  }

  /** Does this turn wait? Whoever would watch one that does not goes to its session. */
  waits(turn: string): boolean {
    const row = this.#parts.waiting.get(turn)
    return row !== undefined && !row.held?.accepted
  }

  /** The alarm rang. */
  wake(): Promise<void> {
    return this.#parts.usher.wake()
  }
}

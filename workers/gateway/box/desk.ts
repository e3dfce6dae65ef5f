/**
 * All that the Box does, plain of the platform, which gives it rows to keep: it knows the hosts, says what may be asked of
 * which, and who is being answered by it.
 */

import type { TryReport } from '../../protocol/completion.ts'
import type { Memory } from '../ollama/memory.ts'
import type { settings } from '../settings.ts'
import { Admission } from './admission.ts'
import type { Shelf } from './book.ts'
import { Continues } from './continues.ts'
import { Hosts } from './hosts.ts'
import { Leases } from './leases.ts'
import { Survey } from './survey.ts'

export class Desk {
  readonly #hosts: Hosts
  readonly #continues: Continues
  readonly #leases: Leases
  readonly #admission: Admission
  readonly #survey: Survey

  /** Throws `Misconfigured` where a setting is wrong. */
  constructor(env: Parameters<typeof settings>[0], shelf: Shelf) {
    this.#hosts = new Hosts(env, shelf)
    this.#continues = new Continues(shelf)
    this.#leases = new Leases(shelf)
    this.#admission = new Admission(this.#hosts, this.#continues, this.#leases)
    this.#survey = new Survey(this.#hosts)
  }

  admit(...given: Parameters<Admission['admit']>): ReturnType<Admission['admit']> {
    return this.#admission.admit(...given)
  }

  enter(...given: Parameters<Admission['enter']>): ReturnType<Admission['enter']> {
    return this.#admission.enter(...given)
  }

  /** The upstream request of a lease has ended, however it did. The second time changes nothing. */
  leave(lease: string): void {
    this.#leases.end(lease)
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
  }

  /** Takes what one try came to: how fast its host reads and writes. After its last the turn is forgotten. */
  report({ turn, model, figures, last }: Pick<TryReport, 'turn' | 'model' | 'figures' | 'last'>): void {
    const url = this.#leases.hostOf(turn)
    if (url !== undefined && figures !== undefined) this.#hosts.named(url)?.learn(model, figures)
    if (last) this.#leases.forget(turn)
  }

  models(requestId?: string): ReturnType<Survey['models']> {
    return this.#survey.models(requestId)
  }

  now(requestId?: string): ReturnType<Survey['now']> {
    return this.#survey.now(requestId)
  }

  health(requestId?: string): ReturnType<Survey['health']> {
    return this.#survey.health(requestId)
  }
}

/**
 * The one place where "may this be asked?" is answered, and all that is known of the hosts. Plain of the platform: the
 * Box gives it rows to keep.
 */

import type { TryReport } from '../../protocol/completion.ts'
import type { ModelList, TurnRequest } from '../../protocol/nouns.ts'
import { no, ok, problem, type ProblemCode, type Reply } from '../../protocol/problems.ts'
import { type Fault, fault, logFault } from '../ollama/faults.ts'
import type { Memory } from '../ollama/memory.ts'
import type { settings } from '../settings.ts'
import { type Shelf, withEntry } from './book.ts'
import { Continues } from './continues.ts'
import type { BoxNow, Entering, Entrance } from './entrance.ts'
import { smallerContext } from './fits.ts'
import { Hosts } from './hosts.ts'
import type { KnownHost } from './known-host.ts'
import { GAP_MS } from './look.ts'

export class Desk {
  readonly #hosts: Hosts
  readonly #continues: Continues
  /** The host that answered last with a model. */
  #served: Record<string, string> = {}

  /** Throws `Misconfigured` where a setting is wrong. */
  constructor(env: Parameters<typeof settings>[0], shelf: Shelf) {
    this.#hosts = new Hosts(env, shelf)
    this.#continues = new Continues(shelf)
  }

  /**
   * May this be asked of this model, and is it one that is `offered`? A box that does not answer now cannot say, and is
   * no reason to refuse a question: it is kept, and the turn itself says what is wrong. An answer is gone on with only
   * where it is known to work.
   */
  async admit(
    { model, resume }: Pick<TurnRequest, 'model' | 'resume'>,
    requestId?: string
  ): Promise<Reply<{ offered: boolean }>> {
    const host = await this.#hosts.pick(requestId)
    const resumes = resume !== undefined
    // What goes on must be the same model still, so the list is that of this moment.
    const offered = await host.offers(this.#hosts.allowed, resumes ? 'now' : 'renewed', requestId)
    if (!offered.ok) return resumes ? no(offered.fault.code) : ok({ offered: false })
    const offer = offered.value.find(one => one.name === model)
    if (offer === undefined) return no(offered.value.length === 0 ? 'no_models' : 'not_allowed')
    if (!resumes) return ok({ offered: true })
    const refusal = await this.#continues.refusal(this.#hosts.address(host.url, requestId), offer)
    return refusal === null ? ok({ offered: true }) : no(refusal)
  }

  /** Where a request for an answer is to be sent. A further try asks the host for nothing that is known. */
  async enter(entering: Entering): Promise<Entrance> {
    const { requestId, model, tokens, again, resumes } = entering
    const host = await this.#hosts.pick(requestId)
    const how = resumes ? 'now' : again ? 'kept' : 'renewed'
    const offered = await host.offers(this.#hosts.allowed, how, requestId)
    if (!offered.ok) return this.#cannotSay(host, entering, offered.fault)
    const offer = offered.value.find(one => one.name === model)
    if (offer === undefined) {
      const code = offered.value.length === 0 ? 'no_models' : 'not_allowed'
      return refuse(fault(code, 'no', 'not in the list'), requestId)
    }
    const { name, digest, thinks } = offer
    const smaller = await smallerContext(host, entering)
    if (smaller !== null) return { ok: false, smaller: { digest, context: smaller } }
    this.#served = withEntry(this.#served, name, host.url)
    const context = host.contextOf(name)?.context
    const continues = this.#continues.of(digest)
    return {
      ok: true,
      entry: {
        url: host.url,
        offer: { name, digest, thinks },
        readMs: host.readMs(name, tokens),
        loaded: host.wasLoaded(name),
        ...(context === undefined ? {} : { context }),
        ...(continues === undefined ? {} : { continues }),
      },
    }
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

  /** Takes what one try came to: how fast the box reads and writes. */
  report({ model, figures }: Pick<TryReport, 'model' | 'figures'>): void {
    const url = this.#served[model]
    if (url !== undefined && figures !== undefined) this.#hosts.named(url)?.learn(model, figures)
  }

  /** What a visitor may ask, and what of it is loaded now. */
  async models(requestId?: string): Promise<Reply<ModelList>> {
    const host = await this.#hosts.pick(requestId)
    const [offered, memory] = await Promise.all([
      host.offers(this.#hosts.allowed, 'renewed', requestId),
      host.memory(Date.now() - GAP_MS, requestId),
    ])
    if (!offered.ok) {
      logFault(offered.fault, requestId)
      return no(offered.fault.code)
    }
    const models = offered.value.map(({ digest: _digest, ...offer }) => {
      const context = host.contextOf(offer.name)?.context
      const loaded = memory?.has(offer.name) ?? false
      return { ...offer, loaded, ...(context === undefined ? {} : { context }) }
    })
    return ok({ models })
  }

  /** How the box is. What the owner keeps for himself is nobody's business. */
  async now(requestId?: string): Promise<BoxNow> {
    const host = await this.#hosts.pick(requestId)
    const [told, offered, memory] = await Promise.all([
      host.version(GAP_MS, requestId),
      host.offers(this.#hosts.allowed, 'renewed', requestId),
      host.memory(Date.now() - GAP_MS, requestId),
    ])
    if (!told.ok) return { version: null, loaded: [], code: told.fault.code }
    const version = told.value
    if (!offered.ok) return { version, loaded: [], code: offered.fault.code }
    const names = offered.value.map(({ name }) => name)
    const loaded = names.filter(name => memory?.has(name))
    return { version, loaded, code: names.length === 0 ? 'no_models' : null }
  }

  /** Why the box does not answer; null where it does. */
  async health(requestId?: string): Promise<ProblemCode | null> {
    const told = await (await this.#hosts.pick(requestId)).version(GAP_MS, requestId)
    return told.ok ? null : told.fault.code
  }

  #cannotSay(host: KnownHost, { model, requestId }: Entering, why: Fault): Entrance {
    const { message } = problem(why.code)
    const unknown = `${message} Burrow knows no model of this name there.`
    return refuse(why, requestId, host.mayKnow(this.#hosts.allowed, model) ? {} : { message: unknown })
  }
}

function refuse(why: Fault, requestId: string | undefined, words: { message?: string } = {}): Entrance {
  logFault(why, requestId)
  const { code, retryAfterMs } = why
  const when = retryAfterMs === undefined ? {} : { retryAfterMs }
  return { ok: false, problem: problem(code, { ...words, ...when }) }
}

/** May this be asked, and of which host? The one place where that is answered, at the door and for every try. */

import { no, ok, type Problem, problem, type Reply } from '../../protocol/problems.ts'
import { type Fault, fault, problemOf } from '../ollama/faults.ts'
import { isNamed } from '../ollama/offer.ts'
import { bestOf } from './hosts/best.ts'
import type { Continues } from './hosts/continues.ts'
import type { Asking, Entering, Entrance } from './entrance.ts'
import { smallerContext } from './hosts/fits.ts'
import { missing, type Found, foundIn } from './hosts/found.ts'
import { faultOf, type Hosts } from './hosts/hosts.ts'
import type { Ledger } from './ledger/ledger.ts'
import type { Lookout } from './hosts/lookout.ts'
import type { By, Limits } from './ledger/limits.ts'
import type { Rules } from './owner/rules.ts'
import type { TurnQueue } from './queue/turn-queue.ts'
import type { Warm } from './hosts/warm.ts'

const NOT_LISTED = fault('not_allowed', 'no', 'not in the list')

/** What the rules of admission are asked of. */
interface Known {
  hosts: Hosts
  continues: Continues
  ledger: Ledger
  limits: Limits
  queue: TurnQueue
  warm: Warm
  lookout: Lookout
  rules: Rules
}

export class Admission {
  readonly #hosts: Hosts
  readonly #continues: Continues
  readonly #ledger: Ledger
  readonly #limits: Limits
  readonly #queue: TurnQueue
  readonly #warm: Warm
  readonly #lookout: Lookout
  readonly #rules: Rules

  constructor({ hosts, continues, ledger, limits, queue, warm, lookout, rules }: Known) {
    this.#rules = rules
    this.#lookout = lookout
    this.#hosts = hosts
    this.#continues = continues
    this.#ledger = ledger
    this.#limits = limits
    this.#queue = queue
    this.#warm = warm
  }

  /**
   * May this be asked of this model by this visitor, and is it one that is `offered`? A box that does not answer now cannot
   * say, and is no reason to refuse a question: it is kept, and the turn itself says what is wrong. An answer is gone on
   * with only where it is known to work. A turn that is sent twice is refused by nothing that came since. `by`: who asks,
   * where their limits are to be kept.
   */
  async admit(
    asking: Asking,
    visitor: string,
    requestId?: string,
    by?: By
  ): Promise<Reply<{ offered: boolean }>> {
    const { turn, model, resume } = asking
    const resumes = resume !== undefined
    // The owner's own list needs no host to say so.
    if (!isNamed(this.#hosts.allowed, model)) return no('not_allowed')
    const refused = this.#queue.knows(turn) ? undefined : this.#refusal(asking, visitor, by)
    if (refused !== undefined) return { ok: false, problem: refused }
    // What goes on must be the same model still, so the list is that of this moment.
    const offerings = await this.#hosts.allOfferings(resumes ? 'now' : 'renewed', requestId)
    const found = bestOf(foundIn(offerings, model), this.#ledger)
    if (found === undefined) {
      const away = faultOf(offerings)
      if (away === null) return no(missing(offerings))
      return resumes ? no(away.code) : ok({ offered: false })
    }
    if (!resumes) return ok({ offered: true })
    const way = this.#hosts.address(found.host.url, requestId)
    const refusal = await this.#continues.refusal(way, found.offer)
    return refusal === null ? ok({ offered: true }) : no(refusal)
  }

  #refusal = ({ turn, model, bytes }: Asking, visitor: string, by?: By): Problem | undefined =>
    this.#rules.refusal(model, visitor, by) ??
    this.#queue.refusal(turn, visitor) ??
    (by && this.#limits.refusal(turn, visitor, by, bytes))

  /** Where a request for an answer is to be sent, whose end is told by `leave`; or its place in the queue. */
  async enter(entering: Entering): Promise<Entrance> {
    const { requestId, turn, session, program, model, who, again, resumes, keep, digest: before } = entering
    if (!isNamed(this.#hosts.allowed, model)) return refuse(NOT_LISTED, requestId)
    // Numbered before anything is waited for: who asked first comes first.
    const asked = this.#ledger.nextAsked()
    // A further try asks the hosts for nothing that is known.
    const how = resumes ? 'now' : again ? 'kept' : 'renewed'
    const offerings = await this.#hosts.allOfferings(how, requestId)
    const owner = session?.owner ?? program
    // Both may have come since it was admitted, or asked. What has begun with a model goes on with it.
    if (owner !== undefined && this.#rules.isBlocked(owner)) return { ok: false, problem: problem('blocked') }
    const begun = resumes || this.#ledger.hasBegun(turn)
    if (!begun && this.#rules.isOff(model)) return refuse(NOT_LISTED, requestId)
    const found = foundIn(keep ? offerings.concat(this.#hosts.knownOfferings()) : offerings, model)
    if (found.length === 0) {
      const away = faultOf(offerings)
      if (away !== null)
        return this.#queue.waitOn(turn) ? this.#queued(turn) : this.#cannotSay(entering, away)
      return refuse({ ...NOT_LISTED, code: missing(offerings) }, requestId)
    }
    const same = before === undefined ? found : found.filter(({ offer }) => offer.digest === before)
    if (same.length === 0) return refuse(fault('no_continuation', 'no', 'it is another model now'), requestId)
    if (owner === undefined) return this.#entry(entering, bestOf(same, this.#ledger), same)
    const busy = resumes || again ? undefined : this.#queue.refusal(turn, owner)
    if (busy !== undefined) return { ok: false, problem: busy }
    const able = same.map(({ host }) => host.url)
    const url = this.#queue.enter({
      turn,
      owner,
      model,
      resumes,
      keep,
      able,
      asked,
      ...(session !== undefined && { session }),
      ...(who !== undefined && { who }),
      ...(before !== undefined && { digest: before }),
    })
    if (url === null) return this.#queued(turn)
    // What has begun comes to its end; what never did begins no more, and its slot is the next one's.
    const spent = begun ? undefined : this.#limits.spent(entering)
    if (spent !== undefined) {
      this.#ledger.keep()
      return { ok: false, problem: spent }
    }
    return this.#entry(
      entering,
      same.find(({ host }) => host.url === url),
      same
    )
  }

  /** The slot is the turn's. Where its messages do not fit this host they are chosen anew, and it keeps the slot meanwhile. */
  async #entry(entering: Entering, found: Found | undefined, same: readonly Found[]): Promise<Entrance> {
    if (found === undefined) throw new Error('A host was granted that cannot serve.')
    const { turn, session, program, model, tokens, who, from } = entering
    const { host, offer } = found
    const { url } = host
    const { name, digest, thinks } = offer
    const unread = this.#warm.unread(url, session?.chat, model, tokens)
    const lease = this.#ledger.give({
      turn,
      url,
      model,
      ...(session !== undefined && { session }),
      ...(who !== undefined && { who }),
      ...(from !== undefined && { from }),
      ...(program !== undefined && { program }),
      takesMs: host.pace.takesMs(model),
      readsAt: Math.max(Date.now(), this.#ledger.made(url).loadedAt),
      readMs: host.pace.readMs(model, unread),
    })
    const smaller = await smallerContext(host, entering)
    if (smaller !== null) {
      this.#ledger.end(lease.id, true)
      return { ok: false, smaller: { digest, context: smaller } }
    }
    const context = host.contextOf(name)?.context
    const continues = this.#continues.of(digest)
    return {
      ok: true,
      entry: {
        lease: lease.id,
        url,
        offer: { name, digest, thinks },
        readMs: host.pace.readMs(name, tokens),
        loaded: host.wasLoaded(name),
        company: this.#lookout.begins(lease),
        others: same.length > 1,
        ...(context === undefined ? {} : { context }),
        ...(continues === undefined ? {} : { continues }),
      },
    }
  }

  #queued = (turn: string): Entrance => ({ ok: false, queued: this.#queue.standing(turn) })

  #cannotSay({ model, requestId }: Entering, why: Fault): Entrance {
    const { message } = problem(why.code)
    const unknown = `${message} Burrow knows no model of this name there.`
    const known = this.#hosts.all.some(host => host.mayKnow(this.#hosts.allowed, model))
    return refuse(why, requestId, known ? undefined : unknown)
  }
}

const refuse = (why: Fault, requestId: string | undefined, message?: string): Entrance => ({
  ok: false,
  problem: problemOf(why, requestId, message),
})

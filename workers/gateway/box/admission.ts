/** May this be asked, and of which host? The one place where that is answered, at the door and for every try. */

import type { TurnRequest } from '../../protocol/nouns.ts'
import { no, ok, problem, type Reply } from '../../protocol/problems.ts'
import { type Fault, fault, problemOf } from '../ollama/faults.ts'
import { isNamed, type Offer } from '../ollama/offer.ts'
import { choose } from './choose.ts'
import type { Continues } from './continues.ts'
import type { Entering, Entrance } from './entrance.ts'
import { smallerContext } from './fits.ts'
import { faultOf, type Hosts, type Offering } from './hosts.ts'
import type { KnownHost } from './known-host.ts'
import type { Leases } from './leases.ts'

const NOT_LISTED = fault('not_allowed', 'no', 'not in the list')

interface Place {
  host: KnownHost
  offer: Offer
}

export class Admission {
  readonly #hosts: Hosts
  readonly #continues: Continues
  readonly #leases: Leases

  constructor(hosts: Hosts, continues: Continues, leases: Leases) {
    this.#hosts = hosts
    this.#continues = continues
    this.#leases = leases
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
    const resumes = resume !== undefined
    // The owner's own list needs no host to say so.
    if (!isNamed(this.#hosts.allowed, model)) return no('not_allowed')
    // What goes on must be the same model still, so the list is that of this moment.
    const offerings = await this.#hosts.allOfferings(resumes ? 'now' : 'renewed', requestId)
    const place = this.#best(placesOf(offerings, model))
    if (place === undefined) {
      const away = faultOf(offerings)
      if (away === null) return no(missing(offerings))
      return resumes ? no(away.code) : ok({ offered: false })
    }
    if (!resumes) return ok({ offered: true })
    const way = this.#hosts.address(place.host.url, requestId)
    const refusal = await this.#continues.refusal(way, place.offer)
    return refusal === null ? ok({ offered: true }) : no(refusal)
  }

  /** Where a request for an answer is to be sent; its end is told by `leave`. */
  async enter(entering: Entering): Promise<Entrance> {
    const { requestId, turn, model, tokens, again, resumes, digest: before } = entering
    if (!isNamed(this.#hosts.allowed, model)) return refuse(NOT_LISTED, requestId)
    // A further try asks the hosts for nothing that is known.
    const how = resumes ? 'now' : again ? 'kept' : 'renewed'
    const offerings = await this.#hosts.allOfferings(how, requestId)
    const places = placesOf(offerings, model)
    if (places.length === 0) {
      const away = faultOf(offerings)
      if (away !== null) return this.#cannotSay(entering, away)
      return refuse({ ...NOT_LISTED, code: missing(offerings) }, requestId)
    }
    const same = before === undefined ? places : places.filter(({ offer }) => offer.digest === before)
    const place = this.#best(same)
    if (place === undefined)
      return refuse(fault('no_continuation', 'no', 'it is another model now'), requestId)
    const { host, offer } = place
    const { name, digest, thinks } = offer
    const smaller = await smallerContext(host, entering)
    if (smaller !== null) return { ok: false, smaller: { digest, context: smaller } }
    const lease = this.#leases.give(turn, host.url)
    const context = host.contextOf(name)?.context
    const continues = this.#continues.of(digest)
    return {
      ok: true,
      entry: {
        lease,
        url: host.url,
        offer: { name, digest, thinks },
        readMs: host.readMs(name, tokens),
        loaded: host.wasLoaded(name),
        others: same.length > 1,
        ...(context === undefined ? {} : { context }),
        ...(continues === undefined ? {} : { continues }),
      },
    }
  }

  #best = (places: readonly Place[]): Place | undefined =>
    choose(
      places.map(({ host, offer }) => ({
        host,
        offer,
        url: host.url,
        loaded: host.wasLoaded(offer.name),
        running: this.#leases.count(host.url),
        well: host.isWell,
      }))
    )

  #cannotSay({ model, requestId }: Entering, why: Fault): Entrance {
    const { message } = problem(why.code)
    const unknown = `${message} Burrow knows no model of this name there.`
    const known = this.#hosts.all.some(host => host.mayKnow(this.#hosts.allowed, model))
    return refuse(why, requestId, known ? undefined : unknown)
  }
}

const placesOf = (offerings: readonly Offering[], model: string): Place[] =>
  offerings.flatMap(({ host, offered }) => {
    const offer = offered.ok ? offered.value.find(({ name }) => name === model) : undefined
    return offer === undefined ? [] : [{ host, offer }]
  })

const missing = (offerings: readonly Offering[]): 'no_models' | 'not_allowed' =>
  offerings.every(({ offered }) => offered.ok && offered.value.length === 0) ? 'no_models' : 'not_allowed'

const refuse = (why: Fault, requestId: string | undefined, message?: string): Entrance => ({
  ok: false,
  problem: problemOf(why, requestId, message),
})

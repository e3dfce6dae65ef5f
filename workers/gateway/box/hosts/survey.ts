/** How the box is, as visitors and monitors are told: all hosts taken together. */

import type { ModelList } from '../../../protocol/nouns.ts'
import { no, ok, problem, type ProblemCode, type Reply } from '../../../protocol/problems.ts'
import { logFault } from '../../ollama/faults.ts'
import type { BoxNow } from '../entrance.ts'
import { faultOfAll, type Hosts } from './hosts.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { loadingAt } from './loading.ts'
import { GAP_MS } from './look.ts'
import type { Outlook } from '../../telling/notices.ts'
import type { Rules } from '../owner/rules.ts'

export class Survey {
  readonly #hosts: Hosts
  readonly #ledger: Ledger
  readonly #rules: Pick<Rules, 'isOff'>

  constructor(hosts: Hosts, ledger: Ledger, rules: Pick<Rules, 'isOff'>) {
    this.#rules = rules
    this.#hosts = hosts
    this.#ledger = ledger
  }

  /**
   * What a visitor may ask of any host, and what of it is loaded on one of them now. While none of them answers, and may
   * again by itself, it is what they had last: a question may wait for them.
   */
  async models(requestId?: string): Promise<Reply<ModelList>> {
    const [offerings, memories] = await Promise.all([
      this.#hosts.offerings('renewed', requestId),
      this.#memories(requestId),
    ])
    const away = faultOfAll(offerings)
    if (away !== null) logFault(away, requestId)
    const known = away !== null && problem(away.code).retryable ? this.#hosts.knownOfferings() : offerings
    if (away !== null && faultOfAll(known) !== null) return no(away.code)
    const found = new Map<string, ModelList['models'][number]>()
    for (const { host, offered } of known) {
      for (const { digest: _digest, ...offer } of offered.ok ? offered.value : []) {
        if (this.#rules.isOff(offer.name)) continue
        const first = found.get(offer.name)
        const context = first?.context ?? host.contextOf(offer.name)?.context
        const loaded = memories.some(({ memory }) => memory?.has(offer.name))
        found.set(offer.name, { ...(first ?? offer), loaded, ...(context === undefined ? {} : { context }) })
      }
    }
    return ok({ models: [...found.values()] })
  }

  /** How the box is. What the owner keeps for himself is nobody's business. */
  async now(requestId?: string): Promise<Pick<BoxNow, 'version' | 'loaded' | 'loading' | 'code'>> {
    const [versions, offerings, memories] = await Promise.all([
      this.#versions(requestId),
      this.#hosts.offerings('renewed', requestId),
      this.#memories(requestId),
    ])
    const answered = versions.find(told => told.ok)
    if (answered === undefined) return { version: null, loaded: [], loading: null, code: codeOf(versions) }
    const version = answered.ok ? answered.value : null
    const away = faultOfAll(offerings)
    if (away !== null) return { version, loaded: [], loading: null, code: away.code }
    const offering = offerings.filter(({ offered }) => offered.ok && offered.value.length > 0)
    const all = offering.flatMap(({ offered }) => (offered.ok ? offered.value : []))
    const names = new Set(all.map(({ name }) => name).filter(name => !this.#rules.isOff(name)))
    const loaded = [...names].filter(name => memories.some(({ memory }) => memory?.has(name)))
    const loads = offering.map(({ host }) => {
      const seen = memories.find(one => one.host === host)
      return seen ? loadingAt(host.url, seen.memory, this.#ledger, Date.now()) : null
    })
    const [loading = null] = loads.includes(null) ? [] : loads
    return { version, loaded, loading, code: names.size === 0 ? 'no_models' : null }
  }

  /** Why no host answers; null where one does. */
  async health(requestId?: string): Promise<ProblemCode | null> {
    return codeOf(await this.#versions(requestId))
  }

  /** How the hosts are at this moment, since when none is well, and what was used of them today. */
  async outlook(): Promise<Outlook> {
    const code = await this.health()
    const used = Object.values(this.#ledger.usage.today.visitors)
    const sum = (what: 'turns' | 'ms') => used.reduce((all, one) => all + one[what], 0)
    return { code, since: this.#hosts.awaySince, turns: sum('turns'), ms: sum('ms') }
  }

  /** One that is left out holds nobody up. */
  #versions = (requestId: string | undefined) =>
    Promise.all(this.#hosts.present(requestId).map(host => host.version(GAP_MS, requestId)))

  #memories = (requestId: string | undefined) =>
    Promise.all(
      this.#hosts
        .present(requestId)
        .map(async host => ({ host, memory: await host.memory(Date.now() - GAP_MS, requestId) }))
    )
}

type Answers = Awaited<ReturnType<Hosts['all'][number]['version']>>[]

/** The fault of the first that was asked; null where any host answers. */
function codeOf(versions: Answers): ProblemCode | null {
  const [first] = versions
  if (first === undefined || versions.some(told => told.ok)) return null
  return first.ok ? null : first.fault.code
}

/** One host, and what is known of it: what it has, what is in its memory, how fast it is. */

import { log } from '../../../protocol/log.ts'
import { ps, tags, type Told, version } from '../../ollama/client.ts'
import { fault, LATE } from '../../ollama/faults.ts'
import type { HostSetting } from '../../ollama/host-list.ts'
import type { Host } from '../../ollama/host.ts'
import { type Memory, memoryOf } from '../../ollama/memory.ts'
import { isCloud, isNamed, type Offer, offersOf } from '../../ollama/offer.ts'
import type { Tag } from '../../ollama/answers.ts'
import { Breaker } from './breaker.ts'
import { BLANK, type Book, NAMES, type Shelf } from '../book.ts'
import { learnAbilities } from './abilities.ts'
import { Contexts } from './contexts.ts'
import { GAP_MS, Look } from './look.ts'
import { Pace } from './pace.ts'

/** A list younger than this is used as it is; an older one is used too, and renewed behind the answer. */
const FRESH_MS = 15_000

/** An older list than this is asked anew first: the owner may have changed everything. */
const STALE_MS = 10 * 60_000

/** How the list of models is wanted: of this moment; as it is kept, and renewed behind the answer; as it is kept. */
export type How = 'now' | 'renewed' | 'kept'

export class KnownHost {
  readonly url: string
  /** Turns that it answers at once. */
  readonly slots: number
  /** Models that it keeps in memory at once. */
  readonly resident: number
  readonly pace: Pace
  readonly versions = new Look(requestId => this.#answers(version(this.#host(requestId))))
  readonly #host: (requestId: string | undefined) => Host
  readonly #shelf: Shelf
  readonly #healed: () => void
  readonly #tags = new Look(requestId => this.#list(requestId))
  readonly #memory = new Look(requestId => this.#remember(requestId))
  readonly #breaker: Breaker
  readonly #contexts: Contexts
  #book: Book
  #doubted = false

  /** `host` is the way to it, for what is asked under an id; `healed` hears that it is well again. */
  constructor(
    { url, slots, resident }: HostSetting,
    host: (requestId: string | undefined) => Host,
    shelf: Shelf,
    healed: () => void
  ) {
    this.#healed = healed
    this.url = url
    this.slots = slots
    this.resident = resident
    this.#host = host
    this.#shelf = shelf
    this.#book = { ...BLANK, ...shelf.get<Book>(this.#row) }
    this.#breaker = new Breaker(this.#book.awaySince)
    this.#contexts = new Contexts(this.#book.contexts, contexts => this.#keep({ contexts }))
    this.pace = new Pace(this.#book.speeds, speeds => this.#keep({ speeds }))
  }

  /** False from a failure until a look says that it is well. */
  get isWell(): boolean {
    return this.#breaker.since === null
  }

  /** Since when it has not been well, in Unix milliseconds; null where it is. */
  get unwellSince(): number | null {
    return this.#breaker.since
  }

  /** When a look is due at one that is left out, in Unix milliseconds; null where it is well. */
  get lookAt(): number | null {
    return this.#breaker.lookAt
  }

  /** Looks whether one that is left out is well again, when that is due. */
  async heal(requestId?: string): Promise<void> {
    if (this.#breaker.isDue(Date.now())) await this.versions.since(Date.now(), requestId)
  }

  /** A request to it failed before it had answered. */
  failed(): void {
    this.#breaker.failed(Date.now())
    if (this.#book.awaySince === null) this.#keep({ awaySince: this.#breaker.since })
  }

  /** It has answered. */
  answered(): void {
    this.#breaker.answered()
    if (this.#book.awaySince === null) return
    this.#keep({ awaySince: null })
    this.#healed()
  }

  /** Its version, in its own words, no older than `ageMs`. */
  version(ageMs: number, requestId?: string): Promise<Told<string>> {
    return this.versions.since(Date.now() - ageMs, requestId)
  }

  /** What is in its memory, as it stood at this moment or later; null where it does not say in time: it is busy. */
  memory(since: number, requestId?: string): Promise<Memory> {
    return this.#memory.since(since, requestId)
  }

  /** The models that a visitor may ask: those that are `allowed`, or all that chat and run on the box itself. */
  async offers(allowed: readonly string[], how: How, requestId?: string): Promise<Told<Offer[]>> {
    const age = Date.now() - this.#book.listedAt
    const known = (): Told<Offer[]> => ({ ok: true, value: this.#offers(allowed) })
    if (how !== 'now' && !this.#doubted && age < STALE_MS) {
      // A turn asks twice, and one look is enough: while any is under way its object is awake.
      if (age >= FRESH_MS && how === 'renewed') void this.#tags.since(Date.now() - GAP_MS, requestId)
      return known()
    }
    const told = await this.#tags.since(Date.now() - (this.#doubted ? 0 : GAP_MS), requestId)
    // A box that is slow to list its models has them still.
    if (!told.ok) return told.fault.cause === LATE && this.#book.listedAt > 0 ? known() : told
    const offers = this.#offers(allowed)
    if (offers.length === 0)
      log('no models', { request: requestId, installed: told.value.length, named: allowed.length })
    return { ok: true, value: offers }
  }

  /** The same as it is known, and nothing is asked: of a host that is left out. */
  knownOffers(allowed: readonly string[]): Told<Offer[]> {
    return this.#book.listedAt > 0
      ? { ok: true, value: this.#offers(allowed) }
      : { ok: false, fault: fault('host_unreachable', 'no', 'left out') }
  }

  /** False where neither the owner's list nor the last that this host gave, however old, has a model of this name. */
  mayKnow(allowed: readonly string[], name: string): boolean {
    if (!isNamed(allowed, name)) return false
    return this.#book.listedAt === 0 || this.#offers(allowed).some(offer => offer.name === name)
  }

  /** It said something that does not fit its list any more: the list is asked for anew, and stays known until then. */
  doubt(): void {
    this.#doubted = true
  }

  /** Was this model in memory at the last look of anybody's? It may be old. */
  wasLoaded(model: string): boolean {
    return this.#memory.last?.has(model) ?? false
  }

  /** The names of what was in memory at the last look of anybody's, and when that was, in Unix milliseconds. */
  get seen(): { at: number; names: string[] } | undefined {
    const { lastAt: at, last } = this.#memory
    return at === undefined || last == null ? undefined : { at, names: [...last.keys()] }
  }

  /** As {@link Contexts.of}. */
  contextOf(model: string): { context: number; ageMs: number } | null {
    return this.#contexts.of(model)
  }

  get #row(): string {
    return `host ${this.url}`
  }

  #keep(changed: Partial<Book>): void {
    this.#book = { ...this.#book, ...changed }
    this.#shelf.put(this.#row, this.#book)
  }

  #offers = (allowed: readonly string[]): Offer[] =>
    offersOf(
      this.#book.tags.filter(({ name }) => isNamed(allowed, name)),
      digest => this.#book.abilities[digest] ?? undefined
    )

  async #list(requestId: string | undefined): Promise<Told<Tag[]>> {
    const told = await this.#answers(tags(this.#host(requestId)))
    if (!told.ok) return told
    const local = told.value.filter(tag => !isCloud(tag)).slice(0, NAMES)
    const abilities = await learnAbilities(local, this.#book.abilities, this.#host(requestId))
    this.#doubted = false
    this.#keep({ listedAt: Date.now(), tags: local, abilities })
    return told
  }

  /** Notes whether it answered. One that is too slow for that is left out too, where there are others. */
  async #answers<T>(asked: Promise<Told<T>>): Promise<Told<T>> {
    const told = await asked
    if (told.ok) this.answered()
    else this.failed()
    return told
  }

  async #remember(requestId: string | undefined): Promise<Memory> {
    const told = await ps(this.#host(requestId))
    if (!told.ok) return null
    const memory = memoryOf(told.value)
    this.#contexts.note(memory)
    return memory
  }
}

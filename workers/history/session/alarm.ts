/** The one alarm of a session: the earliest of all that is due. Setting it is a row written, so it is set when it must. */

/** An alarm that comes by so much too early, in milliseconds, finds nothing to do and is left: moving it costs a row as well. */
const EARLY_MS = 60_000

export type Due = 'heartbeat' | 'outbox' | 'enter'

export class Alarm {
  readonly #storage: Pick<DurableObjectStorage, 'setAlarm' | 'getAlarm'>
  readonly #due = new Map<Due, number>()
  /** When the runtime will call, as far as is known; null for not at all. */
  #set: number | null = null

  constructor(storage: Pick<DurableObjectStorage, 'setAlarm' | 'getAlarm'>) {
    this.#storage = storage
  }

  /** Unix milliseconds; null takes it back. */
  set(what: Due, at: number | null): void {
    if (at === null) this.#due.delete(what)
    else this.#due.set(what, at)
    this.#schedule()
  }

  /** It rang: what is due now. What is not yet stays. */
  rang(): Due[] {
    this.#set = null
    const now = Date.now()
    const due = [...this.#due].filter(([, at]) => at <= now).map(([what]) => what)
    for (const what of due) this.#due.delete(what)
    this.#schedule()
    return due
  }

  /** The storage was emptied, and the alarm with it. */
  erased(): void {
    this.#due.clear()
    this.#set = null
  }

  #schedule(): void {
    const next = Math.min(...this.#due.values())
    if (next === Number.POSITIVE_INFINITY) return
    if (this.#set !== null && this.#set <= next && next - this.#set <= EARLY_MS) return
    this.#set = next
    // Not awaited: the output gate holds whatever leaves until it is on disk.
    void this.#storage.setAlarm(next)
  }
}

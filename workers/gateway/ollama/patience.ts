/**
 * All that one question waits, over all its sendings. A silent request is let go of and sent again before the way to the
 * box cuts it, which is neither a fault nor a try. After a fault it is sent a second time at most, only where the fault
 * matrix allows it, and never where who asks counts the tries.
 */

import type { Told } from './client.ts'
import { type Fault, fault, logFault } from './faults.ts'
import { orAborted, pause } from './pause.ts'
import { type Verdict, Vigil, type Watched } from './vigil.ts'

/** Before a second try: long enough for a restarted Ollama or a dead pooled connection, with jitter against crowds. */
const RETRY_MS = 1_000

/** A host that wants to be left alone for longer than this, in milliseconds, is not asked again. */
const LONGEST_RETRY_MS = 30_000

/** An edge that gives up sooner than this, in milliseconds, has not waited: that is a fault like others. */
const GAVE_UP_MS = 5_000

const VERDICTS: Record<Verdict, Fault> = {
  'let-go': fault('waited_too_long', 'silence', 'let go'),
  'too-long': fault('waited_too_long', 'no', 'no first token in time'),
  wedged: fault('waited_too_long', 'unloaded', 'wedged'),
  unloaded: fault('waited_too_long', 'unloaded', 'unloaded by another'),
}

/** What is waited for, and the way to wait until its model has left memory. */
export interface Waited extends Watched {
  /** Resolves when it has, or is held there. `sentAt` as in the Box's `gone`. */
  gone(sentAt?: number): Promise<void>
}

export class Patience {
  readonly #of: Waited
  readonly #stop: AbortSignal
  readonly #vigil: Vigil
  /** Second tries that are left. */
  #tries: number

  /** `tries`: how often it may be sent once more after a fault. */
  constructor(of: Waited, tries: number, stop: AbortSignal) {
    this.#of = of
    this.#stop = stop
    this.#vigil = new Vigil(of)
    this.#tries = tries
  }

  /** Sends until there is an answer or a fault that stands. */
  async until<T>(once: (signal: AbortSignal) => Promise<Told<T>>): Promise<Told<T>> {
    for (;;) {
      if (this.#of.sight.company.leaving) await this.#leaves()
      this.#of.sight.sent()
      const told = await this.#watched(once)
      if (told.ok) return told
      const stands = await this.#after(told.fault, Date.now() - this.#of.sight.sentAt)
      if (stands !== null) return { ok: false, fault: stands }
    }
  }

  async #watched<T>(once: (signal: AbortSignal) => Promise<Told<T>>): Promise<Told<T>> {
    const given = new AbortController()
    const answered = new AbortController()
    const over = AbortSignal.any([answered.signal, this.#stop])
    // It ends early where nobody reads what it says: then a stop is on its way.
    const watching = this.#vigil.watch(over).then(
      verdict => {
        if (verdict !== null) given.abort(VERDICTS[verdict])
      },
      () => {}
    )
    try {
      const told = await once(AbortSignal.any([this.#stop, given.signal]))
      // Given up in the same moment: the body is closed already.
      return given.signal.aborted ? { ok: false, fault: given.signal.reason as Fault } : told
    } catch (error) {
      this.#stop.throwIfAborted()
      if (!given.signal.aborted) throw error
      return { ok: false, fault: given.signal.reason as Fault }
    } finally {
      answered.abort()
      // The stream must not be handed on while a line of Burrow's own is still being written to it.
      await watching
    }
  }

  /** Null where it is to be sent again, now. */
  async #after(failed: Fault, tookMs: number): Promise<Fault | null> {
    switch (failed.retry) {
      case 'silence':
        if (tookMs < GAVE_UP_MS && failed.status !== undefined) return this.#secondTry(failed)
        if (await this.#vigil.loadsTooLong()) return fault('load_too_long', 'no', 'not in memory in time')
        if (this.#vigil.isOver) return VERDICTS['too-long']
        await this.#vigil.say({ state: 'queued' })
        return null
      case 'unloaded':
        await this.#leaves(this.#of.sight.sentAt)
        return null
      case 'once':
        return this.#secondTry(failed)
      default:
        return failed
    }
  }

  async #secondTry(failed: Fault): Promise<Fault | null> {
    const { retryAfterMs = RETRY_MS } = failed
    if (this.#tries === 0 || retryAfterMs > LONGEST_RETRY_MS) return failed
    this.#tries -= 1
    logFault(failed, this.#of.host.requestId)
    const away = failed.code.startsWith('host_')
    await this.#vigil.say(
      away ? { state: 'waiting', attempt: 2, attempts: 2, code: failed.code } : { state: 'queued' }
    )
    await pause(retryAfterMs * (1 + Math.random() / 2), this.#stop)
    this.#stop.throwIfAborted()
    return null
  }

  /** What was sent now would hold the model in memory. `sentAt`: it is wedged, and to be told to leave. */
  async #leaves(sentAt?: number): Promise<void> {
    this.#stop.throwIfAborted()
    await this.#vigil.say({ state: 'loading' })
    // Where the Box does not answer, the next sending shows what is wrong.
    await orAborted(
      this.#of.gone(sentAt).catch(() => {}),
      this.#stop
    )
    this.#stop.throwIfAborted()
  }
}

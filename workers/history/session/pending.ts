/**
 * The turns that D1 may not have yet, in the order in which they were asked: in memory, on disk, and on their way. When
 * D1 has the last of them the object is empty and costs nothing.
 */

import { causeOf } from '../../protocol/log.ts'
import type { Message } from '../../protocol/nouns.ts'
import { Alarm, type Due } from './alarm.ts'
import type { Dependencies } from './dependencies.ts'
import { Journal, type Left } from './journal.ts'
import { Outbox } from './outbox.ts'
import { Turn } from './turn.ts'

/** A running turn sets the alarm this far ahead, again and again: it keeps the object alive, and finds it dead. */
const HEARTBEAT_MS = 30_000

export class Pending {
  readonly journal: Journal
  readonly outbox: Outbox
  readonly #alarm: Alarm
  readonly #turns = new Map<string, Turn>()

  constructor(storage: DurableObjectStorage, env: Pick<HistoryEnv, 'DB'>) {
    this.journal = new Journal(storage)
    this.#alarm = new Alarm(storage)
    this.outbox = new Outbox(env, {
      written: turn => this.erase(turn),
      due: at => this.#alarm.set('outbox', at),
    })
  }

  get(id: string): Turn | undefined {
    return this.#turns.get(id)
  }

  get all(): Turn[] {
    return [...this.#turns.values()]
  }

  get running(): Turn | undefined {
    return this.all.find(turn => turn.answer.ending === null)
  }

  get messages(): Message[] {
    return this.all.flatMap(turn => turn.messages)
  }

  adopt(turn: Turn): Turn {
    this.#turns.set(turn.intent.answer.id, turn)
    return turn
  }

  /** What an earlier life of the session left. */
  read(around: Dependencies): (Left & { turn: Turn })[] {
    return this.journal
      .read()
      .map(left => ({ ...left, turn: this.adopt(new Turn(left, around, left.course)) }))
  }

  /** Proof of life while a turn runs; `false` takes it back. */
  beat(alive: boolean): void {
    this.#alarm.set('heartbeat', alive ? Date.now() + HEARTBEAT_MS : null)
  }

  /** When a turn that waits asks again, in Unix milliseconds; null for none. */
  enterAt(at: number | null): void {
    this.#alarm.set('enter', at)
  }

  /** The alarm rang: for these, as far as this life of the object knows. */
  rang(): Due[] {
    return this.#alarm.rang()
  }

  /** Erases a turn that D1 has whole; until then it stays (T11). */
  async erase(turn: Turn): Promise<void> {
    const { id } = turn.intent.answer
    // Forgotten meanwhile: then there is nothing left to erase.
    if (!this.#turns.delete(id)) return
    // With the last turn all storage goes, and the alarm with it.
    if (this.#turns.size === 0) this.#alarm.erased()
    await this.journal.erase(id)
  }

  /**
   * Ends all of them for good while `work` deletes the chat. Rejects where that fails, and then they are as they were.
   * Answers whether there was anything.
   */
  async bury(work: () => Promise<boolean>): Promise<boolean> {
    const had = this.#turns.size > 0
    try {
      for (const turn of this.all) turn.stop()
      await Promise.all(this.all.map(turn => turn.ended))
      if (had) this.journal.bury()
      // Behind a write that is under way, so that it does not bring the chat back.
      await this.outbox.clear()
      const deleted = await work()
      this.#turns.clear()
      await this.journal.eraseAll()
      this.#alarm.erased()
      return deleted || had
    } catch (error) {
      this.journal.unbury()
      this.outbox.restore(this.all)
      void this.outbox.flush()
      // A query's own error quotes what it was about, and the runtime prints what leaves an object.
      throw new Error(causeOf(error))
    }
  }

  /** All of it is somebody else's by now. */
  async vacate(): Promise<void> {
    const had = this.#turns.size > 0
    this.#turns.clear()
    if (!had) return
    await this.journal.eraseAll()
    this.#alarm.erased()
  }

  /** Writes what is here to D1 now, for whoever cannot wait. False if nothing runs; rejects where D1 takes nothing. */
  async announce(): Promise<boolean> {
    const { running, outbox } = this
    await (running === undefined ? outbox.flush() : outbox.write(running))
    if (outbox.waiting) throw new Error('D1_ERROR: what waits for it was not taken')
    return running !== undefined
  }
}

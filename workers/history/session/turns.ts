/**
 * The turns of one chat that D1 may not have yet: at most one that runs, and those that wait to be archived. Each goes
 * the same way: opened, run, settled.
 */

import type { Message, TurnRequest } from '../../protocol/nouns.ts'
import { no, ok, type Reply } from '../../protocol/problems.ts'
import { database } from '../queries.ts'
import { LIVES } from './again.ts'
import { Archive, complain } from './archive.ts'
import { begin, leafOf } from './begin.ts'
import { Contexts, type Messages, toMessages } from './context.ts'
import { Journal, type Left } from './journal.ts'
import { News } from './news.ts'
import { type Surroundings, surroundings } from './surroundings.ts'
import { Turn } from './turn.ts'

/** A running turn sets the alarm this far ahead, again and again: it keeps the object alive, and finds it dead. */
const HEARTBEAT_MS = 30_000

export class Turns {
  readonly #ctx: Pick<DurableObjectState, 'storage' | 'waitUntil'>
  readonly #contexts: Contexts
  readonly #archive: Archive
  readonly #journal: Journal
  readonly #news: News
  readonly #around: Surroundings
  readonly #turns = new Map<string, Turn>()
  /** A turn that is looking up its context: it counts as running already, and a repeat waits for it. */
  #opening: { id: string; reply: Promise<Reply<Turn | Message>> } | null = null

  /** A deletion under way, which would take a turn with it that began meanwhile. */
  #forgetting: Promise<unknown> = Promise.resolve()

  constructor(ctx: Pick<DurableObjectState, 'storage' | 'waitUntil'>, env: HistoryEnv) {
    this.#ctx = ctx
    const db = database(env.DB)
    this.#contexts = new Contexts(db, () => this.all.flatMap(turn => turn.messages))
    this.#archive = new Archive(db, ctx.storage)
    this.#journal = new Journal(ctx.storage)
    this.#news = new News(env, this.#archive)
    this.#around = surroundings(env, this.#journal)
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

  /** Takes up what an earlier life of this object left: a turn that was running then goes on (T8). */
  revive(): void {
    const left = this.#journal.read()
    const intent = left[0]?.intent
    if (intent === undefined) return
    if (!this.#journal.doomed) return this.#takeUp(left)
    this.#ctx.waitUntil(this.forget(intent.owner, intent.chat).catch(() => this.#takeUp(left)))
  }

  #takeUp(left: Left[]): void {
    for (const entry of left) {
      const turn = this.#adopt(new Turn(entry, this.#around))
      if (turn.answer.ending === null && entry.lives < LIVES) {
        this.#journal.revived(entry.intent.answer.id)
        this.#ctx.waitUntil(this.#drive(turn, () => this.#contexts.again(entry.intent), true))
        continue
      }
      if (turn.answer.ending === null) {
        turn.giveUp()
        this.#ctx.waitUntil(this.#news.standing(turn))
      }
      this.#ctx.waitUntil(this.#settle(turn))
    }
  }

  /** Opens a turn, or finds the one with this id: still here, or ended and in history (T2). */
  async open(owner: string, chat: string, ask: TurnRequest): Promise<Reply<Turn | Message>> {
    await this.#forgetting
    const known = this.#turns.get(ask.turn)
    if (known !== undefined) return ok(known)
    if (this.#opening?.id === ask.turn) return this.#opening.reply
    const busy = this.#opening?.id ?? this.running?.answer.beginning.id
    if (busy !== undefined)
      return (await this.#ended(owner, chat, ask.turn)) ?? no('chat_busy', { turn: busy })
    const reply = this.#begin(owner, chat, ask).finally(() => {
      this.#opening = null
    })
    this.#opening = { id: ask.turn, reply }
    return reply
  }

  /** Stops a turn. False if it is not here. Answered when its end is written down: a yes outlives this session. */
  async stop(id: string): Promise<boolean> {
    await this.#opening?.reply
    const turn = this.#turns.get(id)
    turn?.stop()
    await turn?.ended
    return turn !== undefined
  }

  /** The alarm: proof of life while a turn runs, and the next try for those that D1 does not have. */
  async tend(): Promise<void> {
    if (this.running !== undefined) await this.#ctx.storage.setAlarm(Date.now() + HEARTBEAT_MS)
    await Promise.all(this.all.filter(turn => turn.answer.ending !== null).map(turn => this.#settle(turn)))
  }

  /** Writes what runs to D1 now, for whoever cannot wait. False if nothing runs. */
  async announce(): Promise<boolean> {
    const turn = this.running
    if (turn !== undefined) await this.#archive.open(turn.intent)
    return turn !== undefined
  }

  /** Deletes the chat, what is being said in it included. False if there was nothing. What is asked meanwhile waits. */
  forget(owner: string, chat: string): Promise<boolean> {
    const forgotten = this.#forget(owner, chat)
    this.#forgetting = forgotten.catch(() => {})
    return forgotten
  }

  async #forget(owner: string, chat: string): Promise<boolean> {
    await this.#opening?.reply
    const had = this.#turns.size > 0
    for (const turn of this.all) turn.stop()
    await Promise.all(this.all.map(turn => turn.ended))
    if (had) this.#journal.doom()
    // Behind every write that is under way, so that none of them brings the chat back.
    const deleted = await this.#archive.delete(owner, chat).catch((error: unknown) => {
      this.#journal.spare()
      throw error
    })
    this.#turns.clear()
    await this.#journal.eraseAll()
    if (deleted || had) await this.#news.deleted(owner, chat)
    return deleted || had
  }

  /** A repeat may come when its turn is in history and the next one runs. */
  async #ended(owner: string, chat: string, turn: string): Promise<Reply<Message> | null> {
    const context = await this.#contexts.find(owner, chat, turn, null).catch(complain)
    return context?.ended?.role === 'assistant' ? ok(context.ended) : null
  }

  async #begin(owner: string, chat: string, ask: TurnRequest): Promise<Reply<Turn | Message>> {
    const context = await this.#contexts.find(owner, chat, ask.turn, leafOf(ask)).catch(complain)
    if (context === undefined) return no('history_unavailable')
    if (context.ended?.role === 'assistant') return ok(context.ended)

    const begun = begin(owner, chat, ask, context)
    if (!begun.ok) return begun
    this.#journal.open(begun.value)
    const turn = this.#adopt(new Turn(begun.value, this.#around))
    const messages = toMessages(begun.value.path)
    this.#ctx.waitUntil(this.#drive(turn, () => Promise.resolve(messages), ask.resume !== undefined))
    return ok(turn)
  }

  async #drive(turn: Turn, context: () => Promise<Messages>, further: boolean): Promise<void> {
    this.#ctx.waitUntil(this.#news.follow(turn))
    await this.#ctx.storage.setAlarm(Date.now() + HEARTBEAT_MS)
    await turn.run(context, further)
    this.#ctx.waitUntil(this.#news.standing(turn))
    await this.#settle(turn)
  }

  /** Brings a turn that has ended into D1 and erases it here; until D1 has it, it stays (T11). */
  async #settle(turn: Turn): Promise<void> {
    // A write behind a deletion would bring the chat back.
    await this.#forgetting
    if (this.get(turn.answer.beginning.id) !== turn) return
    if (!(await this.#archive.settle(turn))) return
    // Forgotten meanwhile: then there is nothing left to erase.
    if (!this.#turns.delete(turn.answer.beginning.id)) return
    await this.#journal.erase(turn.answer.beginning.id)
  }

  #adopt(turn: Turn): Turn {
    this.#turns.set(turn.answer.beginning.id, turn)
    return turn
  }
}

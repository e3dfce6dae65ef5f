/** What is asked in one chat: one turn at a time, each opened, run and handed to the outbox. */

import type { TurnRequest } from '../../protocol/nouns.ts'
import { no, ok, type Reply } from '../../protocol/problems.ts'
import type { Trace } from '../../protocol/trace.ts'
import { metricsOf } from '../metrics.ts'
import { deleteChat } from '../queries/chats.ts'
import { database } from '../queries/database.ts'
import { settings } from '../settings.ts'
import { type Begun, begin, leafOf, NOTHING } from './begin.ts'
import type { Known } from './confirmation.ts'
import { Contexts } from './contexts.ts'
import { type Course, revived } from './course.ts'
import { Departure } from './departure.ts'
import type { Dependencies } from './dependencies.ts'
import type { StoppedBy } from './ending.ts'
import { behind, isFresh } from './fresh.ts'
import { News } from './news.ts'
import { Pending } from './pending.ts'
import { recorder } from './record.ts'
import { Running } from './running.ts'
import { busyWith, IDLE } from './state.ts'
import { Turn } from './turn.ts'

export class Turns {
  readonly pending: Pending
  readonly #ctx: Pick<DurableObjectState, 'storage' | 'waitUntil'>
  readonly #env: HistoryEnv
  readonly #contexts: Contexts
  readonly #news: News
  readonly #around: Dependencies
  readonly running: Running
  readonly departure: Departure
  /** Nobody has asked anything in this life of the object. */
  #untouched = true

  constructor(ctx: Pick<DurableObjectState, 'storage' | 'waitUntil'>, env: HistoryEnv) {
    this.#ctx = ctx
    this.#env = env
    this.pending = new Pending(ctx.storage, env)
    this.#contexts = new Contexts(env, () => this.pending.messages)
    this.#news = new News(env, this.pending.outbox)
    this.#around = {
      gateway: env.GATEWAY,
      journal: this.pending.journal,
      later: work => ctx.waitUntil(work),
      settings: () => settings(env),
      record: recorder(ctx, metricsOf(env)),
    }
    const { pending } = this
    this.running = new Running({ ctx, pending, contexts: this.#contexts, news: this.#news })
    this.departure = new Departure({ env, pending, running: this.running, around: this.#around })
  }

  /** Takes up what an earlier life of this object left: a turn that was running then is resumed, one that waited waits (T8). */
  revive(): void {
    const left = this.pending.read(this.#around)
    const [first] = left
    if (first === undefined) return
    const takeUp = () => {
      for (const { turn, course } of left) {
        const running = turn.answer.ending === null
        const next = running ? revived(course, turn.answer.written.length) : null
        if (running) this.running.confirmLater(turn)
        if (running && course.waiting !== null) this.running.rest(turn)
        else if (next !== null) this.#resume(turn, next)
        else this.#finish(turn)
      }
      const { heir } = this.pending.journal
      if (heir !== null) this.departure.goOn(first.turn, heir)
    }
    if (!this.pending.journal.buried) return takeUp()
    const { owner, chat } = first.intent
    this.#ctx.waitUntil(this.forget(owner, chat).catch(takeUp))
  }

  #resume(turn: Turn, course: Course): void {
    turn.survive(course)
    this.running.run(turn, this.running.again(turn), true)
  }

  #finish(turn: Turn): void {
    if (turn.answer.ending === null) {
      turn.giveUp()
      this.#ctx.waitUntil(this.#news.standing(turn))
    }
    this.#ctx.waitUntil(this.pending.outbox.write(turn))
  }

  /**
   * Opens a turn, or finds the one with this id: still here, or ended and in history, which is null (T2). What is asked
   * during a deletion waits for it.
   */
  async open(owner: string, chat: string, ask: TurnRequest, trace: Trace): Promise<Reply<Turn | null>> {
    for (;;) {
      const state = this.running.state
      if (state.is === 'deleting') {
        await state.done.catch(() => {})
        continue
      }
      if (state.is === 'leaving') {
        if (await state.done) continue
        return no('history_unavailable')
      }
      const here = this.pending.get(ask.turn)
      if (here !== undefined) return ok(here)
      if (state.is === 'opening' && state.turn === ask.turn) return state.reply
      if (state.is === 'idle') return this.#begin(owner, chat, ask, trace)
      const busy = busyWith(state) ?? ask.turn
      // A repeat may come when its turn is in history and the next one runs.
      const context = await this.#contexts.look(owner, chat, ask, null, trace)
      return context?.known?.role === 'assistant' ? ok(null) : no('chat_busy', { turn: busy })
    }
  }

  /** Stops a turn. False if it is not here. Answered when its end is written down: a yes outlives this session. */
  async stop(id: string, by: StoppedBy): Promise<boolean> {
    if (this.running.state.is === 'opening') await this.running.state.reply
    // What has gone is stopped where it is now.
    if (this.running.state.is === 'leaving' && !(await this.running.state.done)) return false
    const turn = this.pending.get(id)
    turn?.stop(by)
    this.#leaveQueue()
    await turn?.ended
    return turn !== undefined
  }

  /** The alarm: proof of life while a turn runs, the next asking of one that waits, and the next try for those that D1 does not have. */
  async tend(): Promise<void> {
    if (this.running.state.is === 'leaving') return this.departure.tend()
    this.running.tend()
    // One that an earlier life of the object set says not what for.
    if (this.running.state.is !== 'deleting' && this.pending.outbox.waiting) await this.pending.outbox.flush()
  }

  /** One that waits and was stopped is not called any more. */
  #leaveQueue(): void {
    const { state } = this.running
    if (state.is === 'waiting' && state.turn.hold.why === 'stopped') this.running.goOn(state.turn)
  }

  /** Deletes the chat, what is being said in it included. False if there was nothing. */
  forget(owner: string, chat: string, requestId?: string): Promise<boolean> {
    const { state } = this.running
    if (state.is === 'deleting') return state.done
    if (state.is === 'leaving')
      return state.done.then(gone => (gone ? this.forget(owner, chat, requestId) : false))
    if (this.running.state.is === 'waiting') this.running.state.turn.stop()
    this.#leaveQueue()
    const done = this.pending
      .bury(() => deleteChat(database(this.#env, owner), owner, chat))
      .finally(() => {
        this.running.state = IDLE
      })
    this.running.state = { is: 'deleting', done }
    return done.then(async had => {
      if (had) await this.#news.deleted(owner, chat, requestId)
      return had
    })
  }

  async #begin(owner: string, chat: string, ask: TurnRequest, trace: Trace): Promise<Reply<Turn | null>> {
    const untouched = this.#untouched
    this.#untouched = false
    if (untouched && this.pending.all.length === 0 && isFresh(chat, ask)) {
      const begun = begin(owner, chat, ask, NOTHING, trace)
      return begun.ok
        ? ok(this.#start(begun.value, false, behind(begun.value.intent, this.#contexts)))
        : begun
    }
    const reply = this.#look(owner, chat, ask, trace)
    this.running.state = { is: 'opening', turn: ask.turn, reply }
    return reply
  }

  async #look(owner: string, chat: string, ask: TurnRequest, trace: Trace): Promise<Reply<Turn | null>> {
    const context = await this.#contexts.look(owner, chat, ask, leafOf(ask), trace)
    // A deletion has come meanwhile, and takes what this would begin.
    if (this.running.state.is !== 'opening' || this.running.state.turn !== ask.turn)
      return no('not_found', { message: 'This chat was deleted just now. Ask again in a new one.' })
    this.running.state = IDLE
    if (context === null) return no('history_unavailable')
    // D1 answers: what waits for it need not wait for the alarm.
    if (this.pending.outbox.waiting) this.#ctx.waitUntil(this.pending.outbox.flush())
    if (context.known?.role === 'assistant') return ok(null)
    const begun = begin(owner, chat, ask, context, trace)
    return begun.ok ? ok(this.#start(begun.value, ask.resume !== undefined, null)) : begun
  }

  /** `known` finds what history has under the turn's id, where nobody has looked yet. */
  #start(begun: Begun, resumed: boolean, known: Known | null): Turn {
    const turn = this.pending.adopt(new Turn(begun, this.#around))
    if (known) turn.confirmBy(known)
    // The gateway is asked first. Nothing that was promised leaves before the intent is on disk: the output gate holds it.
    this.running.run(turn, begun.prompt, resumed)
    this.pending.journal.open(begun)
    return turn
  }
}

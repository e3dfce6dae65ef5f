/** The one turn that a session has in hand: it runs to its end, or to where it has to wait, and goes on when it is called. */

import type { Contexts } from './contexts.ts'
import { behind } from './fresh.ts'
import type { News } from './news.ts'
import type { Pending } from './pending.ts'
import type { Prompt } from './prompt.ts'
import { IDLE, type State } from './state.ts'
import type { Start } from './tries.ts'
import type { Turn } from './turn.ts'

/** A turn that waits asks for its place again after so long, in milliseconds: should all that knew of it have forgotten it. */
const ENTER_MS = 5 * 60_000

interface Around {
  ctx: Pick<DurableObjectState, 'waitUntil'>
  pending: Pending
  contexts: Contexts
  news: News
}

export class Running {
  readonly #around: Around
  state: State = IDLE
  /** The alarm of this life of the object has not rung: what an earlier one set it for is not known. */
  #untended = true

  constructor(around: Around) {
    this.#around = around
  }

  /** A turn begins, or goes on in a new life of the session. */
  run(turn: Turn, start: Start, resumed: boolean): void {
    this.#drive(turn, start, resumed, true)
    this.#around.pending.beat(true)
  }

  /** A turn that waited when an earlier life of the session ended: it goes on waiting, and nothing is asked. */
  rest(turn: Turn): void {
    this.state = { is: 'waiting', turn }
    turn.rest()
  }

  /** One that waits asks again in a while, though nobody calls it. */
  enterLater(): void {
    this.#around.pending.enterAt(Date.now() + ENTER_MS)
  }

  /** Lists and open tabs hear how it stands. */
  tell(turn: Turn): void {
    this.#around.ctx.waitUntil(this.#around.news.standing(turn))
  }

  /** The box has a place for this turn. False where it is not here, or has ended. */
  granted(id: string): boolean {
    const { state } = this
    // Not a no, which would take its place away: it is called again, where it has gone.
    if (state.is === 'leaving') throw new Error('this chat goes to another visitor')
    if (state.is === 'waiting' && state.turn.intent.answer.id === id) {
      this.goOn(state.turn)
      // Whoever has no stream of it, for it waited long, hears of it here.
      this.tell(state.turn)
    }
    return this.runs(id)
  }

  runs(id: string): boolean {
    const { state } = this
    if (state.is === 'opening') return state.turn === id
    return state.is === 'running' && state.turn.intent.answer.id === id
  }

  /** One that waits asks again, or ends, for it was stopped. */
  goOn(turn: Turn): void {
    this.#drive(turn, this.again(turn), turn.answer.begun, false)
    this.#around.pending.beat(true)
  }

  /** The alarm rang. */
  tend(): void {
    const due = this.#around.pending.rang()
    const forgotten = this.#untended
    this.#untended = false
    if (this.state.is === 'running') this.#around.pending.beat(true)
    if (this.state.is === 'waiting' && (forgotten || due.includes('enter'))) this.goOn(this.state.turn)
  }

  /** Looks up anew what the model of this turn is sent. */
  again(turn: Turn): () => Promise<Prompt> {
    return async () => {
      const { known, prompt } = await this.#around.contexts.again(turn.intent)
      turn.confirmed(known)
      return prompt
    }
  }

  #drive(turn: Turn, start: Start, resumed: boolean, isNews: boolean): void {
    if (this.state.is !== 'deleting') this.state = { is: 'running', turn }
    const { ctx, news } = this.#around
    const run = turn.run(start, resumed)
    if (isNews) ctx.waitUntil(news.follow(turn).then(() => this.#afterNews(turn)))
    ctx.waitUntil(run.then(how => (how === 'waits' ? this.#waits(turn) : this.#ended(turn))))
  }

  /** History had an answer under its id: one that waits must not go on waiting. */
  #afterNews(turn: Turn): void {
    if (this.state.is === 'waiting' && this.state.turn === turn && turn.answer.ending !== null)
      this.goOn(turn)
  }

  #waits(turn: Turn): void {
    const { pending } = this.#around
    // Not during a deletion, which has stopped it and waits for its end.
    if (this.state.is === 'running') {
      this.state = { is: 'waiting', turn }
      pending.beat(false)
      this.enterLater()
    }
    if (turn.hold.why === 'stopped') this.goOn(turn)
  }

  async #ended(turn: Turn): Promise<void> {
    const { ctx, news, pending } = this.#around
    pending.beat(false)
    pending.enterAt(null)
    if (this.state.is === 'running' && this.state.turn === turn) this.state = IDLE
    ctx.waitUntil(news.standing(turn))
    if (turn.replaced) await pending.erase(turn)
    else if (this.state.is !== 'deleting') await pending.outbox.write(turn)
  }

  /** Whom to ask, before the turn ends, what history has under its id. */
  confirmLater(turn: Turn): void {
    turn.confirmBy(behind(turn.intent, this.#around.contexts))
  }
}

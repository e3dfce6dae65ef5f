/**
 * Slots that are offered: each to the session of its turn, or to the program that holds it, again and again until that has
 * come for it. One that does not answer is passed over for a while, so that it holds nobody up.
 */

import type { Around } from '../around.ts'
import { MISSES, replyOf } from './reply.ts'
import type { Held, Row, Waiting } from './waiting.ts'

/** Milliseconds until an offer is made again; the last of them from then on. */
const AGAIN_MS = [1_000, 2_000, 4_000, 8_000, 16_000, 30_000] as const

/** For so long, in milliseconds, a session that did not answer is offered nothing. */
const PASSED_OVER_MS = 60_000

export class Offers {
  readonly #waiting: Waiting
  readonly #around: Pick<Around, 'granted' | 'offered' | 'later'>
  /** A turn has moved on: `gone`, or its session goes on with it. */
  readonly #moved: (turn: string, gone: boolean) => void
  readonly #under = new Set<string>()

  constructor(
    waiting: Waiting,
    around: Pick<Around, 'granted' | 'offered' | 'later'>,
    moved: (turn: string, gone: boolean) => void
  ) {
    this.#waiting = waiting
    this.#around = around
    this.#moved = moved
  }

  /** Makes those that are due. */
  make(): void {
    const now = Date.now()
    for (const row of this.#waiting.all) {
      if (row.held === undefined || row.held.nextAt > now || this.#under.has(row.turn)) continue
      this.#under.add(row.turn)
      this.#around.later(this.#offer(row).finally(() => this.#under.delete(row.turn)))
    }
  }

  async #offer(offered: Row): Promise<void> {
    const { session, turn } = offered
    const takes =
      session === undefined ? this.#tell(offered) : await replyOf(this.#around.granted(session, turn))
    // It may have come for it, or have ended, before it answered.
    const row = this.#waiting.get(turn)
    if (row?.held === undefined) return
    // It is another visitor's by now: what its old session says is not of it.
    const said = row.session?.owner === session?.owner ? takes : null
    if (said === false) {
      this.#waiting.remove(turn)
      return this.#moved(turn, true)
    }
    const misses = said === null ? row.held.misses + 1 : 0
    if (misses >= MISSES) {
      const { held: _held, ...rest } = row
      this.#waiting.put({ ...rest, notBefore: Date.now() + PASSED_OVER_MS })
      return this.#moved(turn, false)
    }
    const accepted = said ?? row.held.accepted
    this.#waiting.put({ ...row, held: { ...next(row.held), misses, accepted } })
    if (said) this.#moved(turn, false)
  }

  /** A program that hears of it comes at once: one that has not after all of these hears nothing any more. */
  #tell({ turn, held }: Row): boolean | null {
    return (held?.times ?? 0) < AGAIN_MS.length ? this.#around.offered(turn) : false
  }
}

const next = (held: Held): Held => ({
  ...held,
  times: held.times + 1,
  nextAt: Date.now() + (AGAIN_MS[held.times] ?? AGAIN_MS[AGAIN_MS.length - 1] ?? 0),
})

/** What is known of a chat and of a turn while a plan runs, for whoever strikes, watches or judges. */

import type { Chat } from '../../workers/history/test/visitor.ts'
import type { TurnRequest } from '../../workers/protocol/nouns.ts'
import type { Asked } from './models.ts'
import type { TurnPlan } from './plan.ts'
import { Shown } from './shown.ts'
import type { Tally } from './tally.ts'
import { Course } from './wait.ts'

export class ChatRun {
  readonly chat: Chat
  readonly plan: TurnPlan[]
  readonly stormy: boolean
  readonly tally: Tally
  /** Every turn that was accepted, in that order. */
  readonly turns: TurnRun[] = []
  /** D1 does not take what this chat writes. */
  away = false
  /** Somebody has asked for it to be deleted. */
  deleted = false
  /** Asked while it was being deleted: it may be gone too, or be all there is. */
  reborn: TurnRun | null = null
  /** Nobody waits for this chat any more. */
  abandoned = false

  constructor(chat: Chat, plan: TurnPlan[], stormy: boolean, tally: Tally) {
    this.chat = chat
    this.plan = plan
    this.stormy = stormy
    this.tally = tally
  }
}

export class TurnRun {
  readonly of: ChatRun
  readonly asked: Asked
  readonly request: TurnRequest
  readonly course = new Course()
  /** Who asked, and watches until nobody does. */
  readonly first: Shown
  /** All who watched to the end. */
  readonly viewers: Shown[]
  /** When its session died, in Unix milliseconds. */
  readonly deaths: number[] = []
  cuts = 0
  /** When somebody had seen text of it for the first time. */
  textSeenAt = Number.POSITIVE_INFINITY
  /** When a stop was asked for and answered with yes; how much had been seen before, and whether the end had. */
  stopped: { asked: number; at: number; seen: number; late: boolean } | null = null
  /** What goes on beside it: repeats and rivals. */
  readonly beside: Promise<void>[] = []

  constructor(of: ChatRun, asked: Asked, request: TurnRequest) {
    this.of = of
    this.asked = asked
    this.request = request
    this.first = new Shown('who asked')
    this.viewers = [this.first]
  }

  get id(): string {
    return this.request.turn
  }
}

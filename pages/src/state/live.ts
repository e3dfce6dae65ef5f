/** An answer that is being written now: what its box does, what has arrived, how to stop it. */

import { signal, type Signal } from '@preact/signals'
import type { TurnState } from '../../../workers/protocol/turn-state.ts'
import { AnswerLog } from '../wire/answer-log.ts'
import { noteThought } from './thought.ts'
import { type Waiting, waitOn } from './waiting.ts'

export type Phase =
  | { state: 'sent' }
  | Exclude<TurnState, { state: 'queued' }>
  | Waiting
  | { state: 'thinking' }
  | { state: 'writing' }

export const waitingIn = (phase: Phase): Waiting | null => (phase.state === 'queued' ? phase : null)

/** It waits for a box that is away. */
export const isKept = (phase: Phase): boolean => waitingIn(phase)?.until !== undefined

export interface Live {
  readonly turn: string
  readonly model: string
  readonly log: AnswerLog
  readonly phase: Signal<Phase>
  /** Unix time in milliseconds at which the phase began, and how many characters there were then. */
  phaseSince: number
  /** The phase was seen from its beginning, so that its length is known. */
  phaseWhole: boolean
  phaseFrom: number
  /** Unix time in milliseconds at which the last of it came, or the phase began. */
  heardAt: number
  /** Whether any thinking and any text is there. */
  readonly has: { thinking: Signal<boolean>; text: Signal<boolean> }
  /** The connection has been gone for long enough to say so. */
  readonly away: Signal<boolean>
  readonly stopping: Signal<boolean>
  /** Stops following. The turn itself goes on. */
  leave: () => void
  /** Something was heard of the turn: where it has no stream, for the box is away, it is gone back to. */
  knock: () => void
}

interface Beginning {
  turn: string
  model: string
  /** By this page and just now, not met half way. */
  asked?: boolean
  thinking?: string
  text?: string
  /** What happens now, where Burrow has said it. */
  phase?: TurnState
}

export function newLive({ turn, model, asked = false, thinking = '', text = '', phase }: Beginning): Live {
  const state = text ? 'writing' : thinking ? 'thinking' : 'sent'
  return {
    turn,
    model,
    log: new AnswerLog(thinking, text),
    phase: signal<Phase>(phase ?? { state }),
    phaseSince: Date.now(),
    heardAt: Date.now(),
    phaseWhole: asked,
    phaseFrom: thinking.length + text.length,
    has: { thinking: signal(thinking !== ''), text: signal(text !== '') },
    away: signal(false),
    stopping: signal(false),
    leave: () => undefined,
    knock: () => undefined,
  }
}

export function enter(live: Live, phase: Phase) {
  const before = live.phase.peek()
  live.phase.value = phase.state === 'queued' ? waitOn(waitingIn(before), phase) : phase
  live.heardAt = Date.now()
  if (before.state === phase.state) return
  leavePhase(live, before)
  live.phaseSince = Date.now()
  // The first phase that is heard of after meeting a turn half way has been going on for who knows how long.
  live.phaseWhole ||= before.state !== 'sent'
  live.phaseFrom = charactersOf(live)
}

/** A phase is over: for how long the model thought is known now, if all of it was seen. */
export function leavePhase(live: Live, phase = live.phase.peek()) {
  if (phase.state !== 'thinking' || !live.phaseWhole || live.phaseFrom > 0) return
  noteThought(live.turn, (Date.now() - live.phaseSince) / 1000)
}

export const charactersOf = (live: Live) => live.log.thinking.text.length + live.log.text.text.length

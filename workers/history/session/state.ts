/** What a session does, in one value. */

import type { Reply } from '../../protocol/problems.ts'
import type { Turn } from './turn.ts'

/**
 * `leaving`: the chat goes to another visitor; what has not come there is tried again. `opening`: a turn looks up its context and counts as running already. `waiting`: it waits for its place at the box, and
 * the session may sleep.
 */
export type State =
  | { is: 'idle' }
  | { is: 'opening'; turn: string; reply: Promise<Reply<Turn | null>> }
  | { is: 'waiting'; turn: Turn }
  | { is: 'running'; turn: Turn }
  | { is: 'deleting'; done: Promise<boolean> }
  | { is: 'leaving'; done: Promise<boolean> }

export const IDLE: State = { is: 'idle' }

/** The turn that the chat has in hand, by its id; null for none. */
export function busyWith(state: State): string | null {
  if (state.is === 'opening') return state.turn
  return state.is === 'running' || state.is === 'waiting' ? state.turn.intent.answer.id : null
}

/**
 * The events of a turn as they stand on the wire: an SSE frame each, `event` is the type, `data` the JSON below,
 * `id` the position reached. A position counts the UTF-16 code units of the answer so far, thinking and text in the
 * order in which they came.
 */

import type { Message } from './nouns.ts'
import type { Problem } from './problems.ts'
import type { TurnState } from './turn-state.ts'

export type TurnEvent =
  | { type: 'state'; data: TurnState }
  | { type: 'thinking'; data: { text: string } }
  | { type: 'text'; data: { text: string } }
  /** What survived is shorter than what you saw: cut back to this position. */
  | { type: 'rewind'; data: { position: number } }
  /** Terminal: the message is `done` or `stopped`. */
  | { type: 'done'; data: { message: Message } }
  /** Terminal: the message is `interrupted` or `failed`; what had arrived is kept. */
  | { type: 'problem'; data: Problem }

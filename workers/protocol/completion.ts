/**
 * What history asks of the gateway's `Completions`, and the lines of Burrow's own that stand before Ollama's in the
 * stream it answers. A line of Burrow's is `{"burrow":{…}}`; all others are Ollama's, untouched.
 */

import type { TurnState } from './events.ts'
import type { Problem } from './problems.ts'

export interface CompletionRequest {
  model: string
  messages: { role: 'user' | 'assistant'; content: string }[]
  /** Ask for thinking; ignored where the model cannot. */
  think: boolean
  /**
   * What an answer that was cut had reached: only what comes after it is written. It ends at the border of a delta,
   * with trailing white space removed; only there is the rest what it would have been.
   */
  prefill?: string
}

/** `problem` is terminal: no line follows it. */
export type BurrowLine = { burrow: TurnState } | { burrow: { problem: Problem } }

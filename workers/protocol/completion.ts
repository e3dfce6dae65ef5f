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
}

/** `problem` is terminal: no line follows it. */
export type BurrowLine = { burrow: TurnState } | { burrow: { problem: Problem } }

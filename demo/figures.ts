/** The timings and token counts on the last line of an answer. */

import type { ChatAsk } from './parse-chat.ts'
import type { RecordedRequest } from './record.ts'
import { cut } from './tokens.ts'

/** Points in time of one answer, in milliseconds of `performance.now()`. */
export interface Clock {
  arrived: number
  loaded: number
  /** When its slot was free: reading the prompt begins. */
  begun: number
  firstToken: number | undefined
}

/** What a template adds to each message: its role and two marks. */
const TOKENS_PER_MESSAGE = 4

export function promptTokens(ask: ChatAsk): number {
  return ask.messages.reduce((sum, { content }) => sum + cut(content).length + TOKENS_PER_MESSAGE, 0)
}

/** Nanoseconds, and as in Ollama a zero is absent. */
export function figures(clock: Clock, ask: ChatAsk, record: RecordedRequest): object {
  const now = performance.now()
  const answering = clock.firstToken ?? now
  const all = {
    total_duration: nanoseconds(now - clock.arrived),
    load_duration: nanoseconds(clock.loaded - clock.arrived),
    prompt_eval_count: promptTokens(ask),
    prompt_eval_duration: nanoseconds(answering - clock.begun),
    eval_count: record.tokens,
    eval_duration: nanoseconds(now - answering),
  }
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value > 0))
}

function nanoseconds(milliseconds: number): number {
  return Math.round(milliseconds * 1e6)
}

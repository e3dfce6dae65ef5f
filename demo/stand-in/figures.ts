/** The timings and token counts on the last line of an answer. */

import type { RecordedRequest } from './record.ts'

/** Points in time of one answer, in milliseconds of `performance.now()`. */
export interface Clock {
  arrived: number
  loaded: number
  /** When its slot was free: reading the prompt begins. */
  begun: number
  firstToken: number | undefined
}

/** Nanoseconds, and as in Ollama a zero is absent. */
export function figures(clock: Clock, record: RecordedRequest): object {
  const now = performance.now()
  const answering = clock.firstToken ?? now
  const all = {
    total_duration: nanoseconds(now - clock.arrived),
    load_duration: nanoseconds(clock.loaded - clock.arrived),
    prompt_eval_count: record.promptTokens,
    prompt_eval_duration: nanoseconds(answering - clock.begun),
    eval_count: record.tokens,
    eval_duration: nanoseconds(now - answering),
  }
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value > 0))
}

function nanoseconds(milliseconds: number): number {
  return Math.round(milliseconds * 1e6)
}

/** What of a model's answer a request gets: what is not said yet, up to `num_predict` or to where the context is full. */

import { prefillOf } from './conversation.ts'
import type { Delta } from './delta.ts'
import { remaining } from './delta.ts'
import type { ChatAsk } from './parse-chat.ts'
import type { RecordedRequest } from './record.ts'

export interface Plan {
  rest: Delta[]
  /** Deltas of the uninterrupted answer. */
  length: number
  reason: 'stop' | 'length'
  /** Whether the context makes room when it is full; otherwise the answer ends there. */
  shifts: boolean
}

/** Of the whole answer that a model has for this request, which may `continue` a partial one. */
export function planAnswer(
  whole: Delta[],
  continues: boolean,
  ask: ChatAsk,
  record: RecordedRequest,
  shifts: boolean
): Plan {
  const answer = whole.filter(delta => 'content' in delta || ask.think !== false)
  const rest = remaining(answer, continues ? prefillOf(ask.messages) : '')
  const asked = Number(ask.options['num_predict'] ?? 0)
  const room = shifts ? Infinity : record.context - record.promptTokens
  const limit = Math.min(asked > 0 ? asked : Infinity, room)
  return {
    rest: rest.slice(0, limit),
    length: answer.length,
    reason: limit < rest.length ? 'length' : 'stop',
    shifts,
  }
}

/** What llama-server does when there is no room for the token just written: the older half of the context goes. */
export function shiftWhenFull(record: RecordedRequest): void {
  const { context, promptTokens, tokens, shifted } = record
  if (promptTokens + tokens - shifted > context) record.shifted += Math.ceil(context / 2)
}

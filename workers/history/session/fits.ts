/** What D1 takes of a turn that is too much for it: a row has at most 2 MB. */

import type { Message } from '../../protocol/nouns.ts'
import { problem } from '../../protocol/problems.ts'

/** UTF-16 units of a text that fit into a row whatever its script, three bytes each, beside as many of thinking. */
const ROW_UNITS = 300_000

export interface Part {
  question: Message | null
  answer: Message | null
  /** Nothing smaller is left to try. */
  last: boolean
}

/** The turn whole, then what surely fits of it, then no more than that it was. */
export function* fits(question: Message | null, answer: Message | null): Generator<Part> {
  yield { question, answer, last: false }
  for (const units of [ROW_UNITS, 0]) {
    yield { question: cut(question, units), answer: cut(answer, units), last: units === 0 }
  }
}

function cut(message: Message | null, units: number): Message | null {
  if (message === null) return null
  // Its thinking is cut, so what the model wrote is not known any more.
  const { thinking, inline: _, ...rest } = message
  const kept = {
    ...rest,
    text: rest.text.slice(0, units).toWellFormed(),
    ...(thinking === undefined ? {} : { thinking: thinking.slice(0, units).toWellFormed() }),
  }
  return message.role === 'user' ? kept : { ...kept, status: 'interrupted', problem: problem('not_kept') }
}

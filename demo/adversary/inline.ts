/**
 * A model whose host does not know that it thinks, so that all of its thinking stands in its text. The marks come in
 * pieces, some with what stands beside them. `thought=N` is the tokens of its thinking (30).
 */

import { benchDeltas } from '../showroom/bench.ts'
import type { ChatMessage } from '../stand-in/conversation.ts'
import { numberIn, questionOf } from '../stand-in/conversation.ts'
import type { Delta } from '../stand-in/delta.ts'

/** Behind the first block a mark is text, wherever it stands. */
const MARKS_IN_TEXT = ['\n', '`', '<', 'think', '>`', ' and', ' </', 'think', '>', ' are', ' marks', '.']

/** The tokens of its uninterrupted answer to this question. */
export function inlineTokens(question: string): string[] {
  const thought = numberIn(question, 'thought', 30)
  const plan = textsOf(benchDeltas(question.replaceAll(/\btokens=/g, 'plan='), thought)).slice(1)
  return [
    '\n',
    '<',
    'think',
    '>\n',
    ...(thought > 0 ? ['Plan', ...plan, '.</'] : ['</']),
    'think',
    '>\n',
    '\n',
    ...textsOf(benchDeltas(question, 90)),
    ...MARKS_IN_TEXT,
  ]
}

export const inlineAnswer = (messages: ChatMessage[]): Delta[] =>
  inlineTokens(questionOf(messages)).map(content => ({ content }))

const textsOf = (deltas: Delta[]): string[] =>
  deltas.map(delta => ('content' in delta ? delta.content : delta.thinking))

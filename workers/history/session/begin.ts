/** How a turn begins: what is asked becomes an intent, or is refused because the chat has no place for it. */

import { v7 as uuid } from 'uuid'
import type { Message, TurnRequest } from '../../protocol/nouns.ts'
import { no, ok, type Reply } from '../../protocol/problems.ts'
import { titleOf } from '../../protocol/title.ts'
import type { Context } from './context.ts'
import type { Intent } from './journal.ts'

/**
 * `path` is the way from the root to `ask.parent`. A question answers to an answer or stands at the top; without a
 * text, `parent` is the question that gets another answer.
 */
export function begin(
  owner: string,
  chat: string,
  ask: TurnRequest,
  { path, title }: Pick<Context, 'path' | 'title'>
): Reply<Intent> {
  if (path === null)
    return no('not_found', { message: 'The message that this answers to is not here any more.' })
  const parent = path.at(-1)
  const expected = ask.text === undefined ? 'user' : 'assistant'
  const fits = parent === undefined ? ask.text !== undefined : parent.role === expected
  if (!fits)
    return no('bad_request', { message: 'A question answers to an answer, and an answer to a question.' })

  const now = Date.now()
  const question: Message | null =
    ask.text === undefined
      ? null
      : { id: uuid(), parent: ask.parent, role: 'user', status: 'done', text: ask.text, createdAt: now }
  return ok({
    owner,
    chat,
    title: title ?? titleOf(path[0]?.text ?? ask.text ?? ''),
    question,
    answer: { id: ask.turn, parent: question?.id ?? ask.parent, model: ask.model, createdAt: now },
    think: ask.think ?? false,
  })
}

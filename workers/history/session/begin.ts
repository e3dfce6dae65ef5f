/** How a turn begins: what is asked becomes an intent, or is refused because the chat has no place for it. */

import { v7 as uuid } from 'uuid'
import type { Message, TurnRequest } from '../../protocol/nouns.ts'
import { no, ok, type Reply } from '../../protocol/problems.ts'
import { titleOf } from '../../protocol/title.ts'
import { Answer, resume } from './answer.ts'
import type { Context } from './context.ts'
import type { Entry, Intent } from './journal.ts'

/** A turn that may begin, and the messages that its model is sent. */
export interface Begun extends Entry {
  path: Message[]
}

/** The message whose path the turn goes on from: the one that is answered to, or the one that is resumed. */
export const leafOf = ({ resume: cut, parent }: TurnRequest): string | null => cut ?? parent

/**
 * `path` is the way from the root to `leafOf(ask)`. A question answers to an answer or stands at the top; without a
 * text, `parent` is the question that gets another answer.
 */
export function begin(
  owner: string,
  chat: string,
  ask: TurnRequest,
  { path, title }: Pick<Context, 'path' | 'title'>
): Reply<Begun> {
  if (path === null)
    return no('not_found', { message: 'The message that this answers to is not here any more.' })
  const last = path.at(-1)
  if (!fits(ask, last))
    return no('bad_request', { message: 'A question answers to an answer, and an answer to a question.' })

  const now = Date.now()
  const question: Message | null =
    ask.text === undefined
      ? null
      : { id: uuid(), parent: ask.parent, role: 'user', status: 'done', text: ask.text, createdAt: now }
  const intent: Intent = {
    owner,
    chat,
    title: title ?? titleOf(path[0]?.text ?? ask.text ?? ''),
    question,
    answer: { id: ask.turn, parent: question?.id ?? ask.parent, model: ask.model, createdAt: now },
    think: ask.think ?? false,
  }
  if (ask.resume !== undefined && last !== undefined)
    return ok({ intent, answer: resume(intent.answer, last), path: path.slice(0, -1) })
  return ok({
    intent,
    answer: new Answer(intent.answer),
    path: question === null ? path : [...path, question],
  })
}

function fits(ask: TurnRequest, last: Message | undefined): boolean {
  if (ask.resume !== undefined) return last?.parent === ask.parent && isCut(last)
  if (last === undefined) return ask.text !== undefined
  return last.role === (ask.text === undefined ? 'user' : 'assistant')
}

/** An answer that has a rest, and a text to go on from. */
const isCut = ({ role, status, text }: Message): boolean =>
  role === 'assistant' && (status === 'interrupted' || status === 'stopped') && text.trim() !== ''

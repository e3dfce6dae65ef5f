/** How a turn begins: what is asked becomes an intent, or is refused because the chat has no place for it. */

import { v5, v7 } from 'uuid'
import { estimateTokens } from '../../protocol/context.ts'
import { CHAT_MESSAGES } from '../../protocol/limits.ts'
import type { Message, TurnRequest } from '../../protocol/nouns.ts'
import { no, ok, type Reply } from '../../protocol/problems.ts'
import { titleOf } from '../../protocol/title.ts'
import type { Trace } from '../../protocol/trace.ts'
import { writtenOf } from '../inline-think.ts'
import { Answer, resume } from './answer.ts'
import type { Context } from './contexts.ts'
import type { Entry, Intent } from './intent.ts'
import { Prompt, tooLong } from './prompt.ts'

/** A turn that may begin, and what its model is sent. */
export interface Begun extends Entry {
  prompt: Prompt
}

/** The message whose path the turn goes on from: the one that is answered to, or the one that is resumed. */
export const leafOf = ({ resume: cut, parent }: TurnRequest): string | null => cut ?? parent

/** In a chat that nobody has asked in. */
export const NOTHING: Context = { known: null, path: [], chat: null }

/**
 * The path is the way to `leafOf(ask)`. A question answers to an answer or stands at the top; without a text, `parent`
 * is the question that gets another answer.
 */
export function begin(
  owner: string,
  chat: string,
  ask: TurnRequest,
  { known, path, chat: found }: Context,
  trace: Trace
): Reply<Begun> {
  if (known !== null) return no('bad_request', { message: 'The id of this turn is that of another message.' })
  if (path === null)
    return no('not_found', { message: 'The message that this answers to is not here any more.' })
  const last = path.at(-1)
  if (!fits(ask, last))
    return no('bad_request', { message: 'A question answers to an answer, and an answer to a question.' })
  if ((found?.messages ?? 0) >= CHAT_MESSAGES) return no('chat_full')

  const question = ask.text === undefined ? null : questionOf(ask.turn, ask.parent, ask.text)
  const intent: Intent = {
    owner,
    chat,
    title: found?.title ?? titleOf(path[0]?.text ?? ask.text ?? ''),
    question,
    answer: {
      id: ask.turn,
      parent: question?.id ?? ask.parent,
      model: ask.model,
      createdAt: Date.now(),
    },
    think: ask.think ?? false,
    ...(ask.keep !== undefined && { keep: true }),
    trace,
  }
  const resumed = ask.resume === undefined ? undefined : last
  const asked = question === null ? path : [...path, question]
  const prompt = new Prompt(resumed === undefined ? asked : asked.slice(0, -1), ask.model, found?.cut ?? null)
  if (prompt.over > 0) return no('too_long', { message: tooLong(prompt.over) })
  const answer = resumed === undefined ? new Answer(intent.answer) : resume(intent.answer, resumed)
  return ok({ intent, answer, prompt })
}

/** The space of names in which a question's id follows from its turn's. */
const QUESTIONS = 'd1c1f6f0-6c35-4c6e-9d43-0f1b7a2b5c11'

/** A turn that was begun twice, by two lives of the session that knew nothing of each other, has one question. */
function idOf(turn: string): string {
  const msecs = Number.parseInt(turn.slice(0, 8) + turn.slice(9, 13), 16)
  return v7({ msecs, random: v5(turn, QUESTIONS, new Uint8Array(16)) })
}

const questionOf = (turn: string, parent: string | null, text: string): Message => ({
  id: idOf(turn),
  parent,
  role: 'user',
  status: 'done',
  text,
  tokens: estimateTokens(text),
  createdAt: Date.now(),
})

function fits(ask: TurnRequest, last: Message | undefined): boolean {
  if (ask.resume !== undefined) return last?.parent === ask.parent && isCut(last)
  if (last === undefined) return ask.text !== undefined
  return last.role === (ask.text === undefined ? 'user' : 'assistant')
}

/** An answer that has a rest, and something to go on from. */
const isCut = (message: Message): boolean =>
  message.role === 'assistant' &&
  (message.status === 'interrupted' || message.status === 'stopped') &&
  writtenOf(message).trim() !== ''

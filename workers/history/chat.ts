/** One chat as D1 and its session know it together. What the session has is newer. */

import type { ChatChange, ChatSummary, Message, OpenChat } from '../protocol/nouns.ts'
import type { Position } from '../protocol/position.ts'
import { no, ok, type Reply } from '../protocol/problems.ts'
import { tell } from './feed/tell.ts'
import { database, readChat, readPath, renameChat } from './queries.ts'
import { replay } from './session/frames.ts'
import { streamOf } from './session/chat-session.ts'

/** Named by owner and chat: a stranger who knows a chat's id reaches an empty object (V1). */
export const session = (env: HistoryEnv, owner: string, chat: string) =>
  env.SESSIONS.getByName(`${owner}/${chat}`)

export async function openChat(env: HistoryEnv, owner: string, chat: string): Promise<Reply<OpenChat>> {
  // In this order: what the session has no more by now, D1 has. Both at once, an answer could move between two looks.
  const recent = await session(env, owner, chat).peek()
  const stored = await readChat(database(env.DB), owner, chat)
  const summary: ChatSummary | undefined = stored?.chat ?? recent?.chat
  if (summary === undefined) return no('not_found')
  const messages = new Map<string, Message>()
  for (const message of [...(stored?.messages ?? []), ...(recent?.messages ?? [])])
    messages.set(message.id, message)
  return ok({
    chat: summary,
    messages: [...messages.values()],
    earlier: false,
    cut: null,
    running: recent?.running ?? null,
  })
}

export async function attach(
  env: HistoryEnv,
  owner: string,
  chat: string,
  turn: string,
  after: Position
): Promise<Reply<ReadableStream<Uint8Array>>> {
  const live = await session(env, owner, chat).attach(turn, after)
  if (live !== null) return ok(live)
  const ended = await endedTurn(env, owner, chat, turn)
  return ended === null ? no('not_found') : ok(streamOf(replay(ended, after)))
}

/** Stopping what has ended already is no error: somebody else was quicker. */
export async function stop(env: HistoryEnv, owner: string, chat: string, turn: string): Promise<Reply<null>> {
  const stopped = await session(env, owner, chat).stop(turn)
  return stopped || (await endedTurn(env, owner, chat, turn)) !== null ? ok(null) : no('not_found')
}

export async function changeChat(
  env: HistoryEnv,
  owner: string,
  chat: string,
  { title }: ChatChange
): Promise<Reply<ChatSummary>> {
  if (title === undefined) return no('bad_request', { message: 'There is nothing to change.' })
  const rename = () => renameChat(database(env.DB), owner, chat, title)
  // A chat in its first moment is known to its session alone.
  const changed = (await rename()) ?? ((await session(env, owner, chat).announce()) ? await rename() : null)
  if (changed === null) return no('not_found')
  await tell(env, owner, { type: 'renamed', id: chat, title })
  return ok(changed)
}

async function endedTurn(
  env: HistoryEnv,
  owner: string,
  chat: string,
  turn: string
): Promise<Message | null> {
  const { message } = await readPath(database(env.DB), owner, chat, turn, null)
  return message?.role === 'assistant' ? message : null
}

/** One chat as D1 and its session know it together. What the session has is newer. */

import type { ChatChange, ChatSummary } from '../protocol/nouns.ts'
import type { Position } from '../protocol/position.ts'
import { no, ok, type Reply } from '../protocol/problems.ts'
import type { Watching } from '../protocol/watching.ts'
import { tell } from './feed/tell.ts'
import { renameChat } from './queries/chats.ts'
import { database } from './queries/database.ts'
import { readOutline } from './queries/ended.ts'
import { replay } from './replay.ts'
import type { StoppedBy } from './session/ending.ts'

/** Named by owner and chat: a stranger who knows a chat's id reaches an empty object (V1). */
export const session = (env: HistoryEnv, owner: string, chat: string) =>
  env.SESSIONS.getByName(`${owner}/${chat}`)

/** The events of a turn behind a position, from its session or from D1. */
export async function attach(
  env: HistoryEnv,
  owner: string,
  chat: string,
  turn: string,
  after: Position,
  later: (work: Promise<unknown>) => void
): Promise<Watching> {
  const live = await session(env, owner, chat).attach(turn, after)
  if (live !== null) return live as Watching
  const ended = await replay(database(env, owner), { owner, chat, turn }, after, later)
  return ended === null ? no('not_found') : { ok: true, value: ended, over: true }
}

/** Stopping what has ended already is no error: somebody else was quicker. */
export async function stop(
  env: HistoryEnv,
  owner: string,
  chat: string,
  turn: string,
  by: StoppedBy = 'visitor'
): Promise<Reply<null>> {
  if (await session(env, owner, chat).stop(turn, by)) return ok(null)
  const ended = await readOutline(database(env, owner), { owner, chat, turn })
  return ended === null ? no('not_found') : ok(null)
}

export async function changeChat(
  env: HistoryEnv,
  owner: string,
  chat: string,
  { title }: ChatChange,
  requestId: string | undefined
): Promise<Reply<ChatSummary>> {
  if (title === undefined) return no('bad_request', { message: 'There is nothing to change.' })
  const rename = () => renameChat(database(env, owner), owner, chat, title)
  // A chat in its first moment, or one that D1 did not take yet, is known to its session alone.
  const changed = (await rename()) ?? ((await session(env, owner, chat).announce()) ? await rename() : null)
  if (changed === null) return no('not_found')
  await tell(env, owner, { type: 'renamed', id: chat, title }, requestId)
  return ok(changed)
}

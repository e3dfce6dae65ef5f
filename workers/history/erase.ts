/** “Forget me”: all that history has of a visitor goes, and what is still on its way to it comes no more. */

import { session } from './chat.ts'
import { tell } from './feed/tell.ts'
import { database } from './queries/database.ts'
import { eraseAll, runningChats } from './queries/kept.ts'

/**
 * What is being written is stopped first: in the chats that the Box knows to be `busy`, and in those that D1 does. A session
 * that neither knows of, because D1 did not take what it holds, is refused when it comes to write, and erases it then.
 * Counters of the box are none of history's.
 */
export async function erase(
  env: HistoryEnv,
  owner: string,
  busy: string[],
  requestId: string | undefined
): Promise<void> {
  const db = database(env, owner)
  const chats = new Set([...busy, ...(await runningChats(db, owner))])
  await Promise.all([...chats].map(chat => session(env, owner, chat).forget(owner, chat, requestId)))
  const deleted = await eraseAll(db, owner, Date.now())
  await tell(
    env,
    owner,
    [...deleted.map(id => ({ type: 'deleted', id }) as const), { type: 'forgotten' }],
    requestId
  )
}

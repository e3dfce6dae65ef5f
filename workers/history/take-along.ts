/**
 * What was somebody's before they signed in on a device comes along to who they are: some chats with each call, each by
 * one row. It may be called again at any time, and takes what has come since.
 */

import { causeOf, log } from '../protocol/log.ts'
import type { TakenAlong } from '../protocol/me.ts'
import { session } from './chat.ts'
import { tell } from './feed/tell.ts'
import { again } from './named.ts'
import { database } from './queries/database.ts'
import { countChats, someChats } from './queries/move.ts'

/** Chats of one call: each asks its session and D1, and an invocation may ask fifty times on the Free plan. */
const EACH = 20

export async function takeAlong(
  env: HistoryEnv,
  owner: string,
  to: string,
  requestId: string | undefined
): Promise<TakenAlong> {
  const db = database(env, owner)
  const leaves = (chat: string) =>
    again(() => session(env, owner, chat).leave(owner, chat, to)).catch((error: unknown) => {
      log('left behind', { request: requestId, detail: causeOf(error) })
      return false
    })
  const left = await Promise.all((await someChats(db, owner, EACH)).map(leaves))
  const taken = left.filter(Boolean).length
  if (taken > 0) await tell(env, to, { type: 'came' }, requestId)
  return { taken, left: await countChats(db, owner) }
}

/** D1, and how a visitor's chat is found in it: through the visitor alone (V1). */

import { and, eq, type SQL, sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { chats, messages, visitors } from '../schema.ts'

export type Database = ReturnType<typeof database>

/**
 * The database in which all of this visitor's chats are. There is one for everybody; whoever comes to need several chooses
 * here, by the owner, and nowhere else: no query reaches across owners.
 */
export const database = ({ DB }: Pick<HistoryEnv, 'DB'>, _owner: string) => drizzle(DB)

/** The key of a visitor; NULL for one who has no chat. */
export const visitorKey = (owner: string): SQL<number> =>
  sql`(SELECT ${visitors.key} FROM ${visitors} WHERE ${visitors.id} = ${owner})`

/** The key of a visitor's chat; NULL if there is no such chat of theirs. */
export const chatKey = (owner: string, chat: string): SQL<number> =>
  sql`(SELECT ${chats.key} FROM ${chats} WHERE ${chats.visitor} = ${visitorKey(owner)} AND ${chats.id} = ${chat})`

export const mine = (owner: string, chat: string) =>
  and(eq(chats.visitor, visitorKey(owner)), eq(chats.id, chat))

export const inside = (owner: string, chat: string) => eq(messages.chat, chatKey(owner, chat))

/** Resolves where D1 answers, and has the tables that Burrow made. */
export const answers = (db: Database) => db.select({ key: chats.key }).from(chats).limit(1)

/** D1 did not do it: it is away, full, or refuses. Anything else that is thrown is a fault of ours. */
export const isD1s = (error: unknown): boolean => /\bD1_|D1 DB|SQLITE_/.test(wordsOf(error))

/**
 * D1 refuses a statement for what it holds, so it will refuse it again. Not for who else is in the way: a trigger, a
 * table that is not there yet.
 */
export const isRefused = (error: unknown): boolean =>
  /SQLITE_TOOBIG|too big|too large|too long|D1_TYPE_ERROR|SQLITE_CONSTRAINT_(NOTNULL|CHECK)|NOT NULL constraint|CHECK constraint/.test(
    wordsOf(error)
  )

/** Refused because it was begun before its visitor was forgotten: nothing of it is to be kept. */
export const isErased = (error: unknown): boolean => /\berased: SQLITE_CONSTRAINT/.test(wordsOf(error))

/** Its cause, for a query's own error quotes all that was to be written. */
function wordsOf(error: unknown): string {
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error
  return cause instanceof Error ? `${cause.message}` : String(cause)
}

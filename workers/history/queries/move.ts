/** How a chat changes its owner: by one row. This alone reaches from one visitor to another, who is the same person. */

import { asc, count, eq, sql } from 'drizzle-orm'
import { v5 } from 'uuid'
import { chats, visitors } from '../schema.ts'
import { type Database, mine, visitorKey } from './database.ts'

/** The space of names in which a chat is called anew whose name is taken. */
const TAKEN = '6f1d3f0a-5b7e-4b58-9d0c-2a8f4c1e7d63'

/** Ids of some of their chats, the first that they began. */
export async function someChats(db: Database, owner: string, most: number): Promise<string[]> {
  const rows = await db
    .select({ id: chats.id })
    .from(chats)
    .where(eq(chats.visitor, visitorKey(owner)))
    .orderBy(asc(chats.key))
    .limit(most)
  return rows.map(({ id }) => id)
}

export async function countChats(db: Database, owner: string): Promise<number> {
  const [row] = await db
    .select({ all: count() })
    .from(chats)
    .where(eq(chats.visitor, visitorKey(owner)))
  return row?.all ?? 0
}

/**
 * The chat is the other's, under the id that this answers: its own, or another where they have one of that name. May be
 * repeated, also for a chat that D1 does not know.
 */
export async function moveChat(db: Database, owner: string, to: string, chat: string): Promise<string> {
  const other = v5(`${owner}/${chat}`, TAKEN)
  const theirs = (id: string) =>
    sql`EXISTS (SELECT 1 FROM chats taken WHERE taken.visitor = ${visitorKey(to)} AND taken.id = ${id})`
  const [, [moved], [again]] = await db.batch([
    db.insert(visitors).values({ id: to }).onConflictDoNothing(),
    db
      .update(chats)
      .set({
        visitor: visitorKey(to),
        id: sql`CASE WHEN ${theirs(chat)} THEN ${other} ELSE ${chats.id} END`,
      })
      .where(mine(owner, chat))
      .returning({ id: chats.id }),
    db.select({ id: chats.id }).from(chats).where(mine(to, other)),
  ])
  return moved?.id ?? again?.id ?? chat
}

/** The list of a visitor's chats, and what is changed of a chat as a whole. */

import { and, desc, eq, sql } from 'drizzle-orm'
import { PAGE_CHATS } from '../../protocol/limits.ts'
import type { ChatPage, ChatSummary } from '../../protocol/nouns.ts'
import { formatCursor, type Keyset } from '../cursor.ts'
import { chats } from '../schema.ts'
import { type Database, mine, visitorKey } from './database.ts'
import { summary, toSummary } from './rows.ts'

/** One page of chats, newest first. */
export async function listChats(db: Database, owner: string, after: Keyset | null): Promise<ChatPage> {
  // One comparison of both columns: SQLite seeks to it in the index, however deep the page is.
  const older =
    after === null ? undefined : sql`(${chats.updatedAt}, ${chats.id}) < (${after.updatedAt}, ${after.id})`
  const rows = await db
    .select(summary)
    .from(chats)
    .where(and(eq(chats.visitor, visitorKey(owner)), older))
    .orderBy(desc(chats.updatedAt), desc(chats.id))
    .limit(PAGE_CHATS + 1)
  const page = rows.slice(0, PAGE_CHATS)
  const last = page.at(-1)
  return { chats: page.map(toSummary), cursor: rows.length > page.length && last ? formatCursor(last) : null }
}

/** The chat after the change; null if there is none. */
export async function renameChat(
  db: Database,
  owner: string,
  chat: string,
  title: string
): Promise<ChatSummary | null> {
  const [row] = await db.update(chats).set({ title }).where(mine(owner, chat)).returning(summary)
  return row === undefined ? null : toSummary(row)
}

/** Deletes for good, messages too. False if there was nothing. */
export async function deleteChat(db: Database, owner: string, chat: string): Promise<boolean> {
  const rows = await db.delete(chats).where(mine(owner, chat)).returning({ id: chats.id })
  return rows.length > 0
}

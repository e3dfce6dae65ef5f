/** What is kept, of one visitor and of all: as D1's own triggers count it. */

import { and, eq, sql } from 'drizzle-orm'
import { chats, kept, keys, messages, passkeys, visitors } from '../schema.ts'
import { type Database, inside, mine, visitorKey } from './database.ts'

export interface Kept {
  chats: number
  messages: number
  bytes: number
}

export const NOTHING: Kept = { chats: 0, messages: 0, bytes: 0 }

/** The row of all of them together. */
const ALL = 0

const both = (db: Database, owner: string) =>
  db
    .select()
    .from(kept)
    .where(sql`${kept.visitor} IN (${ALL}, ${visitorKey(owner)})`)

function apart(rows: (Kept & { visitor: number })[]): { own: Kept; all: Kept } {
  const all = rows.find(({ visitor }) => visitor === ALL) ?? NOTHING
  return { own: rows.find(({ visitor }) => visitor !== ALL) ?? NOTHING, all }
}

export const readKept = async (db: Database, owner: string): Promise<{ own: Kept; all: Kept }> =>
  apart(await both(db, owner))

/** The same, and whether there is this chat of theirs, and a message in it with this id. */
export async function readRoom(db: Database, owner: string, chat: string, message: string) {
  const [rows, begun, known] = await db.batch([
    both(db, owner),
    db.select({ key: chats.key }).from(chats).where(mine(owner, chat)),
    db
      .select({ n: messages.n })
      .from(messages)
      .where(and(inside(owner, chat), eq(messages.id, message))),
  ])
  return { ...apart(rows), begun: begun.length > 0, known: known.length > 0 }
}

/** Chats in which something is being written, as far as D1 was told. */
export async function runningChats(db: Database, owner: string): Promise<string[]> {
  const rows = await db
    .select({ id: chats.id })
    .from(chats)
    .where(and(eq(chats.visitor, visitorKey(owner)), sql`${chats.running} IS NOT NULL`))
  return rows.map(({ id }) => id)
}

/** Deletes all chats of a visitor for good, and lets nothing be written of them that was begun by now. Answers their ids. */
export async function eraseAll(db: Database, owner: string, now: number): Promise<string[]> {
  const [, deleted] = await db.batch([
    db.update(visitors).set({ erasedAt: now, email: null }).where(eq(visitors.id, owner)),
    db
      .delete(chats)
      .where(eq(chats.visitor, visitorKey(owner)))
      .returning({ id: chats.id }),
    // What asks in their name asks no more.
    db.delete(keys).where(eq(keys.visitor, visitorKey(owner))),
    // Nor does whoever shows a passkey of theirs sign in as them.
    db.delete(passkeys).where(eq(passkeys.visitor, visitorKey(owner))),
  ])
  return deleted.map(({ id }) => id)
}

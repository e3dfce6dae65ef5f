/** Every question that history asks of D1. Each names the owner (V1). */

import { and, desc, eq, lt, or, sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { PAGE_CHATS } from '../protocol/limits.ts'
import type { ChatPage, ChatSummary, Message } from '../protocol/nouns.ts'
import { formatCursor, type Keyset } from './cursor.ts'
import { chats, messages } from './schema.ts'

export type Database = ReturnType<typeof database>
export const database = (d1: D1Database) => drizzle(d1)

/** Messages that a context can hold at most: more than any home model reads, and it bounds the walk. */
const PATH_MESSAGES = 1_000

const summary = { id: chats.id, title: chats.title, updatedAt: chats.updatedAt, running: chats.running }
const mine = (owner: string, chat: string) => and(eq(chats.owner, owner), eq(chats.id, chat))
const inside = (owner: string, chat: string) => and(eq(messages.owner, owner), eq(messages.chat, chat))

/** One page of chats, newest first. */
export async function listChats(db: Database, owner: string, after: Keyset | null): Promise<ChatPage> {
  const older =
    after === null
      ? undefined
      : or(
          lt(chats.updatedAt, after.updatedAt),
          and(eq(chats.updatedAt, after.updatedAt), lt(chats.id, after.id))
        )
  const rows = await db
    .select(summary)
    .from(chats)
    .where(and(eq(chats.owner, owner), older))
    .orderBy(desc(chats.updatedAt), desc(chats.id))
    .limit(PAGE_CHATS + 1)
  const page = rows.slice(0, PAGE_CHATS)
  const last = page.at(-1)
  return { chats: page.map(toSummary), cursor: rows.length > page.length && last ? formatCursor(last) : null }
}

/** A chat with all its messages, parents before children; null if there is none. */
export async function readChat(
  db: Database,
  owner: string,
  chat: string
): Promise<{ chat: ChatSummary; messages: Message[] } | null> {
  const [found, rows] = await db.batch([
    db.select(summary).from(chats).where(mine(owner, chat)),
    // A message is written after what it answers to, so the order of writing puts parents first.
    db
      .select()
      .from(messages)
      .where(inside(owner, chat))
      .orderBy(sql`rowid`),
  ])
  const [one] = found
  return one === undefined ? null : { chat: toSummary(one), messages: rows.map(toMessage) }
}

/** One message, the path from the root to another, and the chat's title if there is such a chat, in one round trip. */
export async function readPath(
  db: Database,
  owner: string,
  chat: string,
  message: string,
  leaf: string | null
): Promise<{ message: Message | null; path: Message[]; title: string | null }> {
  const [rows, path, titles] = await db.batch([
    db
      .select()
      .from(messages)
      .where(and(inside(owner, chat), eq(messages.id, message))),
    db
      .select()
      .from(messages)
      .where(
        and(
          inside(owner, chat),
          sql`${messages.id} IN (
            WITH RECURSIVE up(id, parent, n) AS (
              SELECT m.id, m.parent, 1 FROM messages m WHERE m.owner = ${owner} AND m.chat = ${chat} AND m.id = ${leaf}
              UNION ALL
              SELECT m.id, m.parent, n + 1 FROM messages m JOIN up ON m.id = up.parent
              WHERE m.owner = ${owner} AND m.chat = ${chat} AND n < ${PATH_MESSAGES}
            ) SELECT id FROM up)`
        )
      )
      .orderBy(sql`rowid`),
    db.select({ title: chats.title }).from(chats).where(mine(owner, chat)),
  ])
  const [one] = rows
  return {
    message: one === undefined ? null : toMessage(one),
    path: path.map(toMessage),
    title: titles[0]?.title ?? null,
  }
}

/**
 * Writes what is known of a turn: the chat, the question, and the answer once it has ended. Writing it again is
 * harmless (T11), and so is writing it after a later turn began; a title that was changed meanwhile stays.
 */
export async function saveTurn(
  db: Database,
  owner: string,
  chat: ChatSummary,
  turn: string,
  question: Message | null,
  answer: Message | null
): Promise<void> {
  const { id, title, updatedAt } = chat
  const running = answer === null ? turn : null
  const touchChat = db
    .insert(chats)
    .values({ owner, id, title, createdAt: updatedAt, updatedAt, running })
    .onConflictDoUpdate({
      target: [chats.owner, chats.id],
      set: {
        updatedAt: sql`max(${chats.updatedAt}, excluded.updated_at)`,
        running: running ?? sql`nullif(${chats.running}, ${turn})`,
      },
      // The end of an older turn, late, must touch nothing of a newer one.
      setWhere: sql`${answer === null} OR ${chats.updatedAt} < ${updatedAt} OR ${chats.running} = ${turn}`,
    })
  const saveQuestion = (one: Message) =>
    db
      .insert(messages)
      .values({ owner, chat: id, ...one })
      .onConflictDoNothing()
  const saveAnswer = (one: Message) =>
    db
      .insert(messages)
      .values({ owner, chat: id, ...one })
      .onConflictDoUpdate({ target: [messages.owner, messages.chat, messages.id], set: one })
  await db.batch([
    touchChat,
    ...(question === null ? [] : [saveQuestion(question)]),
    ...(answer === null ? [] : [saveAnswer(answer)]),
  ])
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

/** Leaves out what is null, as the wire does. */
const toSummary = ({
  running,
  ...chat
}: Pick<typeof chats.$inferSelect, keyof typeof summary>): ChatSummary => ({
  ...chat,
  ...(running === null ? {} : { running }),
})

/** Leaves out what is null, as the wire does. */
function toMessage(row: typeof messages.$inferSelect): Message {
  const { id, parent, role, status, text, createdAt } = row
  return {
    id,
    parent,
    role,
    status,
    text,
    ...(row.thinking === null ? {} : { thinking: row.thinking }),
    ...(row.model === null ? {} : { model: row.model }),
    ...(row.figures === null ? {} : { figures: row.figures }),
    ...(row.problem === null ? {} : { problem: row.problem }),
    ...(row.seams === null ? {} : { seams: row.seams }),
    createdAt,
  }
}

/** A chat opened: one piece of one path, with the ids of what stands beside it. What it reads does not grow with the chat. */

import { and, inArray, sql } from 'drizzle-orm'
import type { ChatSummary, ContextCut, PathMessage } from '../../protocol/nouns.ts'
import { chats, messages } from '../schema.ts'
import { chatKey, type Database, inside, mine } from './database.ts'
import { columns, inOrder, type Row, summary, toCut, toMessage, toSummary } from './rows.ts'

/** Bytes of a piece: below 1 MB with what JSON adds. One message may have more, and is then a piece of its own. */
const PIECE_BYTES = 700_000

/** Bytes that a message has beside its text, about. */
const MESSAGE_BYTES = 600

/** Messages of a piece: what is scrolled through in a minute. */
const PIECE_MESSAGES = 100

/** Messages by what they answer to. Named, for without figures of the table SQLite would read the whole chat instead. */
const BESIDE = sql.raw('messages AS s INDEXED BY messages_by_parent')

/**
 * The last message of a piece: this one (`at`), what stands above it (`above`), the newest of the chat, or what the path
 * through one ends with, going on by the newest sibling at each step (`through`, `stops` ends the way at any of these).
 */
export type Leaf =
  | { is: 'at'; id: string }
  | { is: 'above'; id: string }
  | { is: 'newest' }
  /** Nothing: only the chat, and what stands at its top. */
  | { is: 'root' }
  | { is: 'through'; id: string; stops: string[] }

export interface Piece {
  chat: ChatSummary
  cut: ContextCut | null
  /** Root first; empty if there is no such leaf. */
  messages: PathMessage[]
  /** What answers to the last of them already, or stands at the top of a chat without it, oldest first. */
  below: string[]
}

/** Null if there is no such chat. */
export async function openPiece(
  db: Database,
  owner: string,
  chat: string,
  leaf: Leaf
): Promise<Piece | null> {
  const key = chatKey(owner, chat)
  const end = leafNumber(owner, chat, leaf)
  const size = sql.raw(
    `length(CAST(m.text AS BLOB)) + coalesce(length(CAST(m.thinking AS BLOB)), 0) + ${MESSAGE_BYTES}`
  )
  const walk = sql`(
    WITH RECURSIVE up(n, parent, bytes, steps) AS (
      SELECT m.n, m.parent, ${size}, 1 FROM messages m WHERE m.chat = ${key} AND m.n = ${end}
      UNION ALL
      SELECT m.n, m.parent, up.bytes + ${size}, up.steps + 1
      FROM up JOIN messages m ON m.chat = ${key} AND m.n = up.parent
      WHERE up.steps < ${PIECE_MESSAGES} AND up.bytes + ${size} <= ${PIECE_BYTES}
    ) SELECT n FROM up)`
  const versions = sql<string>`(SELECT json_group_array(s.id ORDER BY s.n) FROM ${BESIDE}
    WHERE s.chat = messages.chat AND s.parent = messages.parent)`
  const [found, path, below] = await db.batch([
    db
      .select({ ...summary, cutFrom: chats.cutFrom, cutContext: chats.cutContext })
      .from(chats)
      .where(mine(owner, chat)),
    db
      .select({ ...columns, versions })
      .from(messages)
      .where(and(inside(owner, chat), inArray(messages.n, walk))),
    db
      .select({ id: messages.id })
      .from(messages)
      .where(
        and(
          inside(owner, chat),
          inArray(
            messages.n,
            sql`(SELECT s.n FROM ${BESIDE} WHERE s.chat = ${key} AND s.parent = coalesce(${end}, 0))`
          )
        )
      )
      .orderBy(messages.n),
  ])
  const [row] = found
  if (row === undefined) return null
  const { cutFrom, cutContext, ...one } = row
  return {
    chat: toSummary(one),
    cut: toCut({ cutFrom, cutContext }),
    messages: inOrder(path).map(toPathMessage),
    below: below.map(({ id }) => id),
  }
}

function toPathMessage({ versions, ...row }: Row & { versions: string }): PathMessage {
  const siblings = JSON.parse(versions) as string[]
  return { ...toMessage(row), ...(siblings.length > 1 ? { siblings } : {}) }
}

/** The number of the leaf; NULL if there is none. */
function leafNumber(owner: string, chat: string, leaf: Leaf) {
  const key = chatKey(owner, chat)
  switch (leaf.is) {
    case 'newest':
      return sql`(SELECT max(n) FROM messages WHERE chat = ${key})`
    case 'root':
      return sql`NULL`
    case 'at':
      return sql`(SELECT n FROM messages WHERE chat = ${key} AND id = ${leaf.id})`
    case 'above':
      return sql`(SELECT parent FROM messages WHERE chat = ${key} AND id = ${leaf.id})`
    case 'through':
      return sql`(
        WITH RECURSIVE down(n, steps) AS (
          SELECT n, 1 FROM messages WHERE chat = ${key} AND id = ${leaf.id}
          UNION ALL
          SELECT (SELECT max(s.n) FROM ${BESIDE} WHERE s.chat = ${key} AND s.parent = down.n), steps + 1
          FROM down WHERE down.n IS NOT NULL AND down.n NOT IN (
            SELECT n FROM messages WHERE chat = ${key} AND id IN (SELECT value FROM json_each(${JSON.stringify(leaf.stops)}))
          )
        ) SELECT n FROM down WHERE n IS NOT NULL ORDER BY steps DESC LIMIT 1)`
  }
}

/** Ways through the tree of a chat. Each is walked along `parent`; the order of rows on the disk means nothing. */

import { and, eq, inArray, sql } from 'drizzle-orm'
import type { ContextCut, Message } from '../../protocol/nouns.ts'
import { chats, messages } from '../schema.ts'
import { chatKey, type Database, inside, mine } from './database.ts'
import { columns, inOrder, toCut, toMessage } from './rows.ts'

/** Tokens of a path that are read for a model whose context nobody knows: the largest that Ollama gives by itself. */
const MOST_TOKENS = 262_144

/** Messages of a context at most: it bounds the walk through a chat of empty ones. */
const MOST_MESSAGES = 4_000

/** Bytes of a text that make a token, where no tokens are kept with it. */
const TOKEN_BYTES = 3

/** What a turn is asked in, as D1 knows it. */
export interface Asked {
  /** The message with the turn's own id: then the turn has ended, or the id is somebody else's. */
  known: Message | null
  /** From where the walk stopped to the leaf; empty if there is no such leaf. */
  path: Message[]
  /** Null if D1 has no such chat. */
  chat: { title: string; cut: ContextCut | null; messages: number } | null
}

/**
 * In one round trip: one message, the path that ends with `leaf`, and the chat. The path is read to its budget only:
 * what a context holds, the one that was reported with the leaf if that is an answer of this `model`.
 */
export async function readAsked(
  db: Database,
  owner: string,
  chat: string,
  message: string,
  leaf: string | null,
  model: string
): Promise<Asked> {
  const key = chatKey(owner, chat)
  const size = sql.raw(`coalesce(m.tokens, length(CAST(m.text AS BLOB)) / ${TOKEN_BYTES} + 1)`)
  const walk = sql`(
    WITH RECURSIVE up(n, parent, tokens, most, steps) AS (
      SELECT m.n, m.parent, ${size},
        coalesce(CASE WHEN m.model = ${model} THEN m.figures ->> '$.context' END, ${MOST_TOKENS}), 1
      FROM messages m WHERE m.chat = ${key} AND m.id = ${leaf}
      UNION ALL
      SELECT m.n, m.parent, up.tokens + ${size}, up.most, up.steps + 1
      FROM up JOIN messages m ON m.chat = ${key} AND m.n = up.parent
      WHERE (up.tokens <= up.most OR up.steps < 3) AND up.steps < ${MOST_MESSAGES}
    ) SELECT n FROM up)`
  const [known, path, found] = await db.batch([
    db
      .select(columns)
      .from(messages)
      .where(and(inside(owner, chat), eq(messages.id, message))),
    db
      .select(columns)
      .from(messages)
      .where(and(inside(owner, chat), inArray(messages.n, walk))),
    db
      .select({
        title: chats.title,
        cutFrom: chats.cutFrom,
        cutContext: chats.cutContext,
        count: sql<number>`coalesce((SELECT max(m.n) FROM messages m WHERE m.chat = chats.key), 0)`,
      })
      .from(chats)
      .where(mine(owner, chat)),
  ])
  const [one] = known
  const [row] = found
  return {
    known: one === undefined ? null : toMessage(one),
    path: inOrder(path).map(toMessage),
    chat: row === undefined ? null : { title: row.title, cut: toCut(row), messages: row.count },
  }
}

/** How a turn is written. Writing it again is harmless (T11), and so is writing its beginning behind its end. */

import { sql } from 'drizzle-orm'
import type { ChatSummary, ContextCut, Message } from '../../protocol/nouns.ts'
import { chats, messages, visitors } from '../schema.ts'
import { chatKey, type Database, visitorKey } from './database.ts'

/** What is known of a turn; `answer` is null while it is being written, `question` where an old one is answered again. */
export interface Saved {
  owner: string
  chat: ChatSummary
  turn: string
  question: Message | null
  answer: Message | null
  /** Undefined leaves what stands there. */
  cut: ContextCut | null | undefined
}

/** Writes the chat, the question, and the answer once it has ended. A title that was changed meanwhile stays. */
export async function saveTurn(db: Database, saved: Saved): Promise<void> {
  const { owner, chat, question, answer } = saved
  await db.batch([
    db.insert(visitors).values({ id: owner }).onConflictDoNothing(),
    touchChat(db, saved),
    ...(question === null ? [] : [saveMessage(db, owner, chat.id, question)]),
    ...(answer === null ? [] : [saveMessage(db, owner, chat.id, answer)]),
  ])
}

function touchChat(db: Database, { owner, chat, turn, answer, cut }: Saved) {
  const { id, title, updatedAt } = chat
  const running = answer === null ? turn : null
  const cuts = cut === undefined ? {} : { cutFrom: cut?.from ?? null, cutContext: cut?.context ?? null }
  return db
    .insert(chats)
    .values({ visitor: visitorKey(owner), id, title, createdAt: updatedAt, updatedAt, running, ...cuts })
    .onConflictDoUpdate({
      target: [chats.visitor, chats.id],
      set: {
        updatedAt: sql`max(${chats.updatedAt}, excluded.updated_at)`,
        running: running ?? sql`nullif(${chats.running}, ${turn})`,
        ...cuts,
      },
      // The end of an older turn, late, must touch nothing of a newer one.
      setWhere: sql`${answer === null} OR ${chats.updatedAt} < ${updatedAt} OR ${chats.running} = ${turn}`,
    })
}

/**
 * D1 numbers the messages of a chat as they come, which is the order in which they were asked. A message that is there
 * already keeps its number; one of another role is somebody else, and stays as it is.
 */
function saveMessage(db: Database, owner: string, chat: string, message: Message) {
  const { id, role, status, text, createdAt, parent } = message
  const key = chatKey(owner, chat)
  const content = {
    parent: sql`coalesce((SELECT n FROM messages WHERE chat = ${key} AND id = ${parent}), 0)`,
    status,
    text,
    thinking: message.thinking ?? null,
    inline: message.inline ?? null,
    model: message.model ?? null,
    figures: message.figures ?? null,
    problem: message.problem ?? null,
    seams: message.seams ?? null,
    tokens: message.tokens ?? null,
    createdAt,
  }
  const last = sql<number>`(SELECT coalesce(max(n), 0) FROM messages WHERE chat = ${key})`
  return db
    .insert(messages)
    .values({ chat: key, n: sql`${last} + 1`, id, role, ...content })
    .onConflictDoUpdate({
      target: [messages.chat, messages.id],
      set: content,
      // An answer that stands there is the first that ended under its id; only a place that was kept for it is filled.
      setWhere: sql`${messages.role} = ${role} AND (${messages.role} = 'user' OR ${messages.text} = '') AND (${messages.status}, ${messages.text}, coalesce(${messages.tokens}, 0)) IS NOT (${status}, ${text}, ${message.tokens ?? 0})`,
    })
}

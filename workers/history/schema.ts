/**
 * What D1 remembers. Inside, everything is named by integers; the ids of visitors, chats and messages stand beside them
 * for whoever comes from outside. A chat is found through its visitor alone, so that a query cannot forget to ask whose
 * it is (V1), and two visitors who choose the same chat id never meet.
 */

import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import type { Figures, InlineMarks, MessageStatus } from '../protocol/nouns.ts'
import type { Problem } from '../protocol/problems.ts'

export const visitors = sqliteTable(
  'visitors',
  {
    key: integer().primaryKey(),
    id: text().notNull(),
    /** When all of theirs was last erased, in Unix milliseconds: what was begun before is not written any more. */
    erasedAt: integer('erased_at'),
    /** In lower case, of one whom the owner's Access lets in. */
    email: text(),
  },
  table => [uniqueIndex('visitors_by_id').on(table.id)]
)

/** A key by which programs ask in a visitor's name: what is kept of it opens nothing. */
export const keys = sqliteTable(
  'keys',
  {
    key: integer().primaryKey(),
    visitor: integer()
      .notNull()
      .references(() => visitors.key, { onDelete: 'cascade' }),
    id: text().notNull(),
    name: text().notNull(),
    /** SHA-256, as the gateway takes it of what a program sends. */
    hash: text().notNull(),
    /** Unix time in milliseconds. */
    createdAt: integer('created_at').notNull(),
    /** When it was last used, to the day; null while it never was. */
    usedAt: integer('used_at'),
  },
  table => [uniqueIndex('keys_by_hash').on(table.hash), index('keys_by_visitor').on(table.visitor)]
)

/** With which a visitor is the same on another device. */
export const passkeys = sqliteTable(
  'passkeys',
  {
    key: integer().primaryKey(),
    visitor: integer()
      .notNull()
      .references(() => visitors.key),
    id: text().notNull(),
    credential: text().notNull(),
    publicKey: text('public_key').notNull(),
    counter: integer().notNull(),
    transports: text({ mode: 'json' }).$type<string[]>().notNull(),
    name: text().notNull(),
    /** Unix time in milliseconds. */
    createdAt: integer('created_at').notNull(),
    usedAt: integer('used_at'),
  },
  table => [
    uniqueIndex('passkeys_by_credential').on(table.credential),
    index('passkeys_by_visitor').on(table.visitor),
  ]
)

export const chats = sqliteTable(
  'chats',
  {
    key: integer().primaryKey(),
    visitor: integer()
      .notNull()
      .references(() => visitors.key),
    id: text().notNull(),
    title: text().notNull(),
    /** Unix time in milliseconds. */
    createdAt: integer('created_at').notNull(),
    updatedAt: integer('updated_at').notNull(),
    /** The turn that is being written. Its end clears it, whenever D1 hears of it. */
    running: text(),
    /** The first message that is still sent to a model, and the context that this was chosen for (C1). */
    cutFrom: text('cut_from'),
    cutContext: integer('cut_context'),
  },
  table => [
    uniqueIndex('chats_by_id').on(table.visitor, table.id),
    index('chats_by_time').on(table.visitor, table.updatedAt, table.id),
  ]
)

/**
 * In D1 this table is WITHOUT ROWID, which the schema cannot say: one row written for a message instead of two. `n`
 * numbers the messages of a chat in the order in which they were written.
 */
export const messages = sqliteTable(
  'messages',
  {
    chat: integer()
      .notNull()
      .references(() => chats.key, { onDelete: 'cascade' }),
    n: integer().notNull(),
    id: text().notNull(),
    /** The `n` of what this message answers to; 0 at the top of the tree. */
    parent: integer().notNull(),
    role: text().$type<'user' | 'assistant'>().notNull(),
    status: text().$type<MessageStatus>().notNull(),
    text: text().notNull(),
    thinking: text(),
    inline: text({ mode: 'json' }).$type<InlineMarks>(),
    model: text(),
    figures: text({ mode: 'json' }).$type<Figures>(),
    problem: text({ mode: 'json' }).$type<Problem>(),
    seams: text({ mode: 'json' }).$type<number[]>(),
    /** In a prompt; null where nobody has counted or estimated them yet. */
    tokens: integer(),
    createdAt: integer('created_at').notNull(),
  },
  table => [
    primaryKey({ columns: [table.chat, table.n] }),
    uniqueIndex('messages_by_id').on(table.chat, table.id),
    index('messages_by_parent').on(table.chat, table.parent),
  ]
)

/**
 * What a visitor keeps, and as visitor 0 what all of them do. Triggers count it, in the transaction that writes the rows,
 * whoever writes them; messages go with their chat alone. `bytes` are those of texts, and 500 for each row's own.
 */
export const kept = sqliteTable('kept', {
  visitor: integer().primaryKey(),
  chats: integer().notNull().default(0),
  messages: integer().notNull().default(0),
  bytes: integer().notNull().default(0),
})

/**
 * What D1 remembers. Every key begins with the owner, so that a query cannot forget to ask whose it is (V1), and two
 * visitors who choose the same chat id never meet.
 */

import { foreignKey, index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import type { Figures, MessageStatus } from '../protocol/nouns.ts'
import type { Problem } from '../protocol/problems.ts'

export const chats = sqliteTable(
  'chats',
  {
    owner: text().notNull(),
    id: text().notNull(),
    title: text().notNull(),
    /** Unix time in milliseconds. */
    createdAt: integer('created_at').notNull(),
    updatedAt: integer('updated_at').notNull(),
    /** The turn that is being written. Its end clears it, whenever D1 hears of it. */
    running: text(),
  },
  table => [
    primaryKey({ columns: [table.owner, table.id] }),
    index('chats_by_time').on(table.owner, table.updatedAt, table.id),
  ]
)

export const messages = sqliteTable(
  'messages',
  {
    owner: text().notNull(),
    chat: text().notNull(),
    id: text().notNull(),
    /** What this message answers to; null at the top of the tree. */
    parent: text(),
    role: text().$type<'user' | 'assistant'>().notNull(),
    status: text().$type<MessageStatus>().notNull(),
    text: text().notNull(),
    thinking: text(),
    model: text(),
    figures: text({ mode: 'json' }).$type<Figures>(),
    problem: text({ mode: 'json' }).$type<Problem>(),
    seams: text({ mode: 'json' }).$type<number[]>(),
    createdAt: integer('created_at').notNull(),
  },
  table => [
    primaryKey({ columns: [table.owner, table.chat, table.id] }),
    foreignKey({ columns: [table.owner, table.chat], foreignColumns: [chats.owner, chats.id] }).onDelete(
      'cascade'
    ),
  ]
)

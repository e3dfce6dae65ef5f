/** What a session keeps, and a D1 that refuses to write. */

import { runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import type { Chat } from './visitor.ts'

/** Rows that the session keeps, and whether it wants to be woken; nothing of both when it is empty. */
export const left = (chat: Chat) =>
  runInDurableObject(chat.session(), async (_, { storage }) => {
    const tables = storage.sql.exec(`SELECT name FROM sqlite_master WHERE name = 'turn'`).toArray()
    const turns = tables.length === 0 ? [] : storage.sql.exec('SELECT id FROM turn').toArray()
    return { turns: turns.length, alarm: (await storage.getAlarm()) !== null }
  })
export const NOTHING = { turns: 0, alarm: false }

/** Units of text that the session has on disk. */
export const journaled = (chat: Chat) =>
  runInDurableObject(chat.session(), (_, { storage }) =>
    Number(storage.sql.exec('SELECT coalesce(sum(length(body)), 0) AS n FROM piece').one()['n'])
  )

/** D1 refuses to write this chat's messages, and goes on answering questions. */
const away = (chat: Chat) => `away_${chat.chat.replaceAll('-', '')}`
export const refuseWrites = (chat: Chat) =>
  env.DB.prepare(
    `CREATE TRIGGER ${away(chat)} BEFORE INSERT ON messages WHEN NEW.chat = (SELECT key FROM chats WHERE id = '${chat.chat}') BEGIN SELECT RAISE(ABORT, 'away'); END`
  ).run()
export const takeWrites = (chat: Chat) => env.DB.prepare(`DROP TRIGGER ${away(chat)}`).run()

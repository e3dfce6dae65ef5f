/** The counters of what is kept, beside a recount. */

import { env } from 'cloudflare:workers'

const SIZE = `500 + length(CAST(m.text AS BLOB)) + length(CAST(coalesce(m.thinking, '') AS BLOB))`

export const NOTHING = { chats: 0, messages: 0, bytes: 0 }

/** Of one visitor, or of all: as it is counted, and as it is. */
export async function both(owner?: string) {
  const key = owner === undefined ? '0' : `(SELECT key FROM visitors WHERE id = '${owner}')`
  const whose = owner === undefined ? 'true' : `c.visitor = ${key}`
  const counted = await env.DB.prepare(
    `SELECT chats, messages, bytes FROM kept WHERE visitor = ${key}`
  ).first<typeof NOTHING>()
  const chats = await env.DB.prepare(`SELECT count(*) AS n FROM chats c WHERE ${whose}`).first<{
    n: number
  }>()
  const messages = await env.DB.prepare(
    `SELECT count(*) AS n, coalesce(sum(${SIZE}), 0) AS bytes FROM messages m JOIN chats c ON c.key = m.chat WHERE ${whose}`
  ).first<{ n: number; bytes: number }>()
  const n = chats?.n ?? 0
  return {
    counted: counted ?? NOTHING,
    there: { chats: n, messages: messages?.n ?? 0, bytes: 500 * n + (messages?.bytes ?? 0) },
  }
}

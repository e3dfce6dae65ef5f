/** What must be so of all that Burrow keeps and of all that its box was asked, whatever was sent to it. */

import { openD1 } from '../failing-d1.ts'
import type { System } from '../system.ts'
import { CANARY } from './nonsense.ts'

const SIZE = `500 + length(CAST(text AS BLOB)) + length(CAST(coalesce(thinking, '') AS BLOB))`

const COUNTED = `
  WITH said AS (SELECT chat, count(*) AS n, sum(${SIZE}) AS bytes FROM messages GROUP BY chat)
  SELECT visitor, count(*) AS chats, coalesce(sum(n), 0) AS messages, 500 * count(*) + coalesce(sum(bytes), 0) AS bytes
  FROM chats LEFT JOIN said ON chat = key GROUP BY visitor`

/** Each finds the rows that should not be. */
const NEVER: Record<string, string> = {
  'a row that refers to none': 'PRAGMA foreign_key_check',
  'a message that answers to nothing, or to a later one': `
    SELECT m.chat, m.n FROM messages m LEFT JOIN messages p ON p.chat = m.chat AND p.n = m.parent
    WHERE m.parent <> 0 AND (p.n IS NULL OR p.n >= m.n)`,
  'a counter that a recount contradicts': `
    SELECT k.* FROM kept k LEFT JOIN (${COUNTED}) r ON r.visitor = k.visitor WHERE k.visitor <> 0
    AND (k.chats, k.messages, k.bytes) IS NOT (coalesce(r.chats, 0), coalesce(r.messages, 0), coalesce(r.bytes, 0))`,
  'a visitor with more keys than they may have':
    'SELECT visitor FROM keys GROUP BY visitor HAVING count(*) > 10',
  'a title that is too long': 'SELECT id FROM chats WHERE length(title) > 120',
}

const PATHS = ['/api/chat', '/api/ps', '/api/show', '/api/tags', '/api/version']

/** Fields of a question to the box. */
const FIELDS = [
  '_debug_render_only',
  'keep_alive',
  'messages',
  'model',
  'options',
  'stream',
  'think',
  'truncate',
]

const OPTIONS =
  /^(temperature|top_[pk]|min_p|seed|stop|presence_penalty|frequency_penalty|repeat_penalty|num_predict)$/

/** What is wrong; nothing where nothing is. `offered`: the names of the models. */
export function harms({ state, tap }: System, offered: readonly string[]): string[] {
  const d1 = openD1(state)
  const rows = Object.entries(NEVER).flatMap(([what, sql]) => (d1.all(sql).length > 0 ? [what] : []))
  d1.close()
  const asked = tap.asked.flatMap(({ path, headers, body }) => {
    if (!PATHS.includes(path)) return [`the box was asked for ${path}`]
    if (JSON.stringify(headers).includes(CANARY)) return ['the box was sent a header of a visitor’s']
    if (path !== '/api/chat') return []
    const sent = JSON.parse(body) as { model: string; options?: object }
    const odd = Object.keys(sent).filter(name => !FIELDS.includes(name))
    const options = Object.keys(sent.options ?? {}).filter(name => !OPTIONS.test(name))
    const model = offered.includes(sent.model) ? [] : [sent.model]
    return [...odd, ...options, ...model].map(what => `the box was sent ${what}`)
  })
  return [...rows, ...new Set(asked)]
}

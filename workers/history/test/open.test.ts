/** A chat is opened by pieces of one path, and every branch of it is reached. */

import { env } from 'cloudflare:workers'
import { v7 as uuid } from 'uuid'
import { describe, it } from 'vitest'
import { database } from '../queries/database.ts'
import { openPiece } from '../queries/open.ts'
import { refuseWrites, takeWrites } from './storage.ts'
import { type Chat, good, mark, newChat, watch } from './visitor.ts'

/** Writes a chat of so many turns straight into D1, each text this long. */
async function fill(chat: Chat, count: number, text = 'x'): Promise<string[]> {
  await env.DB.prepare('INSERT INTO visitors (id) VALUES (?)').bind(chat.owner).run()
  await env.DB.prepare(
    `INSERT INTO chats (visitor, id, title, created_at, updated_at) VALUES ((SELECT key FROM visitors WHERE id = ?), ?, 'long', 1, 1)`
  )
    .bind(chat.owner, chat.chat)
    .run()
  const ids = Array.from({ length: 2 * count }, () => uuid())
  const rows = ids.map((id, n) =>
    env.DB.prepare(
      `INSERT INTO messages (chat, n, id, parent, role, status, text, created_at) VALUES ((SELECT key FROM chats WHERE id = ?), ?, ?, ?, ?, 'done', ?, 1)`
    ).bind(chat.chat, n + 1, id, n, n % 2 === 0 ? 'user' : 'assistant', text)
  )
  for (let n = 0; n < rows.length; n += 200) await env.DB.batch(rows.slice(n, n + 200))
  return ids
}

const bytesOf = (value: unknown): number => new TextEncoder().encode(JSON.stringify(value)).length

/** All of a path, piece by piece upwards. */
async function whole(chat: Chat): Promise<{ ids: string[]; pieces: number; most: number }> {
  let piece = good(await chat.open())
  let ids = piece.messages.map(({ id }) => id)
  let pieces = 1
  let most = bytesOf(piece)
  while (piece.earlier) {
    piece = good(await chat.open({ before: ids[0] ?? '' }))
    ids = [...piece.messages.map(({ id }) => id), ...ids]
    pieces += 1
    most = Math.max(most, bytesOf(piece))
  }
  return { ids, pieces, most }
}

/** Rows that D1 reads for the end of a chat. */
async function rowsRead(chat: Chat): Promise<number> {
  let read = 0
  const counted = new Proxy(env.DB, {
    get: (d1, name) => {
      if (name !== 'batch') return Reflect.get(d1, name).bind(d1)
      return async (statements: D1PreparedStatement[]) => {
        const results = await d1.batch(statements)
        for (const { meta } of results) read += meta.rows_read
        return results
      }
    },
  })
  await openPiece(database({ DB: counted }, chat.owner), chat.owner, chat.chat, { is: 'newest' })
  return read
}

describe('a chat that is opened', () => {
  it('comes in pieces below 1 MB, whole and in its order', async ({ expect }) => {
    const chat = newChat()
    const ids = await fill(chat, 20, '漢'.repeat(30_000))
    const found = await whole(chat)

    expect(found.ids).toEqual(ids)
    expect(found.pieces).toBeGreaterThan(2)
    expect(found.most).toBeLessThan(1_000_000)
  })

  it('with one message of more than a piece is that message', async ({ expect }) => {
    const chat = newChat()
    const ids = await fill(chat, 2, 'x'.repeat(1_200_000))
    expect((await whole(chat)).ids).toEqual(ids)
  })

  it('reads as many rows of a long chat as of a longer one', async ({ expect }) => {
    const [long, longer] = [newChat(), newChat()]
    await fill(long, 150)
    await fill(longer, 1_000)
    const [one, other] = [await rowsRead(long), await rowsRead(longer)]

    expect(other).toBeLessThan(one * 1.1)
    expect((await whole(longer)).ids).toHaveLength(2_000)
  })

  it('shows every branch, through any message of it, also those that D1 has not yet', async ({ expect }) => {
    const chat = newChat()
    const say = async (parent: string | null, text: string | undefined) => {
      const ask = chat.ask('bench-fast:1b', text, { parent })
      await watch(good(await chat.send(ask)))
      return ask.turn
    }
    const one = await say(null, `tokens=4 ${mark()}`)
    const two = await say(one, `tokens=4 ${mark()}`)
    const [question] = good(await chat.open()).messages
    await refuseWrites(chat)
    const again = await say(question?.id ?? null, undefined)
    const beyond = await say(again, `tokens=4 ${mark()}`)
    const anew = await say(null, `tokens=4 ${mark()}`)

    const paths = async () => ({
      newest: good(await chat.open()).messages.map(({ id }) => id),
      first: good(await chat.open({ through: one })).messages.map(({ id }) => id),
      question: good(await chat.open({ through: question?.id ?? '' })).messages.map(({ id }) => id),
      siblings: good(await chat.open({ through: two })).messages.map(({ siblings }) => siblings?.length ?? 1),
    })
    const pending = await paths()
    await takeWrites(chat)
    await say(anew, `tokens=4 ${mark()}`)
    const stored = await paths()

    expect(pending.newest.at(-1)).toBe(anew)
    expect(pending.first).toEqual([question?.id, one, expect.any(String), two])
    // On by the newest sibling at each step.
    expect(pending.question).toEqual([question?.id, again, expect.any(String), beyond])
    expect(pending.siblings).toEqual([2, 2, 1, 1])
    expect({ ...stored, newest: [] }).toEqual({ ...pending, newest: [] })
    expect(await chat.open({ through: uuid() })).toMatchObject({ ok: false, problem: { code: 'not_found' } })
  })
})

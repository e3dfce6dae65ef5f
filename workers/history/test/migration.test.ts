/** What an older Burrow wrote into D1 is carried over, and read right whatever order it stands in. */

import { applyD1Migrations } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { v7 as uuid } from 'uuid'
import { beforeAll, describe, it } from 'vitest'
import { both } from './counted.ts'
import { good, newChat, watch } from './visitor.ts'

const [first, second, ...later] = env.MIGRATIONS

/** The tables as they were before messages had numbers. */
beforeAll(async () => {
  for (const table of ['keys', 'passkeys', 'messages', 'chats', 'visitors', 'kept', 'd1_migrations']) {
    await env.DB.prepare(`DROP TABLE IF EXISTS ${table}`).run()
  }
  if (first === undefined || second === undefined) throw new Error('the first migrations are missing')
  await applyD1Migrations(env.DB, [first, second])
})

interface Old {
  id: string
  parent: string | null
  role: 'user' | 'assistant'
  text: string
  at: number
}

const message = (owner: string, chat: string, { id, parent, role, text, at }: Old) =>
  env.DB.prepare(
    `INSERT INTO messages (owner, chat, id, parent, role, status, text, created_at) VALUES (?, ?, ?, ?, ?, 'done', ?, ?)`
  ).bind(owner, chat, id, parent, role, text, at)

const chatRow = (owner: string, chat: string) =>
  env.DB.prepare(
    `INSERT INTO chats (owner, id, title, created_at, updated_at) VALUES (?, ?, 'old', 1, 9)`
  ).bind(owner, chat)

/** So many turns, the oldest first. */
function turns(count: number, at = 1_000): Old[] {
  let parent: string | null = null
  return Array.from({ length: count }, (_, n) => {
    const question: Old = { id: uuid(), parent, role: 'user', text: `question ${n}`, at: at + n }
    const answer: Old = {
      id: uuid(),
      parent: question.id,
      role: 'assistant',
      text: `answer ${n}`,
      at: at + n,
    }
    parent = answer.id
    return [question, answer]
  }).flat()
}

describe('the migration to integer keys', () => {
  it('[T11] carries a filled database over: in order, out of order, and with a turn that is still to come', async ({
    expect,
  }) => {
    const straight = newChat()
    const twisted = newChat()
    const awaited = newChat()
    const same = newChat(uuid(), straight.chat)
    const told = turns(40)
    const overtaken = turns(3)
    const held = turns(2)
    const theirs = turns(1)
    const [waitingQuestion, waiting] = held
    if (waiting === undefined || waitingQuestion === undefined) throw new Error('no turn')
    await env.DB.batch([
      ...[straight, twisted, awaited, same].map(({ owner, chat }) => chatRow(owner, chat)),
      ...told.map(one => message(straight.owner, straight.chat, one)),
      // The second and third turn reached D1 before the first.
      ...[...overtaken.slice(2), ...overtaken.slice(0, 2)].map(one =>
        message(twisted.owner, twisted.chat, one)
      ),
      // The first turn is in its session alone.
      ...held.slice(2).map(one => message(awaited.owner, awaited.chat, one)),
      ...theirs.map(one => message(same.owner, same.chat, one)),
    ])
    await applyD1Migrations(env.DB, [...env.MIGRATIONS.slice(0, 2), ...later])

    const texts = async (chat: typeof straight) => good(await chat.open()).messages.map(({ text }) => text)
    expect(await texts(straight)).toEqual(told.map(({ text }) => text))
    expect(await texts(twisted)).toEqual(overtaken.map(({ text }) => text))
    expect(await texts(same)).toEqual(theirs.map(({ text }) => text))
    expect(good(await straight.list()).chats).toMatchObject([
      { id: straight.chat, title: 'old', updatedAt: 9 },
    ])
    // Its place is kept: what comes later stands where it was asked.
    const opened = good(await awaited.open()).messages
    expect(opened.map(({ id }) => id)).toEqual([waiting.id, ...held.slice(2).map(({ id }) => id)])

    for (const owner of [straight.owner, undefined]) {
      const { counted, there } = await both(owner)
      expect(counted).toEqual(there)
    }
    for (const chat of [straight, twisted]) {
      const parent = good(await chat.open()).messages.at(-1)?.id ?? null
      const watched = await watch(good(await chat.send(chat.ask('bench-fast:1b', 'tokens=5', { parent }))))
      expect(watched.end?.type).toBe('done')
    }
    expect(good(await twisted.open()).messages).toHaveLength(8)
    const strays = await env.DB.prepare(
      `SELECT name FROM sqlite_master WHERE name LIKE 'old_%' OR name = 'numbered'`
    ).all()
    expect(strays.results).toEqual([])
  })
})

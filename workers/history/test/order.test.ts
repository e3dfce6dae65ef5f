/** Order in a chat is the tree's: whatever D1 took when, every question is asked in what stands before it. */

import { abortAllDurableObjects, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { describe, it } from 'vitest'
import { left, NOTHING, refuseWrites, takeWrites } from './storage.ts'
import { type Chat, good, mark, newChat, upstream, watch } from './visitor.ts'

/** Asks and waits for the end; answers the turn and the roles and texts that the model was sent. */
async function say(chat: Chat, parent: string | null) {
  const question = `tokens=6 ${mark()}`
  const ask = chat.ask('bench-fast:1b', question, { parent })
  const { text } = await watch(good(await chat.send(ask)))
  const [sent] = await upstream(question)
  return { turn: ask.turn, question, text, sent: sent?.messages ?? [] }
}

const inD1 = async (chat: Chat) =>
  (
    await env.DB.prepare(
      'SELECT m.id, m.role FROM messages m JOIN chats c ON c.key = m.chat WHERE c.id = ? ORDER BY m.n'
    )
      .bind(chat.chat)
      .all<{ id: string; role: string }>()
  ).results

describe('a turn that waits for D1', () => {
  it('[T11] is not overtaken by the next: D1 comes back without an alarm, and every later question finds its path', async ({
    expect,
  }) => {
    const chat = newChat()
    await refuseWrites(chat)
    const first = await say(chat, null)
    await takeWrites(chat)
    const second = await say(chat, first.turn)
    await expect.poll(() => left(chat)).toEqual(NOTHING)
    const third = await say(chat, second.turn)
    await expect.poll(() => left(chat)).toEqual(NOTHING)

    expect(third.sent.map(({ content }) => content)).toEqual([
      first.question,
      first.text,
      second.question,
      second.text,
      third.question,
    ])
    expect((await inD1(chat)).map(({ role }) => role)).toEqual([
      'user',
      'assistant',
      'user',
      'assistant',
      'user',
      'assistant',
    ])
    expect(good(await chat.open()).messages.map(({ text }) => text)).toEqual([
      first.question,
      first.text,
      second.question,
      second.text,
      third.question,
      third.text,
    ])
  })

  it('[T11] holds the beginning of the next one behind itself', async ({ expect }) => {
    const chat = newChat()
    await refuseWrites(chat)
    const first = await say(chat, null)
    // It takes longer than a moment, so its question is written while it runs.
    const ask = chat.ask('bench-50:1b', `tokens=100 ${mark()}`, { parent: first.turn })
    const stream = good(await chat.send(ask))
    await takeWrites(chat)
    await watch(stream)
    await expect.poll(() => left(chat)).toEqual(NOTHING)

    expect((await inD1(chat)).map(({ id }) => id)).toEqual([
      expect.any(String),
      first.turn,
      expect.any(String),
      ask.turn,
    ])
  })

  it('[T11] is tried again less and less often, up to hours, and by the heartbeat of another turn not later', async ({
    expect,
  }) => {
    const chat = newChat()
    await refuseWrites(chat)
    const first = await say(chat, null)
    const waits: number[] = []
    for (let n = 0; n < 16; n += 1) {
      const at = await runInDurableObject(chat.session(), (_, { storage }) => storage.getAlarm())
      waits.push((at ?? 0) - Date.now())
      if (n < 15) await runDurableObjectAlarm(chat.session())
    }
    const hours = waits.at(-1) ?? 0
    expect(hours).toBeGreaterThan(3 * 3_600_000)
    expect(hours).toBeLessThanOrEqual(4 * 3_600_000)
    // A turn that runs beside it beats every half minute all the same.
    const ask = chat.ask('bench-50:1b', `tokens=60 ${mark()}`, { parent: first.turn })
    const stream = good(await chat.send(ask))
    const beat = await runInDurableObject(chat.session(), (_, { storage }) => storage.getAlarm())
    expect((beat ?? Number.POSITIVE_INFINITY) - Date.now()).toBeLessThanOrEqual(30_000)
    await takeWrites(chat)
    await watch(stream)
    await expect.poll(() => left(chat)).toEqual(NOTHING)
  })

  it('[T11] that D1 refuses for what it holds is written with what fits, and does not hold those behind it', async ({
    expect,
  }) => {
    const chat = newChat()
    const name = `big_${chat.chat.replaceAll('-', '')}`
    await env.DB.prepare(
      `CREATE TRIGGER ${name} BEFORE INSERT ON messages WHEN length(NEW.text) > 1000 AND NEW.chat = (SELECT key FROM chats WHERE id = '${chat.chat}')
       BEGIN SELECT RAISE(ABORT, 'string or blob too big'); END`
    ).run()
    const ask = chat.ask('bench-fast:1b', `tokens=400 ${mark()}`)
    const watched = await watch(good(await chat.send(ask)))
    expect(watched.text.length).toBeGreaterThan(1_000)
    const next = await say(chat, ask.turn)
    await expect.poll(() => left(chat)).toEqual(NOTHING)
    await env.DB.prepare(`DROP TRIGGER ${name}`).run()

    // Not even a part of it fitted here; what it was is kept, and says why.
    const { messages } = good(await chat.open())
    expect(messages[1]).toMatchObject({
      id: ask.turn,
      text: '',
      status: 'interrupted',
      problem: { code: 'not_kept' },
    })
    expect((await inD1(chat)).at(-1)?.id).toBe(next.turn)
  })

  it('[T8] is still in its place after the death of its session, behind one that is in D1', async ({
    expect,
  }) => {
    const chat = newChat()
    const first = await say(chat, null)
    await expect.poll(() => left(chat)).toEqual(NOTHING)
    await refuseWrites(chat)
    const second = await say(chat, first.turn)
    await abortAllDurableObjects()
    const third = await say(chat, second.turn)
    await takeWrites(chat)
    await runDurableObjectAlarm(chat.session())
    await expect.poll(() => left(chat)).toEqual(NOTHING)

    expect(third.sent.map(({ content }) => content)).toEqual([
      first.question,
      first.text,
      second.question,
      second.text,
      third.question,
    ])
    expect(good(await chat.open()).messages).toHaveLength(6)
  })
})

/** What is kept is counted where it is written: whatever becomes of a chat, the counters are what a recount gives. */

import { env } from 'cloudflare:workers'
import { v7 as uuid } from 'uuid'
import { describe, it } from 'vitest'
import { type Chat, good, history, mark, newChat, watch } from './visitor.ts'
import { both, NOTHING } from './counted.ts'
import { NOTHING as EMPTY, left } from './storage.ts'

/** One turn, answered and in D1. */
async function turn(
  chat: Chat,
  text = `tokens=10 ${mark()}`,
  model = 'bench-fast:1b',
  parent?: string | null
) {
  const ask = chat.ask(model, text, parent === undefined ? {} : { parent })
  await watch(good(await chat.send(ask)))
  for (let tries = 0; (await left(chat)).turns > 0 && tries < 200; tries += 1) await scheduler.wait(10)
  return ask.turn
}

describe('[Q5] what is kept', () => {
  it('is counted as it is: asked, thought, asked again, renamed, deleted, moved', async ({ expect }) => {
    const chat = newChat()
    const other = newChat(chat.owner)
    const first = await turn(chat)
    await turn(chat, `äöü 漢字 tokens=20 ${mark()}`, 'ponder:14b', first)
    await turn(other)
    await other.rename('another name')
    const full = await both(chat.owner)
    expect(full.counted).toEqual(full.there)
    expect(full.there).toMatchObject({ chats: 2, messages: 6 })

    const heir = newChat()
    await turn(heir)
    const key = `(SELECT key FROM visitors WHERE id = '${heir.owner}')`
    await env.DB.prepare(`UPDATE chats SET visitor = ${key} WHERE id = '${chat.chat}'`).run()
    for (const owner of [chat.owner, heir.owner, undefined]) {
      const { counted, there } = await both(owner)
      expect(counted).toEqual(there)
    }
    expect((await both(heir.owner)).counted).toMatchObject({ chats: 2, messages: 6 })

    good(await other.delete())
    expect((await both(chat.owner)).counted).toEqual(NOTHING)
    const all = await both()
    expect(all.counted).toEqual(all.there)
  })

  it('says whether there is room, and refuses nothing that it has already', async ({ expect }) => {
    const chat = newChat()
    const ended = await turn(chat)
    const ask = (bytes: number, more: object = {}) =>
      history().room(chat.owner, { chat: chat.chat, turn: uuid(), bytes, ...more })
    expect(await ask(9_000_000)).toEqual({ ok: true, value: null })
    expect(await ask(10_000_000)).toMatchObject({
      ok: false,
      problem: {
        code: 'kept_full',
        message: expect.stringMatching(/^There is no room here for more of yours: /) as string,
      },
    })
    expect(await ask(10_000_000, { turn: ended })).toEqual({ ok: true, value: null })
    await env.DB.prepare('UPDATE kept SET chats = 200000 WHERE visitor = 0').run()
    const elsewhere = await ask(1, { chat: uuid() })
    const here = await ask(1)
    await env.DB.prepare('UPDATE kept SET chats = (SELECT count(*) FROM chats) WHERE visitor = 0').run()
    expect(elsewhere).toMatchObject({
      problem: { code: 'site_full', retryable: true, retryAfterMs: 3_600_000 },
    })
    expect(here).toEqual({ ok: true, value: null })
  })
})

describe('[V1] “Forget me”', () => {
  it('deletes all that is one visitor’s, and nothing of another’s', async ({ expect }) => {
    const chat = newChat()
    const [second, stranger] = [newChat(chat.owner), newChat()]
    for (const one of [chat, second, stranger]) await turn(one)
    good(await history().erase(chat.owner, []))
    expect(good(await chat.list()).chats).toEqual([])
    expect(await chat.open()).toMatchObject({ ok: false, problem: { code: 'not_found' } })
    expect((await both(chat.owner)).counted).toEqual(NOTHING)
    expect(good(await stranger.list()).chats).toHaveLength(1)
    good(await history().erase(chat.owner, []))
    good(await history().erase(uuid(), []))
  })

  it('[T1] ends what is being written, and nothing of it comes back', async ({ expect }) => {
    const chat = newChat()
    const ask = chat.ask('bench-50:1b', `tokens=2000 ${mark()}`)
    const reply = good(await chat.send(ask))
    const watching = watch(reply)
    while (good(await chat.list()).chats.length === 0) await scheduler.wait(20)
    good(await history().erase(chat.owner, []))
    expect((await watching).end?.type).toBe('done')
    expect(await left(chat)).toEqual(EMPTY)
    expect(good(await chat.list()).chats).toEqual([])
  })

  it('[T11] is also of what D1 did not take yet; what the same visitor begins later is kept', async ({
    expect,
  }) => {
    const chat = newChat()
    await turn(newChat(chat.owner))
    await env.DB.prepare(
      `CREATE TRIGGER away BEFORE INSERT ON chats WHEN NEW.id = '${chat.chat}' BEGIN SELECT RAISE(ABORT, 'away'); END`
    ).run()
    await watch(good(await chat.send(chat.ask('bench-fast:1b', `tokens=10 ${mark()}`))))
    good(await history().erase(chat.owner, []))
    await env.DB.prepare('DROP TRIGGER away').run()
    while ((await left(chat)).turns > 0) await scheduler.wait(50)
    expect(good(await chat.list()).chats).toEqual([])
    await turn(newChat(chat.owner))
    expect(good(await chat.list()).chats).toHaveLength(1)
  })
})

/** The session dies, is put away, or cannot reach D1: what was said survives. */

import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { describe, it, vi } from 'vitest'
import { type Chat, closed, good, newChat, watch, mark } from './visitor.ts'

/** Rows of the session's own storage; none when it is empty. */
const journalled = (chat: Chat) =>
  runInDurableObject(chat.session(), (_, { storage }) => {
    const tables = storage.sql.exec(`SELECT name FROM sqlite_master WHERE name = 'turn'`).toArray()
    return tables.length === 0 ? [] : storage.sql.exec('SELECT id, ending FROM turn').toArray()
  })

/** Takes the table of messages away, so that D1 really refuses. */
const breakD1 = () => env.DB.exec('ALTER TABLE messages RENAME TO away')
const mendD1 = () => env.DB.exec('ALTER TABLE away RENAME TO messages')

describe('a session', () => {
  it('leaves nothing behind when D1 has the turn', async ({ expect }) => {
    const chat = newChat()
    await watch(good(await chat.send(chat.ask('bench-fast:1b', 'tokens=5'))))
    await evictDurableObject(chat.session())

    expect(await journalled(chat)).toEqual([])
    expect(await runDurableObjectAlarm(chat.session())).toBe(false)
    expect(good(await chat.open()).messages).toHaveLength(2)
  })

  it('[T11] keeps a finished turn, shows it, and brings it to D1 when D1 is back', async ({ expect }) => {
    const chat = newChat()
    const stream = good(await chat.send(chat.ask('bench-50:1b', 'tokens=30')))
    await breakD1()
    const watched = await watch(stream)
    expect(watched.end?.type).toBe('done')
    expect(await journalled(chat)).toHaveLength(1)

    await evictDurableObject(chat.session())
    expect(await runDurableObjectAlarm(chat.session())).toBe(true)
    expect(await journalled(chat)).toHaveLength(1)

    await mendD1()
    expect(await runDurableObjectAlarm(chat.session())).toBe(true)
    expect(await journalled(chat)).toEqual([])
    const { messages } = good(await chat.open())
    expect(messages).toHaveLength(2)
    expect(messages[1]?.text).toBe(watched.text)
  })

  it('refuses to begin when D1 cannot say what the chat holds, and nothing is lost', async ({ expect }) => {
    const chat = newChat()
    const first = chat.ask('bench-fast:1b', 'tokens=5')
    await watch(good(await chat.send(first)))
    await breakD1()
    const refused = await chat.send(chat.ask('bench-fast:1b', 'tokens=5', { parent: first.turn }))
    await mendD1()

    expect(refused).toMatchObject({ ok: false, problem: { code: 'history_unavailable', retryable: true } })
    expect(await journalled(chat)).toEqual([])
  })

  it('[T2] that died after its first turn, asked it again while D1 is away, ends it as it had ended', async ({
    expect,
  }) => {
    const chat = newChat()
    // Says something else each time that it is asked.
    const ask = chat.ask('fault-drifts:1b', `tokens=30 rate=200 ${mark()}`)
    const before = await watch(good(await chat.send(ask)))
    expect(before.end?.type).toBe('done')
    await evictDurableObject(chat.session())
    await breakD1()
    const again = good(await chat.send(ask))
    const begun = await watch(again, undefined, ({ text }) => text.length > 60)
    await mendD1()
    const after = await watch(good(await chat.attach(ask.turn, begun.at)), begun)

    expect(after.end?.data).toEqual(before.end?.data)
    expect(after.text).toBe(before.text)
    expect(good(await chat.open()).messages.map(({ text }) => text)).toEqual([ask.text, before.text])
    expect(await journalled(chat)).toEqual([])
  })

  it('[T1] [T2] that died again while it answers so, before D1 could say, ends it as it had ended', async ({
    expect,
  }) => {
    const chat = newChat()
    const ask = chat.ask('fault-drifts:1b', `tokens=30 rate=200 ${mark()}`)
    const before = await watch(good(await chat.send(ask)))
    await evictDurableObject(chat.session())
    await breakD1()
    const again = good(await chat.send(ask))
    const inVain = vi.spyOn(console, 'warn').mockImplementation(() => {})
    await runInDurableObject(chat.session(), (_, state) => state.abort('a test')).catch(() => {})
    await watch(again).catch(() => {})
    const attached = good(await chat.attach(ask.turn))
    const seen = watch(attached)
    // A first try, and three more, each in vain.
    await expect
      .poll(() => inVain.mock.calls.filter(([line]) => `${line}`.includes('"memory"')).length)
      .toBe(4)
    await mendD1()

    expect((await seen).end?.data).toEqual(before.end?.data)
    inVain.mockRestore()
    expect(good(await chat.open()).messages.map(({ text }) => text)).toEqual([ask.text, before.text])
    expect(await journalled(chat)).toEqual([])
  })

  it('[V1] of a stranger is another object, and answers like no chat at all', async ({ expect }) => {
    const chat = newChat()
    const ask = chat.ask('bench-50:1b', 'tokens=50')
    const mine = good(await chat.send(ask))
    const stranger = newChat(undefined, chat.chat)

    const [open, attached, stopped, deleted] = [
      await stranger.open(),
      await stranger.attach(ask.turn),
      await stranger.stop(ask.turn),
      await stranger.delete(),
    ]
    const nobody = newChat()
    expect([open, attached, stopped, deleted]).toEqual([
      await nobody.open(),
      await nobody.attach(ask.turn),
      await nobody.stop(ask.turn),
      await nobody.delete(),
    ])
    expect((await watch(mine)).end?.type).toBe('done')
  })

  it('deleted while it answers stops the upstream, and nothing of the chat comes back', async ({
    expect,
  }) => {
    const chat = newChat()
    const question = `tokens=2000 ${mark()}`
    const stream = good(await chat.send(chat.ask('bench-50:1b', question)))
    await watch(stream, undefined, ({ text }) => text.length > 20)
    good(await chat.delete())

    expect(await chat.open()).toMatchObject({ ok: false, problem: { code: 'not_found' } })
    expect(await journalled(chat)).toEqual([])
    expect((await closed(question)).ended).toBe('closed by client')
    expect(await runDurableObjectAlarm(chat.session())).toBe(false)
  })

  it('that was put away with a finished turn can be deleted', async ({ expect }) => {
    const chat = newChat()
    const stream = good(await chat.send(chat.ask('bench-50:1b', 'tokens=20')))
    await breakD1()
    await watch(stream)
    await evictDurableObject(chat.session())
    await mendD1()
    good(await chat.delete())

    expect(await chat.open()).toMatchObject({ ok: false, problem: { code: 'not_found' } })
    expect(await journalled(chat)).toEqual([])
  })

  it('that was only looked for has no storage', async ({ expect }) => {
    const chat = newChat()
    await chat.open()
    const tables = await runInDurableObject(chat.session(), (_, { storage }) =>
      storage.sql.exec('SELECT name FROM sqlite_master').toArray()
    )
    expect(tables).toEqual([])
  })
})

/** Every open tab hears at once what changes in any of its visitor's chats, and costs nothing while nothing does. */

import {
  abortAllDurableObjects,
  evictDurableObject,
  runDurableObjectAlarm,
  runInDurableObject,
} from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { describe, it } from 'vitest'
import { knock, listen, turns } from './listener.ts'
import { good, newChat, watch } from './visitor.ts'

/** The runtime puts an object to sleep that nothing has asked anything of for 10 s. */
const ASLEEP_AFTER_MS = 12_000

const ended = (turn: string) => (heard: Parameters<typeof turns>[0]) =>
  turns(heard).some(([id, status]) => id === turn && status !== 'running')

describe('an open tab', () => {
  it('[L1] is told when a turn begins and when it ends, with the chat it is in', async ({ expect }) => {
    const chat = newChat()
    const tabs = [await listen(chat.owner), await listen(chat.owner)]
    const ask = chat.ask('bench-50:1b', 'tokens=10 of badgers')
    await watch(good(await chat.send(ask)))

    for (const { heard, until } of tabs) {
      await until(ended(ask.turn))
      expect(turns(heard)).toEqual([
        [ask.turn, 'running'],
        [ask.turn, 'done'],
      ])
      expect(heard[0]).toMatchObject({
        chat: { id: chat.chat, title: 'tokens=10 of badgers', running: ask.turn },
      })
      expect(heard[1]).not.toMatchObject({ chat: { running: ask.turn } })
    }
  })

  it('[L1] is told of a new name and of a deletion, after the turn that the deletion stopped', async ({
    expect,
  }) => {
    const chat = newChat()
    const tab = await listen(chat.owner)
    const ask = chat.ask('bench-50:1b', 'tokens=2000')
    const stream = good(await chat.send(ask))
    await tab.until(heard => heard.length > 0)
    good(await chat.rename('Sett'))
    good(await chat.delete())
    await stream.cancel()
    await tab.until(heard => heard.some(event => typeof event !== 'string' && event.type === 'deleted'))

    expect(tab.heard).toMatchObject([
      { type: 'turn', status: 'running' },
      { type: 'renamed', id: chat.chat, title: 'Sett' },
      { type: 'turn', status: 'stopped' },
      { type: 'deleted', id: chat.chat },
    ])
  })

  it('[V1] hears nothing of a stranger, not even of a chat with the same id', async ({ expect }) => {
    const chat = newChat()
    const stranger = newChat(undefined, chat.chat)
    const tab = await listen(chat.owner)
    await watch(good(await stranger.send(stranger.ask('bench-fast:1b', 'tokens=5'))))
    const mine = chat.ask('bench-fast:1b', 'tokens=5')
    await watch(good(await chat.send(mine)))
    await tab.until(ended(mine.turn))

    expect(new Set(turns(tab.heard).map(([turn]) => turn))).toEqual(new Set([mine.turn]))
  })

  it('[L1] that comes a moment after a turn began is told of it too', async ({ expect }) => {
    const chat = newChat()
    const first = await listen(chat.owner)
    const ask = chat.ask('bench-50:1b', 'tokens=100')
    const stream = good(await chat.send(ask))
    await first.until(heard => heard.length > 0)
    const second = await listen(chat.owner)
    await second.until(heard => heard.length > 0)

    expect(turns(second.heard)).toEqual([[ask.turn, 'running']])
    await watch(stream)
  })

  it('[T8] [L1] is told the end of a turn whose session died', async ({ expect }) => {
    const chat = newChat()
    const ask = chat.ask('bench-50:1b', 'tokens=80')
    await watch(good(await chat.send(ask)), undefined, ({ text }) => text.length > 100)
    await abortAllDurableObjects()
    const tab = await listen(chat.owner)
    expect(await runDurableObjectAlarm(chat.session())).toBe(true)
    await tab.until(ended(ask.turn))

    expect(turns(tab.heard).at(-1)).toEqual([ask.turn, 'done'])
  })
})

describe('the feed', () => {
  it('[L1] falls asleep with its sockets open though they are pinged, and wakes when there is something to tell', async ({
    expect,
  }) => {
    const chat = newChat()
    const tab = await listen(chat.owner)
    const feed = env.FEEDS.getByName(chat.owner)
    await runInDurableObject(feed, object => void Object.assign(object, { awake: true }))
    // Nothing tells of falling asleep, and to look would wake it. A ping that woke it would keep it awake at the end.
    for (const ping of ['ping', 'ping']) {
      await scheduler.wait(ASLEEP_AFTER_MS / 2)
      tab.send(ping)
      await tab.until(heard => heard.includes('pong'))
    }

    const ask = chat.ask('bench-fast:1b', 'tokens=5')
    await watch(good(await chat.send(ask)))
    await tab.until(ended(ask.turn))
    expect(await runInDurableObject(feed, object => 'awake' in object)).toBe(false)
  })

  it('keeps nothing: no row and no alarm', async ({ expect }) => {
    const chat = newChat()
    await listen(chat.owner)
    await watch(good(await chat.send(chat.ask('bench-fast:1b', 'tokens=5'))))
    const kept = await runInDurableObject(env.FEEDS.getByName(chat.owner), async (_, { storage }) => ({
      tables: storage.sql.exec('SELECT name FROM sqlite_master').toArray(),
      alarm: await storage.getAlarm(),
    }))

    expect(kept).toEqual({ tables: [], alarm: null })
  })

  it('refuses more tabs than anybody looks at, and has a place again when one is closed', async ({
    expect,
  }) => {
    const { owner } = newChat()
    const tabs = await Promise.all(Array.from({ length: 64 }, () => listen(owner)))
    const refused = await knock(owner)
    expect(refused.status).toBe(429)
    expect(refused.headers.get('retry-after')).toBe('60')
    expect(await refused.json()).toMatchObject({ code: 'too_many_tabs', retryable: true })

    tabs[0]?.close()
    let status = refused.status
    while (status === refused.status) ({ status } = await knock(owner))
    expect(status).toBe(101)
  })
})

describe('the list of chats', () => {
  it('[L1] names the turn that is being written, until it has ended', async ({ expect }) => {
    const chat = newChat()
    const ask = chat.ask('bench-50:1b', 'tokens=90')
    const stream = good(await chat.send(ask))
    // A long answer is listed after its first moment.
    const watched = await watch(stream, undefined, ({ text }) => text.length > 350)
    expect(good(await chat.list()).chats).toMatchObject([{ id: chat.chat, running: ask.turn }])

    await watch(good(await chat.attach(ask.turn, watched.at)))
    const tab = await listen(chat.owner)
    await tab.until(ended(ask.turn))
    await evictDurableObject(chat.session())
    expect(good(await chat.list()).chats[0]).not.toHaveProperty('running')
  })
})

/** A deletion is for good, whatever else happens at the same moment. */

import { abortAllDurableObjects, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { describe, it } from 'vitest'
import { left, NOTHING, refuseWrites, takeWrites } from './storage.ts'
import { closed, good, mark, newChat, upstream, watch } from './visitor.ts'

describe('a deletion', () => {
  it('[T1] during a recovery: nothing of the chat comes back, and the box is let go of', async ({
    expect,
  }) => {
    const chat = newChat()
    const question = `tokens=400 ${mark()}`
    await watch(
      good(await chat.send(chat.ask('bench-50:1b', question))),
      undefined,
      ({ text }) => text.length > 300
    )
    await abortAllDurableObjects()
    good(await chat.delete())

    expect(await chat.open()).toMatchObject({ ok: false, problem: { code: 'not_found' } })
    expect(await left(chat)).toEqual(NOTHING)
    await closed(question)
    for (const { ended } of await upstream(question)) expect(ended).not.toBeNull()
  })

  it('[T1] and the next question at the same moment: that begins a chat anew, or finds nothing to answer to', async ({
    expect,
  }) => {
    const chat = newChat()
    const first = chat.ask('bench-50:1b', `tokens=400 ${mark()}`)
    await watch(good(await chat.send(first)), undefined, ({ text }) => text.length > 20)
    const question = `tokens=10 ${mark()}`
    const anew = chat.ask('bench-fast:1b', question)
    const [deleted, begun, lost] = await Promise.all([
      chat.delete(),
      chat.send(anew),
      chat.send(chat.ask('bench-fast:1b', 'and?', { parent: first.turn })),
    ])

    expect(deleted).toMatchObject({ ok: true })
    expect(lost).toMatchObject({ ok: false })
    const watched = await watch(good(begun))
    expect(watched.end?.type).toBe('done')
    const { messages } = good(await chat.open())
    expect(messages.map(({ text }) => text)).toEqual([question, watched.text])
  })

  it('[T1] during the wait for the box: nothing is asked any more', async ({ expect }) => {
    const chat = newChat()
    const question = `after=20 ${mark()}`
    const ask = chat.ask('fault-reset:1b', question)
    let deleted: Promise<unknown> | undefined
    await watch(good(await chat.send(ask)), undefined, ({ seen }) => {
      const last = seen.at(-1)
      if (last?.type === 'state' && last.data.state === 'waiting') deleted ??= chat.delete()
      return false
    })

    expect(await deleted).toMatchObject({ ok: true })
    expect(await chat.open()).toMatchObject({ ok: false, problem: { code: 'not_found' } })
    expect(await left(chat)).toEqual(NOTHING)
    expect(await upstream(question)).toHaveLength(1)
  })

  it('[T1] and the alarm for a turn that waits for D1: nothing of the chat comes back', async ({
    expect,
  }) => {
    const chat = newChat()
    await refuseWrites(chat)
    await watch(good(await chat.send(chat.ask('bench-fast:1b', `tokens=10 ${mark()}`))))
    await takeWrites(chat)
    await runInDurableObject(chat.session(), async session => {
      const deleted = session.forget(chat.owner, chat.chat)
      // Far enough for D1 to have been asked, and not for its answer: what is written now waits behind the deletion.
      for (let n = 0; n < 20; n += 1) await Promise.resolve()
      await Promise.all([deleted, session.alarm()])
    })

    expect(await chat.open()).toMatchObject({ ok: false, problem: { code: 'not_found' } })
    const rows = env.DB.prepare('SELECT id FROM chats WHERE id = ?').bind(chat.chat)
    expect((await rows.all()).results).toEqual([])
    expect(await left(chat)).toEqual(NOTHING)
  })

  it('[T1] that its session did not live to end is ended by its next life', async ({ expect }) => {
    const chat = newChat()
    await refuseWrites(chat)
    const ask = chat.ask('bench-fast:1b', `tokens=10 ${mark()}`)
    await watch(good(await chat.send(ask)))
    // What a deletion writes down before it asks D1; D1 has done its part, or has not.
    await runInDurableObject(chat.session(), (_, { storage }) => storage.kv.put('doomed', true))
    await takeWrites(chat)
    await abortAllDurableObjects()

    await runDurableObjectAlarm(chat.session())
    expect(await chat.open()).toMatchObject({ ok: false, problem: { code: 'not_found' } })
    expect(await left(chat)).toEqual(NOTHING)
  })

  it('[T11] is refused while D1 refuses, and loses nothing', async ({ expect }) => {
    const chat = newChat()
    const ask = chat.ask('bench-fast:1b', `tokens=10 ${mark()}`)
    const watched = await watch(good(await chat.send(ask)))
    await env.DB.exec(
      `CREATE TRIGGER undeletable BEFORE DELETE ON chats WHEN OLD.id = '${chat.chat}' BEGIN SELECT RAISE(ABORT, 'away'); END`
    )
    const refused = await chat.delete()
    await env.DB.exec('DROP TRIGGER undeletable')

    expect(refused).toMatchObject({ ok: false, problem: { code: 'history_unavailable', retryable: true } })
    expect(good(await chat.open()).messages[1]).toMatchObject({ text: watched.text })
    good(await chat.delete())
    expect(await chat.open()).toMatchObject({ ok: false, problem: { code: 'not_found' } })
  })
})

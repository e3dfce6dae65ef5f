/** Stop closes the upstream, in every phase, and keeps what had arrived. */

import { abortAllDurableObjects } from 'cloudflare:test'
import { describe, it } from 'vitest'
import { closed, good, newChat, upstream, watch, mark } from './visitor.ts'

describe('stop', () => {
  it('[T5] closes the upstream within a second while tokens flow, and keeps them', async ({ expect }) => {
    const chat = newChat()
    const question = `tokens=2000 ${mark()}`
    const ask = chat.ask('bench-50:1b', question)
    const watching = watch(good(await chat.send(ask)), undefined, ({ text }) => {
      if (text.length > 30) void chat.stop(ask.turn)
      return false
    })
    const watched = await watching
    const asked = Date.now()
    const request = await closed(question)

    expect(Date.now() - asked).toBeLessThan(1_000)
    expect(request.ended).toBe('closed by client')
    expect(watched.end).toMatchObject({
      type: 'done',
      data: { message: { status: 'stopped', text: watched.text } },
    })
    expect(good(await chat.open()).messages[1]).toMatchObject({ status: 'stopped', text: watched.text })
    expect(request.content.startsWith(watched.text)).toBe(true)
  })

  it.for([
    ['before its headers', 'fault-silent:1b', 'silent=60000'],
    ['while the model is being loaded', 'slow-load', ''],
    ['in the middle of a stall', 'fault-stall:1b', 'after=3'],
  ])('[T5] closes an upstream that is silent %s', async ([, model = '', words = ''], { expect }) => {
    const chat = newChat()
    const question = `${words} ${mark()}`
    const ask = chat.ask(model === 'slow-load' ? 'badger:70b' : model, question)
    const stream = good(await chat.send(ask))
    while ((await upstream(question)).length === 0) await scheduler.wait(10)
    const asked = Date.now()
    good(await chat.stop(ask.turn))
    const request = await closed(question)

    expect(Date.now() - asked).toBeLessThan(1_000)
    expect(request.ended).toBe('closed by client')
    expect((await watch(stream)).end).toMatchObject({
      type: 'done',
      data: { message: { status: 'stopped' } },
    })
  })

  it('[T5] that was answered with yes outlives its session', async ({ expect }) => {
    const chat = newChat()
    const question = `tokens=2000 ${mark()}`
    const ask = chat.ask('bench-50:1b', question)
    const seen = await watch(good(await chat.send(ask)), undefined, ({ text }) => text.length > 30)
    good(await chat.stop(ask.turn))
    await abortAllDurableObjects()

    const later = await watch(good(await chat.attach(ask.turn, seen.at)), seen)
    expect(later.end).toMatchObject({
      type: 'done',
      data: { message: { status: 'stopped', text: later.text } },
    })
    expect(await upstream(question)).toHaveLength(1)
  })

  it('of a turn that has ended changes nothing, and of none is refused', async ({ expect }) => {
    const chat = newChat()
    const ask = chat.ask('bench-fast:1b', 'tokens=5')
    await watch(good(await chat.send(ask)))

    expect(await chat.stop(ask.turn)).toEqual({ ok: true, value: null })
    expect(good(await chat.open()).messages[1]?.status).toBe('done')
    expect(await chat.stop(crypto.randomUUID())).toMatchObject({ ok: false, problem: { code: 'not_found' } })
  })
})

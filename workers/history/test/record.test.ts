/** What the owner is told of a turn: once, when it has ended, whatever happened to it. */

import { abortAllDurableObjects, evictDurableObject, runDurableObjectAlarm } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { afterEach, beforeEach, describe, it, type MockInstance, vi } from 'vitest'
import { good, mark, newChat, watch } from './visitor.ts'

const TRACE = { requestId: 'r-1', who: 'w-1' }

let noted: MockInstance<typeof console.info>
let logged: MockInstance<typeof console.warn>
beforeEach(() => {
  noted = vi.spyOn(console, 'info').mockImplementation(() => {})
  logged = vi.spyOn(console, 'warn').mockImplementation(() => {})
})
afterEach(() => vi.restoreAllMocks())

const linesOf = ({ mock }: { mock: { calls: unknown[][] } }) =>
  mock.calls.map(([line]) => JSON.parse(`${line}`) as Record<string, unknown>)

const turns = () => linesOf(noted).filter(({ burrow }) => burrow === 'turn')

/** The lines of turns, once there is one. */
async function told() {
  await vi.waitUntil(() => turns().length > 0)
  return turns()
}

const breakD1 = () => env.DB.exec('ALTER TABLE messages RENAME TO away')
const mendD1 = () => env.DB.exec('ALTER TABLE away RENAME TO messages')

describe('[O1] the owner is told of a turn', () => {
  it('how it ended, how long it was in which stage, and what it came to', async ({ expect }) => {
    const chat = newChat()
    const points = vi.spyOn(Object.getPrototypeOf(env.METRICS), 'writeDataPoint')
    const trace = { ...TRACE, model: 'bench-fast:1b' }
    await watch(good(await chat.send(chat.ask('bench-fast:1b', 'tokens=30'), trace)))
    const [line, ...others] = await told()

    expect(others).toEqual([])
    expect(line).toEqual({
      burrow: 'turn',
      request: 'r-1',
      who: 'w-1',
      model: 'bench-fast:1b',
      how: 'done',
      ms: {
        earlier: 0,
        waiting: expect.any(Number),
        queued: expect.any(Number),
        loading: expect.any(Number),
        reading: expect.any(Number),
        writing: expect.any(Number),
      },
      tokens: { prompt: expect.any(Number), answer: 30 },
      tries: 1,
      seams: 0,
    })
    expect(points.mock.calls).toMatchObject([[{ indexes: ['done'], blobs: ['done', 'bench-fast:1b', ''] }]])
  })

  it.for([
    ['fault-500-oom:1b', 'failed', 'model_failed', 0],
    ['fault-no-done:1b', 'interrupted', 'incomplete', 5],
  ] as const)('%s: that it is %s, and why', async ([model, how, code, answer], { expect }) => {
    const chat = newChat()
    await watch(good(await chat.send(chat.ask(model, `after=5 ${mark()}`), { ...TRACE, model })))

    expect(await told()).toMatchObject([{ request: 'r-1', model, how, code, tokens: { answer } }])
    const wrongs = linesOf(logged).filter(({ burrow }) => burrow === 'broken')
    expect(wrongs.map(({ request }) => request)).toEqual(wrongs.map(() => 'r-1'))
    expect(wrongs.length).toBeGreaterThan(0)
  })

  it('that it was stopped', async ({ expect }) => {
    const chat = newChat()
    const ask = chat.ask('bench-50:1b', `tokens=500 ${mark()}`)
    await watch(good(await chat.send(ask, TRACE)), undefined, ({ text }) => text.length > 20)
    good(await chat.stop(ask.turn))

    expect(await told()).toMatchObject([{ request: 'r-1', model: 'bench-50:1b', how: 'stopped' }])
    expect(turns()[0]).not.toHaveProperty('code')
  })

  it('without its model, where nobody knows that it is more than a word of a visitor’s', async ({
    expect,
  }) => {
    const chat = newChat()
    await watch(good(await chat.send(chat.ask('my-own-words:1b', `x ${mark()}`), TRACE)))

    const [line] = await told()
    expect(line).toMatchObject({ how: 'failed', code: 'not_allowed' })
    expect(JSON.stringify([line, ...linesOf(logged)])).not.toContain('my-own-words')
  })

  it('once, and under the request that asked, after the death of its session', async ({ expect }) => {
    const chat = newChat()
    const ask = chat.ask('bench-50:1b', `tokens=150 ${mark()}`)
    const seen = await watch(good(await chat.send(ask, TRACE)), undefined, ({ text }) => text.length > 300)
    await abortAllDurableObjects()
    await watch(good(await chat.attach(ask.turn, seen.at)), seen)
    const [line, ...others] = await told()

    expect(others).toEqual([])
    expect(line).toMatchObject({ request: 'r-1', who: 'w-1', how: 'done' })
    // Other files' tests cut whatever the demo is writing.
    expect(line?.['tries']).toBeGreaterThan(1)
    expect(line?.['seams']).toBeGreaterThan(0)
    expect(line?.['ms']).toMatchObject({ earlier: expect.toSatisfy((ms: number) => ms > 0) })
  })

  it('once, though D1 takes it only in a later life of its session', async ({ expect }) => {
    const chat = newChat()
    const stream = good(await chat.send(chat.ask('bench-50:1b', 'tokens=30'), TRACE))
    await breakD1()
    await watch(stream)
    await told()
    await evictDurableObject(chat.session())
    await runDurableObjectAlarm(chat.session())
    await mendD1()
    await runDurableObjectAlarm(chat.session())

    expect(good(await chat.open()).messages).toHaveLength(2)
    expect(turns()).toHaveLength(1)
    const late = linesOf(logged).filter(({ burrow }) => burrow === 'memory')
    expect(late.length).toBeGreaterThan(0)
    expect(late.map(({ request }) => request)).toEqual(late.map(() => 'r-1'))
  })

  it('once, though it is asked again when it has ended', async ({ expect }) => {
    const chat = newChat()
    // Says something else each time that it is asked.
    const ask = chat.ask('fault-drifts:1b', `tokens=30 rate=200 ${mark()}`)
    await watch(good(await chat.send(ask, TRACE)))
    await told()
    await evictDurableObject(chat.session())
    await watch(good(await chat.send(ask, { requestId: 'r-2' })))
    await evictDurableObject(chat.session())

    expect(turns()).toHaveLength(1)
  })
})

it('what history logs of a call names the request of that call', async ({ expect }) => {
  const chat = newChat()
  await watch(good(await chat.send(chat.ask('bench-fast:1b', 'tokens=3'))))
  await env.DB.exec('ALTER TABLE chats RENAME TO away')
  const calls = [chat.list('r-1'), chat.rename('x', 'r-2'), chat.delete('r-3'), chat.health('r-4')]
  const replies = await Promise.all(calls)
  await env.DB.exec('ALTER TABLE away RENAME TO chats')

  expect(replies.map(({ ok }) => ok)).toEqual([false, false, false, false])
  const requests = linesOf(logged).flatMap(({ burrow, request }) => (burrow === 'memory' ? [request] : []))
  expect(requests.toSorted()).toEqual(['r-1', 'r-2', 'r-3', 'r-4'])
})

/** A turn is followed to its end, wherever the way breaks. The fakes are literals; time is the machine's own. */

import { afterEach, test, vi } from 'vitest'
import type { TurnEvent } from '../../../workers/protocol/events.ts'
import type { Problem } from '../../../workers/protocol/problems.ts'
import { DONE, follow, frame, lost, request, stream } from './turn-stream.fixture.ts'
import { TurnStream } from './turn-stream.ts'

afterEach(() => {
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
  vi.useRealTimers()
})

test('an answer in one piece is told once', async ({ expect }) => {
  const { calls, events } = await follow([
    stream(frame('text', '8', { text: 'Because.' }), frame('done', '8', DONE)),
  ])
  expect(calls).toEqual([{ method: 'POST', path: '/api/chats/c/turns', from: null }])
  expect(events.map(each => each.type)).toEqual(['text', 'done'])
})

test('T6: a cut stream is taken up behind the last event, by its id as it came', async ({ expect }) => {
  const { calls, events, away } = await follow([
    stream(frame('text', '3.1', { text: 'Bec' })),
    lost,
    stream(frame('text', '8.1', { text: 'ause.' }), frame('done', '8.1', DONE)),
  ])
  expect(calls.slice(1)).toEqual(
    [1, 2].map(() => ({ method: 'GET', path: '/api/chats/c/turns/t/events', from: '3.1' }))
  )
  expect(events.map(each => each.type)).toEqual(['text', 'text', 'done'])
  expect(away).toEqual([false, true, true, false])
})

test('T2: a question that nothing has answered is sent again as the same turn', async ({ expect }) => {
  const { calls, refused } = await follow([lost, stream(frame('done', '8', DONE))])
  expect(calls.map(each => each.method)).toEqual(['POST', 'POST'])
  expect(refused).toEqual([])
})

test('a question that goes nowhere comes back', async ({ expect }) => {
  expect((await follow([lost, lost, lost, lost])).refused).toEqual([[null, false]])
  expect((await follow([lost], { online: false })).refused).toEqual([[null, false]])
})

test('T3: a refusal ends it', async ({ expect }) => {
  const busy: Problem = { code: 'chat_busy', message: 'Busy.', retryable: true, turn: 'other' }
  const { calls, refused } = await follow([Response.json(busy, { status: 409 })])
  expect(refused).toEqual([[busy, false]])
  expect(calls).toHaveLength(1)
})

test('while a turn runs, a 5xx is a broken way and a 4xx is the end of it', async ({ expect }) => {
  const gone: Problem = { code: 'not_found', message: 'Gone.', retryable: false }
  const { calls, refused } = await follow(
    [new Response('Bad gateway', { status: 502 }), Response.json(gone, { status: 404 })],
    { asked: false }
  )
  expect(calls.map(each => each.from)).toEqual(['7.1', '7.1'])
  expect(refused).toEqual([[gone, true]])
})

test('while a turn runs, what is asked too much now is asked for again later', async ({ expect }) => {
  const full: Problem = { code: 'too_many_viewers', message: 'Full.', retryable: true, retryAfterMs: 30_000 }
  const { calls, refused, events } = await follow(
    [Response.json(full, { status: 429 }), stream(frame('done', '8', DONE))],
    { asked: false }
  )
  expect(calls).toHaveLength(2)
  expect(refused).toEqual([])
  expect(events.map(each => each.type)).toEqual(['done'])
})

test('what is left of the box is told with the question, and with nothing else', async ({ expect }) => {
  const [done, said] = [frame('done', '8', DONE), { headers: { 'Burrow-Seconds-Left': '170' } }]
  expect((await follow([new Response(done, said)])).left).toEqual([170])
  expect((await follow([new Response(done)])).left).toEqual([null])
  expect((await follow([new Response(done, { headers: { 'Burrow-Seconds-Left': 'x' } })])).left).toEqual([
    null,
  ])
  expect((await follow([new Response(done, said)], { asked: false })).left).toEqual([])
})

test('what comes after the end is not told', async ({ expect }) => {
  const { events } = await follow([stream(frame('done', '8', DONE), frame('text', '9', { text: '?' }))])
  expect(events.map(each => each.type)).toEqual(['done'])
})

test('a frame that this page does not know is passed over', async ({ expect }) => {
  const { events } = await follow([
    stream(
      frame('weather', '0', {}),
      frame('text', '0', { words: 1 }),
      'event: text\ndata: {\n\n',
      frame('done', '8', DONE)
    ),
  ])
  expect(events.map(each => each.type)).toEqual(['done'])
})

/** A network that answers when it is told to. */
function slowly() {
  const { promise, resolve } = Promise.withResolvers<Response>()
  return { answered: promise, answer: resolve }
}

test('a turn that waits for a box that is away is asked for when something is heard of it, and never else', async ({
  expect,
}) => {
  const kept = () => stream(frame('state', '0', { state: 'queued', until: Date.now() + 60_000 }))
  const [first, second, third] = [slowly(), slowly(), slowly()]
  const steps = [first, second, third]
  let calls = 0
  vi.stubGlobal('fetch', () => steps[calls++]?.answered)
  const looks = new Set<() => void>()
  const looked = (callback: () => void) => {
    looks.add(callback)
    return () => looks.delete(callback)
  }
  const away: boolean[] = []
  const told: TurnEvent[] = []
  const listener = {
    event: (event: TurnEvent) => void told.push(event),
    away: (gone: boolean) => void away.push(gone),
    refused: () => undefined,
  }
  vi.useFakeTimers()
  const followed = new TurnStream({ chat: 'c', turn: 't', after: '0', request }, listener, looked, () => true)
  const run = followed.run()
  first.answer(kept())
  await vi.advanceTimersByTimeAsync(24 * 3_600_000)
  expect(calls).toBe(1)
  // Somebody comes back to the page.
  for (const look of looks) look()
  await vi.advanceTimersByTimeAsync(0)
  expect(calls).toBe(2)
  // It goes on before that answer, which is older, is here.
  followed.knock()
  second.answer(kept())
  await vi.advanceTimersByTimeAsync(0)
  expect(calls).toBe(3)
  third.answer(stream(frame('done', '8', DONE)))
  await run
  expect(told.map(({ type }) => type)).toEqual(['state', 'state', 'done'])
  // The way was never broken.
  expect(away).not.toContain(true)
  expect(looks.size).toBe(0)
})

test('a turn that waits for long is gone back to as soon after the fourth cut as after the first', async ({
  expect,
}) => {
  vi.useFakeTimers({ toFake: ['Date'] })
  vi.spyOn(Math, 'random').mockReturnValue(1)
  const waits = vi.spyOn(globalThis, 'setTimeout')
  /** Breaks off when it has told this for a minute. */
  const minute = () => {
    const told = new TextEncoder().encode(frame('state', '0', { state: 'queued', position: 2, ahead: 1 }))
    const pull = (controller: ReadableStreamDefaultController) => {
      vi.setSystemTime(Date.now() + 60_000)
      controller.error(lost)
    }
    const start = (controller: ReadableStreamDefaultController) => controller.enqueue(told)
    return new Response(new ReadableStream({ start, pull }, { highWaterMark: 1 }))
  }
  const { events } = await follow([minute(), minute(), minute(), minute(), stream(frame('done', '8', DONE))])
  expect(events.at(-1)?.type).toBe('done')
  const backoffs = [500, 1_000, 2_000, 4_000, 8_000]
  const waited = waits.mock.calls.map(([, ms]) => ms).filter(ms => ms !== undefined && backoffs.includes(ms))
  expect(waited).toEqual([500, 500, 500, 500])
})

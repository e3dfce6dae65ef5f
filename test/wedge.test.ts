/** A runner that has lost its slots: loaded, silent, and of no use until it has been unloaded. And all that looks like it. */

import { afterAll, beforeAll, describe, it } from 'vitest'
import { post, user } from '../demo/client.ts'
import type { RecordedRequest } from '../demo/server.ts'
import { asked, emptyMemory, newMark, startSystem, type System, until } from './system.ts'
import type { Chat } from './visitor.ts'
import { watch, type Watched } from './watch.ts'

/** Seconds of silence that are granted; a look every second or two comes on top. */
const WEDGE_SECONDS = 1
/** Seconds that these short questions may take to be read by a box of which nothing is known. */
const READING_SECONDS = 3
/** Milliseconds after which a model that counts as wedged has been unloaded for sure. */
const STRUCK_MS = (WEDGE_SECONDS + READING_SECONDS + 3.5) * 1_000

let system: System
beforeAll(async () => {
  system = await startSystem({
    demo: { slots: 1, loadMs: STRUCK_MS },
    vars: {
      WEDGE_SECONDS: `${WEDGE_SECONDS}`,
      UNLOAD_WEDGED: 'true',
      LET_GO_SECONDS: '20',
      STALL_SECONDS: '1',
      RETRY_SECONDS: '0',
    },
  })
})
afterAll(() => system.stop())

const unloads = (model: string): RecordedRequest[] =>
  system.demo.requests.filter(({ kind, model: whose }) => kind === 'unload' && whose === model)
const pause = (ms: number) => new Promise(done => setTimeout(done, ms))

interface Asked {
  question: string
  chat: Chat
  turn: string
  /** To the end. */
  watched: Promise<Watched>
  requests(): RecordedRequest[]
}

async function ask(model: string, words = 'tokens=20'): Promise<Asked> {
  const question = `${words} ${newMark()}`
  const { chat, turn, response } = await system.visitor().ask(model, question)
  return { question, chat, turn, watched: watch(response), requests: () => asked(system.demo, question) }
}

/** Once the model has begun to answer. */
const answering = ({ requests }: Asked) => until('it begins', () => requests()[0]?.firstTokenAt ?? null)
const waiting = ({ requests }: Asked) => until('the box is asked', () => requests()[0] ?? null)

describe.concurrent('a wedged model', () => {
  it('[T9] [T12] answers after one unload and one more try, and the viewer is told', async ({ expect }) => {
    const one = await ask('fault-wedged:1b')
    const watched = await one.watched
    const { messages } = await one.chat.open()

    expect(watched.states).toEqual(['reading', 'loading'])
    expect(watched.message).toMatchObject({ status: 'done', text: watched.text })
    expect(one.requests().map(({ ended }) => ended)).toEqual(['closed by client', 'finished'])
    expect(watched.text).toBe(one.requests()[1]?.content)
    expect(messages.filter(({ role }) => role === 'assistant')).toEqual([watched.message])
    expect(unloads('fault-wedged:1b')).toHaveLength(1)
    expect(system.burrow.said()).toMatch(/"burrow":"wedged",.*"model":"fault-wedged:1b".*"unloaded":true/)
  })

  it('[T9] is unloaded once for all who wait for it, and answers each of them', async ({ expect }) => {
    const model = 'bench-50:1b'
    system.demo.switch({ wedge: model })
    const all = [await ask(model), await ask(model)]
    await pause(WEDGE_SECONDS * 500)
    all.push(await ask(model))
    await until('it is unloaded', () => unloads(model)[0] ?? null)
    all.push(await ask(model))
    const ends = await Promise.all(all.map(({ watched }) => watched))

    expect(ends.map(({ message }) => message?.status)).toEqual(all.map(() => 'done'))
    expect(unloads(model)).toHaveLength(1)
    expect(Math.max(...all.map(({ requests }) => requests().length))).toBe(2)
  })

  it('[T5] that is held in memory by another: a stop ends the turn, and nothing is asked any more', async ({
    expect,
  }) => {
    const model = 'ponder:14b'
    system.demo.switch({ wedge: model })
    // It waits in vain like everybody, but never lets go.
    const stranger = new AbortController()
    const strange = post(system.demo.url, '/api/chat', { model, messages: [user('?')] }, stranger.signal)
    strange.catch(() => {})
    const one = await ask(model)
    await until('it is unloaded', () => unloads(model)[0] ?? null)
    const stopped = Date.now()
    await one.chat.stop(one.turn)
    const watched = await one.watched
    const took = Date.now() - stopped
    stranger.abort()
    await pause(STRUCK_MS)

    expect(took).toBeLessThan(1_000)
    expect(watched.message).toMatchObject({ status: 'stopped', text: '' })
    expect(one.requests().map(({ ended }) => ended)).toEqual(['closed by client'])
    expect(unloads(model)).toHaveLength(1)
  })

  it('[T5] that nobody waits for any more is not unloaded after a stop', async ({ expect }) => {
    const model = 'parrot:1b'
    system.demo.switch({ wedge: model })
    const one = await ask(model)
    await waiting(one)
    await one.chat.stop(one.turn)
    await pause(STRUCK_MS)

    expect((await one.watched).message?.status).toBe('stopped')
    expect(unloads(model)).toEqual([])
  })

  it('is not unloaded again and again', async ({ expect }) => {
    const model = 'fault-final-content:1b'
    for (const tries of [2, 1]) {
      system.demo.switch({ wedge: model })
      const one = await ask(model)
      await pause(STRUCK_MS)
      await one.chat.stop(one.turn)
      await one.watched
      expect(one.requests()).toHaveLength(tries)
    }
    expect(unloads(model)).toHaveLength(1)
  })

  it.for([
    ['was told to the end', 'bench-fast:1b', 'done'],
    ['was stopped', 'slow:1b', 'stopped'],
    ['ended with an error', 'fault-error-line:1b', 'interrupted'],
    ['was cut', 'fault-reset:1b', 'interrupted'],
    ['ended early', 'fault-no-done:1b', 'interrupted'],
    ['stalled', 'fault-stall:1b', 'stopped'],
    ['was refused', 'fault-404:1b', 'failed'],
  ] as const)('[T9] is found though an answer before it %s', async ([, model, status], { expect }) => {
    const before = await ask(model)
    if (status === 'stopped') {
      await (model === 'slow:1b' ? answering(before) : until('it is resumed', () => before.requests()[1]))
      await before.chat.stop(before.turn)
    }
    const { message } = await before.watched
    const stored = (await before.chat.open()).messages.at(-1)
    system.demo.switch({ wedge: model })
    const one = await ask(model)
    await until('it is unloaded', () => unloads(model)[0] ?? null)
    await until('it is asked again', () => one.requests()[1] ?? null)
    await one.chat.stop(one.turn)

    expect((message ?? stored)?.status).toBe(status)
    expect(unloads(model)).toHaveLength(1)
  })
})

describe('a model is not unloaded', () => {
  it('[T12] while it reads, however long it is silent, if the question is long', async ({ expect }) => {
    // Ten tokens a second: half a minute beyond what is granted anyway.
    const long = await ask('fault-silent:1b', `silent=3500 tokens=20 ${'word '.repeat(200)}`)
    const { message, states } = await long.watched

    expect(message?.status).toBe('done')
    expect(states).toEqual(['reading'])
    expect(long.requests()).toHaveLength(1)
    expect(unloads('fault-silent:1b')).toEqual([])
  })

  it('[T9] while another answer of it flows, nor at once when that is over', async ({ expect }) => {
    const model = 'fault-silent:1b'
    const first = await ask(model, 'silent=0 tokens=150 rate=20')
    await answering(first)
    const second = await ask(model, 'silent=500 tokens=20')
    const ends = await Promise.all([first.watched, second.watched])
    const [one, two] = [first.requests()[0], second.requests()[0]]

    expect((two?.firstTokenAt ?? 0) - (two?.arrivedAt ?? 0)).toBeGreaterThan(STRUCK_MS)
    expect(two?.firstTokenAt).toBeGreaterThanOrEqual(one?.endedAt ?? Infinity)
    expect(ends.map(({ message }) => message?.status)).toEqual(['done', 'done'])
    expect(second.requests()).toHaveLength(1)
    expect(unloads(model)).toEqual([])
  })

  it('[T12] while it is being loaded', async ({ expect }) => {
    await emptyMemory(system.demo)
    const one = await ask('badger:70b', 'silent')
    const watched = await one.watched

    expect(watched.states[0]).toBe('loading')
    expect(one.requests()).toHaveLength(1)
    expect(unloads('badger:70b')).toEqual([])
  })
})

/** A program stands in the queue like everybody: it waits for its slot, and whatever becomes of it, its place and its slot are free again. */

import { afterAll, beforeAll, describe, it } from 'vitest'
import { benchAnswer } from '../demo/server.ts'
import type { Status } from '../workers/protocol/nouns.ts'
import { all, programs, says } from './programs.ts'
import { asked, newQuestion, startSystem, type System, until } from './system.ts'
import { watch } from './watch.ts'

const SLOW = 'bench-50:1b'
const FAST = 'bench-fast:1b'

/** Milliseconds in which a client that has left is noticed while nothing comes: a heartbeat, and a moment. */
const NOTICED_MS = 15_000

let system: System
let they: Awaited<ReturnType<typeof programs>>
beforeAll(async () => {
  system = await startSystem({ slots: 1, resident: 1, demo: { slots: 1, room: 1, loadMs: 300 } })
  they = await programs(system)
})
afterAll(() => system.stop())

const now = (): Promise<Status> => system.visitor().get<Status>('/api/status')
const stands = (queue: number, answering: number, withinMs?: number) =>
  until(
    `${queue} wait and ${answering} are answered`,
    async () => {
      const status = await now()
      return status.queue === queue && status.answering === answering
    },
    withinMs
  )

/** Somebody whose answer does not end until `letGo`: the box is theirs. */
async function holder() {
  const question = newQuestion(20)
  system.demo.switch({ hold: question })
  const visitor = system.visitor()
  await visitor.chats()
  const { response } = await visitor.ask(FAST, question)
  const seen = watch(response)
  await until('the box is theirs', () => asked(system.demo, question)[0]?.tokens)
  return { seen, letGo: () => system.demo.switch({ letGo: question }) }
}

describe('a program that waits', () => {
  it('[Q1] is answered when it is its turn, by both clients, streamed or not', async ({ expect }) => {
    const busy = await holder()
    // A visitor has two questions that wait.
    const other = await programs(system)
    const questions = [1, 2, 3, 4].map(() => newQuestion(10))
    const [one = '', two = '', three = '', four = ''] = questions
    const ask = (question: string) => ({ model: FAST, messages: says(question) })
    const answers = Promise.all([
      they.openai.chat.completions.create(ask(one)).then(whole => whole.choices[0]?.message.content),
      they.openai.chat.completions
        .create({ ...ask(two), stream: true })
        .then(stream => all(stream))
        .then(chunks => chunks.map(({ choices }) => choices[0]?.delta.content ?? '').join('')),
      other.ollama.chat(ask(three)).then(({ message }) => message.content),
      other.ollama
        .chat({ ...ask(four), stream: true })
        .then(stream => all(stream))
        .then(parts => parts.map(({ message }) => message.content).join('')),
    ])
    await stands(4, 1)
    busy.letGo()

    expect(await answers).toEqual(questions.map(benchAnswer))
    await busy.seen
    await stands(0, 0)
  })

  it('[Q5] is refused where its visitor has as much waiting as they may, and told when to come back', async ({
    expect,
  }) => {
    const busy = await holder()
    const waiting = [1, 2].map(() =>
      they.openai.chat.completions.create({ model: FAST, messages: says(newQuestion(5)) })
    )
    await stands(2, 1)
    const refused = await they.openai.chat.completions
      .create({ model: FAST, messages: says('hi') })
      .catch((error: unknown) => error)

    expect(refused).toMatchObject({ status: 503, code: 'busy' })
    expect((refused as { headers: Headers }).headers.get('retry-after')).toMatch(/^\d+$/)
    busy.letGo()
    await Promise.all(waiting)
    await busy.seen
  })

  it('says so in comments, and its place, and is missed when it leaves then', async ({ expect }) => {
    const busy = await holder()
    const question = newQuestion(5)
    const response = await fetch(`${system.url}/api/openai/v1/chat/completions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${they.made.key}` },
      body: JSON.stringify({ model: FAST, messages: says(question), stream: true }),
    })
    const reader = (response.body as ReadableStream<Uint8Array>).getReader()
    const first = new TextDecoder().decode((await reader.read()).value)
    expect(first).toMatch(/^: place 1 in the queue, about \d+ s\n\n$/)
    await reader.cancel()
    await stands(0, 1, NOTICED_MS)
    busy.letGo()
    await busy.seen
  })

  it.for(['stream', 'whole'] as const)(
    '[Q4] and leaves frees its place, and its question never reaches the box: %s',
    async (how, { expect }) => {
      const busy = await holder()
      const stop = new AbortController()
      const question = newQuestion(5)
      const ask = { model: FAST, messages: says(question), stream: how === 'stream' }
      const left = they.openai.chat.completions
        .create(ask, { signal: stop.signal })
        .then(async answer => ('choices' in answer ? [] : all(answer)))
        .catch((error: unknown) => error)
      await stands(1, 1)
      stop.abort()
      expect(await left).toBeInstanceOf(Error)
      await stands(0, 1, NOTICED_MS)
      busy.letGo()

      await busy.seen
      await stands(0, 0)
      expect(asked(system.demo, question)).toEqual([])
    }
  )
})

describe('a program that is answered', () => {
  it.for(['openai', 'ollama'] as const)(
    'and leaves closes its upstream request, and the next has the slot: %s',
    async (client, { expect }) => {
      const question = newQuestion(2_000)
      const ask = { model: SLOW, messages: says(question), stream: true } as const
      if (client === 'openai') {
        const stream = await they.openai.chat.completions.create(ask)
        for await (const { choices } of stream) if (choices[0]?.delta.content) break
      } else {
        const stream = await they.ollama.chat(ask)
        for await (const { message } of stream)
          if (message.content !== '') {
            stream.abort()
            break
          }
      }
      await until('its request is closed', () => asked(system.demo, question)[0]?.endedAt, 5_000)
      const next = newQuestion(5)
      const { message } = await they.ollama.chat({ model: SLOW, messages: says(next) })

      expect(message.content).toBe(benchAnswer(next))
      await stands(0, 0)
    }
  )

  it('and leaves before it is told anything frees its slot', async ({ expect }) => {
    const stop = new AbortController()
    const question = newQuestion(2_000)
    const left = they.openai.chat.completions
      .create({ model: SLOW, messages: says(question) }, { signal: stop.signal })
      .catch(() => {})
    await until('it is answered', () => asked(system.demo, question)[0]?.tokens)
    stop.abort()
    expect(await left).toBeUndefined()
    await until('its request is closed', () => asked(system.demo, question)[0]?.endedAt, NOTICED_MS)
    await stands(0, 0)
  })
})

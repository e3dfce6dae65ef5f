/** A prompt that was read before, in part, and one whose reader leaves: what a slot does with it. */

import { afterEach, describe, it } from 'vitest'

import type { Heard } from './client.ts'
import { ask, assistant, user } from './client.ts'
import type { Demo, DemoOptions } from './server.ts'
import { startDemo } from './server.ts'

const model = 'small:1b'
const words = (count: number) => 'word '.repeat(count).trim()
const counted = ({ lines }: Heard) => Number(lines.at(-1)?.['prompt_eval_count'])
const readFor = ({ lines }: Heard) => Number(lines.at(-1)?.['prompt_eval_duration']) / 1e6

const running: Demo[] = []

async function start(options: DemoOptions): Promise<Demo> {
  const demo = await startDemo({ rate: 0, faults: true, ...options })
  running.push(demo)
  return demo
}

afterEach(async () => {
  await Promise.all(running.splice(0).map(demo => demo.close()))
})

describe('a prompt', () => {
  it('is read but for the beginning that the slot holds, which its figures show', async ({ expect }) => {
    const demo = await start({ slots: 1, readMs: 0.5 })
    const first = [user(`${words(600)} tokens=40`)]
    const one = await ask(demo.url, { model, messages: first })
    const chat = [...first, assistant(one.content), user('tokens=3 and then?')]
    const two = await ask(demo.url, { model, messages: chat })
    const [cold, warm] = demo.requests
    expect(cold?.freshTokens).toBe(cold?.promptTokens)
    expect(readFor(one)).toBeGreaterThan(300)
    expect(counted(two)).toBeGreaterThan(counted(one) + 40)
    expect(warm?.freshTokens).toBeLessThan(20)
    // The same again: the last token is read all the same.
    await ask(demo.url, { model, messages: chat })
    expect(demo.requests[2]?.freshTokens).toBe(1)
    // Another chat has the slot now, and the first one has to be read anew.
    await ask(demo.url, { model, messages: [user(`${words(30)} tokens=3`)] })
    await ask(demo.url, { model, messages: chat })
    expect(demo.requests[4]?.freshTokens).toBeGreaterThan(600)
  })

  it('finds its slot among several, also to go on with a cut answer', async ({ expect }) => {
    const demo = await start({ slots: 2 })
    const ways = [`${words(100)} tokens=30`, `other ${words(100)} tokens=30`].map(text => [user(text)])
    const answers = await Promise.all(ways.map(messages => ask(demo.url, { model, messages })))
    const kept = answers.map(({ content }) => content.slice(0, 60).trimEnd())
    for (const [i, way] of ways.entries()) {
      const { content } = await ask(demo.url, { model, messages: [...way, assistant(kept[i] ?? '')] })
      expect(`${kept[i]}${content}`).toBe(answers[i]?.content)
    }
    expect(demo.requests.map(({ freshTokens }) => freshTokens < 5)).toEqual([false, false, true, true])
  })

  it('that moves its window each turn is read anew, all of it', async ({ expect }) => {
    const demo = await start({ slots: 1 })
    const chat = []
    for (let turn = 0; turn < 8; turn += 1) {
      chat.push(user(`${turn} ${words(300)} tokens=40`))
      const { content } = await ask(demo.url, { model, messages: chat })
      chat.push(assistant(content))
    }
    const [before, after] = [demo.requests.slice(1, 5), demo.requests.slice(6)]
    for (const { dropped, freshTokens } of before) expect([dropped, freshTokens < 400]).toEqual([0, true])
    for (const { dropped, freshTokens } of after)
      expect([dropped > 0, freshTokens > 1500]).toEqual([true, true])
  })
})

describe('a client that leaves while its prompt is read', () => {
  /** Returns when the demo knows that nobody waits for this prompt any more. */
  async function leave(demo: Demo, messages: ReturnType<typeof user>[]): Promise<void> {
    const client = new AbortController()
    const asked = ask(demo.url, { model, messages }, { signal: client.signal })
    for (;;) {
      if (demo.requests[0]?.freshTokens) client.abort()
      if (demo.requests[0]?.ended) break
      await new Promise(resolve => setImmediate(resolve))
    }
    await asked
  }

  const use = async (demo: Demo) => (await fetch(`${demo.url}/_demo/slots`)).json()

  it('leaves the slot taken until all is read, as Ollama does', async ({ expect }) => {
    const demo = await start({ slots: 1, readMs: 1 })
    const messages = [user(`${words(1500)} tokens=3`)]
    await leave(demo, messages)
    expect(await use(demo)).toEqual({ taken: 1, waiting: 0 })
    await ask(demo.url, { model, messages })
    const [first, second] = demo.requests
    expect(first).toMatchObject({ ended: 'closed by client', tokens: 0 })
    expect((second?.firstTokenAt ?? 0) - (first?.arrivedAt ?? Infinity)).toBeGreaterThan(1500)
    // What was read for nobody is read.
    expect(second?.freshTokens).toBe(1)
    expect(await use(demo)).toEqual({ taken: 0, waiting: 0 })
  })

  it('frees it at once with the switch off, and what was read until then is kept', async ({ expect }) => {
    const demo = await start({ slots: 1, readMs: 20, readsOn: false })
    const messages = [user(`${words(1500)} tokens=3`)]
    await leave(demo, messages)
    await expect.poll(() => use(demo)).toEqual({ taken: 0, waiting: 0 })
    demo.switch({ readMs: 0 })
    await ask(demo.url, { model, messages })
    expect(demo.requests[1]?.freshTokens).toBeGreaterThan(1)
    expect(demo.requests[1]?.tokens).toBe(3)
  })
})

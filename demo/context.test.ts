/**
 * A context that is full: what Ollama does in silence. As recorded, a prompt that is too long answers 200 with a
 * `prompt_eval_count` that is the context, to the token.
 */

import { afterEach, describe, it } from 'vitest'

import type { Heard } from './client.ts'
import { ask, assistant, post, user } from './client.ts'
import type { Demo, DemoOptions } from './server.ts'
import { benchAnswer, startDemo } from './server.ts'

const model = 'small:1b'
const words = (count: number) => 'word '.repeat(count).trim()
const counted = ({ lines }: Heard) => Number(lines.at(-1)?.['prompt_eval_count'])

const running: Demo[] = []

async function start(options: DemoOptions = {}): Promise<Demo> {
  const demo = await startDemo({ rate: 0, faults: true, ...options })
  running.push(demo)
  return demo
}

afterEach(async () => {
  await Promise.all(running.splice(0).map(demo => demo.close()))
})

async function contexts(demo: Demo): Promise<[string, number][]> {
  const { models } = (await (await fetch(`${demo.url}/api/ps`)).json()) as {
    models: { name: string; context_length: number }[]
  }
  return models.map(each => [each.name, each.context_length])
}

describe('a context', () => {
  it('is what /api/ps says, which is less than the model was made for', async ({ expect }) => {
    const demo = await start({ context: 4096 })
    for (const each of [model, 'scribe:8b']) await ask(demo.url, { model: each, messages: [user('Hello?')] })
    expect(await contexts(demo)).toEqual([
      [model, 2048],
      ['scribe:8b', 4096],
    ])
    const shown = await (await post(demo.url, '/api/show', { model })).json()
    expect(shown).toMatchObject({
      parameters: expect.stringContaining('num_ctx 2048'),
      model_info: { 'llama.context_length': 8192 },
    })
  })

  it('loses the oldest messages one by one, in silence, and keeps system prompts and the last', async ({
    expect,
  }) => {
    const demo = await start({ context: 100 })
    const messages = [
      user(words(40)),
      { role: 'system', content: 'Be brief.' },
      assistant(words(40)),
      user('tokens=5'),
      assistant('Fine.'),
      user('tokens=7'),
    ]
    const heard = await ask(demo.url, { model: 'scribe:8b', messages })
    expect(heard.status).toBe(200)
    const [record] = demo.requests
    expect(record).toMatchObject({ dropped: 1, cut: 0, promptTokens: counted(heard), messages })
    expect(counted(heard)).toBeLessThanOrEqual(100)
    // What went was the question; its answer now stands at the front, and the model knows of no other question before.
    expect(heard.content).not.toContain('word word')
    expect(heard.content).toContain('tokens=5')
  })

  it('cuts a last message that is too long alone, and counts the context to the token', async ({
    expect,
  }) => {
    const demo = await start()
    const question = `${words(5000)} tokens=3`
    const heard = await ask(demo.url, { model, messages: [user('Hello?'), assistant('Hi.'), user(question)] })
    expect(heard.status).toBe(200)
    expect(counted(heard)).toBe(2048)
    expect(heard.lines.at(-1)).toMatchObject({ eval_count: 3, done_reason: 'stop' })
    expect(demo.requests[0]).toMatchObject({ dropped: 2, promptTokens: 2048, freshTokens: 2048 })
    expect(demo.requests[0]?.cut).toBeGreaterThan(2900)
    // Its end is what the model reads.
    expect(heard.content).not.toBe(benchAnswer(question))
  })

  it('refuses as recorded with `truncate: false`, and answers what fits', async ({ expect }) => {
    const demo = await start()
    const long = { model, messages: [user(words(9000))], stream: false, truncate: false }
    const refused = await ask(demo.url, long)
    expect(refused.headers.get('content-type')).toBe('application/json; charset=utf-8')
    expect(refused).toMatchObject({
      status: 400,
      text: '{"error":"the input length exceeds the context length"}',
    })
    expect(demo.requests[0]).toMatchObject({ truncate: false, dropped: 0, cut: 0, tokens: 0 })
    const fits = await ask(demo.url, { ...long, messages: [user(words(1900))] })
    expect(fits.status).toBe(200)
  })

  it('makes room for a long answer, or ends it where it may not', async ({ expect }) => {
    const demo = await start()
    const messages = [user('tokens=3000')]
    const on = await ask(demo.url, { model, messages })
    expect(on.lines.at(-1)).toMatchObject({ done_reason: 'stop', eval_count: 3000 })
    expect(demo.requests[0]).toMatchObject({ shifted: 1024, reloaded: false })
    const off = await ask(demo.url, { model, messages, shift: false })
    expect(off.lines.at(-1)).toMatchObject({ done_reason: 'length', eval_count: 2048 - counted(off) })
    expect(demo.requests[1]).toMatchObject({ shifted: 0, shift: false, reloaded: true })
    const long = { model, messages: [user(words(5000))], shift: false }
    expect((await ask(demo.url, long)).text).toContain('the prompt is longer than the context length')
  })

  it('is loaded anew for whoever wants another, after the answers that run', async ({ expect }) => {
    const demo = await start()
    const even = ask(demo.url, { model, messages: [user('tokens=20 rate=100')] })
    await expect.poll(() => demo.requests[0]?.tokens).toBeGreaterThan(2)
    const other = await ask(demo.url, {
      model,
      messages: [user('tokens=3')],
      options: { num_ctx: 512 },
    })
    expect((await even).lines.at(-1)?.done).toBe(true)
    expect(other.lines.at(-1)?.done).toBe(true)
    expect(demo.requests.map(({ reloaded, context }) => [reloaded, context])).toEqual([
      [false, 2048],
      [true, 512],
    ])
    expect(await contexts(demo)).toEqual([[model, 512]])
    demo.switch({ context: 1024 })
    await ask(demo.url, { model: 'scribe:8b', messages: [user('Hello?')] })
    expect((await contexts(demo))[1]).toEqual(['scribe:8b', 1024])
  })
})

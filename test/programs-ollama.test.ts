/** Programs that speak to Ollama speak to Burrow: asked with its real client. */

import { afterAll, beforeAll, describe, it } from 'vitest'
import { benchAnswer } from '../demo/server.ts'
import type { ModelList } from '../workers/protocol/nouns.ts'
import { all, ollama, programs, says } from './programs.ts'
import { newMark, newQuestion, startSystem, type System } from './system.ts'

const FAST = 'bench-fast:1b'

let system: System
let they: Awaited<ReturnType<typeof programs>>
beforeAll(async () => {
  system = await startSystem()
  they = await programs(system)
})
afterAll(() => system.stop())

describe('the client of Ollama', () => {
  it('lists the models', async ({ expect }) => {
    const { models } = await system.visitor().get<ModelList>('/api/models')
    const list = await they.ollama.list()

    expect(list.models.map(({ name, size }) => ({ name, size }))).toEqual(
      models.map(({ name, size }) => ({ name, size }))
    )
  })

  it('reads an answer whole, and as it comes, with its figures', async ({ expect }) => {
    const question = newQuestion(20)
    const whole = await they.ollama.chat({ model: FAST, messages: says(question) })
    const parts = await all(await they.ollama.chat({ model: FAST, messages: says(question), stream: true }))

    expect(whole.message).toEqual({ role: 'assistant', content: benchAnswer(question) })
    expect(parts.map(({ message }) => message.content).join('')).toBe(benchAnswer(question))
    for (const last of [whole, parts.at(-1)])
      expect(last).toMatchObject({ model: FAST, done: true, done_reason: 'stop', eval_count: 20 })
    expect(whole.total_duration).toBeGreaterThan(0)
  })

  it('reads what the model thought, and can do without', async ({ expect }) => {
    const ask = { model: 'ponder:14b', messages: says('Why is the sky blue?') }
    const thought = await they.ollama.chat({ ...ask, think: true })
    const not = await they.ollama.chat({ ...ask, think: false })

    expect(thought.message.thinking).toBeTruthy()
    expect(not.message.thinking).toBeUndefined()
  })

  it('asks with its options, and of what is the owner’s to set nothing changes', async ({ expect }) => {
    const mark = newMark()
    await they.ollama.chat({
      model: 'bench-fast:1b',
      messages: says(`${mark} tokens=3`),
      keep_alive: '1h',
      options: { num_ctx: 32_000, num_predict: -1, top_k: 20 },
    })
    const sent = system.tap.asked.map(({ body }) => body).find(body => body.includes(mark))

    expect(JSON.parse(sent ?? '{}')).toMatchObject({ options: { top_k: 20 } })
    expect(sent).not.toMatch(/num_ctx|keep_alive/)
  })

  it('is told by name what Burrow does not carry', async ({ expect }) => {
    const refused = (more: object) => they.ollama.chat({ model: FAST, messages: says('hi'), ...more })

    await expect(refused({ format: 'json' })).rejects.toThrow('Burrow does not carry format.')
    await expect(refused({ messages: [{ role: 'user', content: 'hi', images: ['aGk='] }] })).rejects.toThrow(
      'Burrow does not carry messages.0.images.'
    )
    await expect(refused({ options: { num_gpu: 1 } })).rejects.toThrow(
      'Burrow does not carry options.num_gpu.'
    )
  })

  it('is told what is wrong, as Ollama does', async ({ expect }) => {
    await expect(they.ollama.chat({ model: 'nobody', messages: says('hi') })).rejects.toMatchObject({
      status_code: 404,
    })
    await expect(ollama(system, 'none').chat({ model: FAST, messages: says('hi') })).rejects.toMatchObject({
      status_code: 401,
      error: expect.stringContaining('API key') as string,
    })
    const stream = await they.ollama.chat({ model: 'fault-no-done:1b', messages: says('hi'), stream: true })
    await expect(all(stream)).rejects.toThrow()
  })
})

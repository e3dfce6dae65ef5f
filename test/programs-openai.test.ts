/** Programs that speak to OpenAI speak to Burrow: asked with its real client. */

import { afterAll, beforeAll, describe, it } from 'vitest'
import { benchAnswer } from '../demo/server.ts'
import type { ModelList } from '../workers/protocol/nouns.ts'
import { all, openai, programs, says } from './programs.ts'
import { newMark, newQuestion, startSystem, type System } from './system.ts'

const FAST = 'bench-fast:1b'

let system: System
let they: Awaited<ReturnType<typeof programs>>
beforeAll(async () => {
  system = await startSystem()
  they = await programs(system)
})
afterAll(() => system.stop())

describe('the client of OpenAI', () => {
  it('lists the models', async ({ expect }) => {
    const { models } = await system.visitor().get<ModelList>('/api/models')
    const { data } = await they.openai.models.list()

    expect(data.map(({ id }) => id)).toEqual(models.map(({ name }) => name))
  })

  it('reads an answer whole, with what it used', async ({ expect }) => {
    const question = newQuestion(20)
    const completion = await they.openai.chat.completions.create({ model: FAST, messages: says(question) })

    expect(completion).toMatchObject({
      object: 'chat.completion',
      model: FAST,
      choices: [
        {
          index: 0,
          message: { role: 'assistant', content: benchAnswer(question), refusal: null },
          finish_reason: 'stop',
        },
      ],
      usage: { completion_tokens: 20 },
    })
    const { prompt_tokens: prompt = 0, total_tokens: total = 0 } = completion.usage ?? {}
    expect([prompt > 0, total - prompt]).toEqual([true, 20])
  })

  it('reads an answer as it comes, and at its end what it used where it asked for that', async ({
    expect,
  }) => {
    const question = newQuestion(20)
    const stream = await they.openai.chat.completions.create({
      model: FAST,
      messages: says(question),
      stream: true,
      stream_options: { include_usage: true },
    })
    const chunks = await all(stream)
    const choices = chunks.flatMap(chunk => chunk.choices)

    expect(choices.map(({ delta }) => delta.content ?? '').join('')).toBe(benchAnswer(question))
    expect(choices[0]?.delta.role).toBe('assistant')
    expect(choices.at(-1)?.finish_reason).toBe('stop')
    expect(chunks.at(-1)).toMatchObject({ choices: [], usage: { completion_tokens: 20 } })
    expect(new Set(chunks.map(({ id }) => id)).size).toBe(1)
  })

  it('reads what the model thought beside its answer, and can do without', async ({ expect }) => {
    const thinks = { model: 'ponder:14b', messages: says('Why is the sky blue?') }
    const [thought, not] = await Promise.all([
      they.openai.chat.completions.create(thinks),
      they.openai.chat.completions.create({ ...thinks, reasoning_effort: 'none' }),
    ])

    expect(thought.choices[0]?.message).toHaveProperty('reasoning')
    expect(not.choices[0]?.message).not.toHaveProperty('reasoning')
    expect(not.choices[0]?.message.content).not.toBe('')
  })

  it('is asked with all that was said, and with what it may choose, and with nothing else', async ({
    expect,
  }) => {
    const mark = newMark()
    await they.openai.chat.completions.create({
      model: 'bench-fast:1b',
      messages: [
        { role: 'developer', content: `Be brief. ${mark}` },
        {
          role: 'user',
          content: [
            { type: 'text', text: 'One' },
            { type: 'text', text: 'two' },
          ],
        },
        { role: 'assistant', content: 'three', refusal: null, tool_calls: [] },
        { role: 'user', content: 'tokens=3' },
      ],
      temperature: 0.5,
      top_p: 0.9,
      seed: 7,
      stop: 'END',
      max_completion_tokens: 12,
      n: 1,
      tools: [],
      user: 'somebody',
    })
    const sent = system.tap.asked
      .filter(({ path }) => path === '/api/chat')
      .map(({ body }) => body)
      .find(body => body.includes(mark))

    expect(JSON.parse(sent ?? '{}')).toEqual({
      model: FAST,
      messages: [
        { role: 'system', content: `Be brief. ${mark}` },
        { role: 'user', content: 'One\ntwo' },
        { role: 'assistant', content: 'three' },
        { role: 'user', content: 'tokens=3' },
      ],
      stream: true,
      truncate: false,
      options: { temperature: 0.5, top_p: 0.9, seed: 7, stop: ['END'], num_predict: 12 },
    })
  })

  it('is told that an answer was as long as it may be', async ({ expect }) => {
    const { choices } = await they.openai.chat.completions.create({
      model: FAST,
      messages: says(newQuestion(50)),
      max_tokens: 5,
    })

    expect(choices[0]?.finish_reason).toBe('length')
  })

  it.for([
    ['tools', { tools: [{ type: 'function', function: { name: 'look', parameters: {} } }] }],
    ['n', { n: 2 }],
    ['logprobs', { logprobs: true }],
    ['response_format.type', { response_format: { type: 'json_object' } }],
    ['frobnicate', { frobnicate: true }],
    [
      'messages.0.content.0.type',
      { messages: [{ role: 'user', content: [{ type: 'image_url', image_url: { url: 'data:' } }] }] },
    ],
    ['messages.0.role', { messages: [{ role: 'tool', content: 'x', tool_call_id: 'y' }] }],
  ] as [string, object][])(
    'is told by name that Burrow does not carry %s',
    async ([part, more], { expect }) => {
      const ask = { model: FAST, messages: says('hi'), ...more } as never
      const refused = await they.openai.chat.completions.create(ask).catch((error: unknown) => error)

      expect(refused).toBeInstanceOf(Error)
      expect(refused).toMatchObject({ status: 400, param: part, code: 'unsupported_parameter' })
      expect(String(refused)).toContain(`Burrow does not carry ${part}.`)
    }
  )

  it('is told what is out of bounds', async ({ expect }) => {
    const create = (more: object) =>
      they.openai.chat.completions.create({ model: FAST, messages: says('hi'), ...more } as never)

    await expect(create({ temperature: 3 })).rejects.toMatchObject({ status: 400, param: 'temperature' })
    await expect(create({ messages: [] })).rejects.toMatchObject({ status: 400, param: 'messages' })
    await expect(create({ messages: 'hi' })).rejects.toMatchObject({ status: 400, param: 'messages' })
  })

  it('is told that a prompt does not fit, by both numbers', async ({ expect }) => {
    const ask = (words: number) =>
      they.openai.chat.completions.create({
        model: 'small:1b',
        messages: says(`${'word '.repeat(words)} tokens=3`),
      })
    await ask(10)
    const refused = await ask(6_000).catch((error: unknown) => error)

    expect(refused).toMatchObject({ status: 400, code: 'context_length_exceeded' })
    expect(String(refused)).toMatch(
      /This prompt has (about )?\d{4,} tokens, and small:1b reads at most \d{4} here\./
    )
  })

  it('is told of a model that is not offered, and of a key that is none', async ({ expect }) => {
    const ask = (client = they.openai, model = FAST) =>
      client.chat.completions.create({ model, messages: says('hi') })

    await expect(ask(they.openai, 'nobody:1b')).rejects.toMatchObject({
      status: 404,
      code: 'model_not_found',
    })
    for (const key of ['none', `burrow-${'x'.repeat(44)}`])
      await expect(ask(openai(system, key))).rejects.toMatchObject({ status: 401, code: 'invalid_api_key' })
  })
  it('is told of an answer that breaks off', async ({ expect }) => {
    const ask = { model: 'fault-no-done:1b', messages: says('hi') }
    await expect(they.openai.chat.completions.create(ask)).rejects.toMatchObject({ status: 502 })

    const stream = await they.openai.chat.completions.create({ ...ask, stream: true })
    await expect(all(stream)).rejects.toThrow()
  })
})

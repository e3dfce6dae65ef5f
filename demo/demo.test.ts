/** The demo seen from outside: what the believable models answer, and how exactly a cut answer goes on. */

import { afterAll, beforeAll, describe, it } from 'vitest'

import { ask, assistant, post, user } from './client.ts'
import type { Demo } from './server.ts'
import { answerOf, benchAnswer, startDemo } from './server.ts'
import { recordings } from './showroom/replay.ts'

const QUESTION = [user('What happens when I close the tab?')]
const CHAT = [...QUESTION, assistant('It goes on.'), user('And where is it kept?')]

let demo: Demo

beforeAll(async () => {
  demo = await startDemo({ rate: 0, bench: true, faults: true, loadMs: 0 })
})
afterAll(() => demo.close())

describe('an answer', () => {
  it('comes as NDJSON, a token a line, with figures on the last one', async ({ expect }) => {
    const { status, headers, lines, content } = await ask(demo.url, {
      model: 'scribe:8b',
      messages: QUESTION,
    })
    expect(status).toBe(200)
    expect(headers.get('content-type')).toBe('application/x-ndjson')
    expect(content).toBe(answerOf('scribe:8b', QUESTION))
    expect(lines.slice(0, -1).every(line => line.done === false)).toBe(true)
    expect(lines.at(-1)).toMatchObject({ done: true, done_reason: 'stop', eval_count: lines.length - 1 })
    for (const field of ['total_duration', 'prompt_eval_count', 'prompt_eval_duration', 'eval_duration']) {
      expect(lines.at(-1)?.[field], field).toBeGreaterThan(0)
    }
  })

  it('is one JSON object with `stream: false`', async ({ expect }) => {
    const { headers, lines } = await ask(demo.url, { model: 'ponder:14b', messages: QUESTION, stream: false })
    expect(headers.get('content-type')).toBe('application/json; charset=utf-8')
    expect(lines).toHaveLength(1)
    expect(lines[0]?.message).toMatchObject({
      thinking: expect.stringContaining('close the tab'),
      content: answerOf('ponder:14b', QUESTION),
    })
  })

  it('stops at `num_predict` and says so', async ({ expect }) => {
    const options = { num_predict: 5 }
    const { lines } = await ask(demo.url, { model: 'scribe:8b', messages: QUESTION, options })
    expect(lines).toHaveLength(6)
    expect(lines.at(-1)).toMatchObject({ done_reason: 'length', eval_count: 5 })
  })

  it('remembers what was asked earlier and says that this is a demo', ({ expect }) => {
    for (const model of ['scribe:8b', 'ponder:14b', 'badger:70b', 'parrot:1b']) {
      expect(answerOf(model, CHAT), model).toContain('What happens when I close the tab?')
      expect(answerOf(model, QUESTION), model).toMatch(/demo/)
    }
  })

  it('thinks first where the model can, unless told not to', async ({ expect }) => {
    const asked = { model: 'ponder:14b', messages: QUESTION }
    const thinking = await ask(demo.url, asked)
    expect(thinking.lines[0]?.message).toMatchObject({ content: '', thinking: expect.any(String) })
    const silent = await ask(demo.url, { ...asked, think: false })
    expect(silent.thinking).toBe('')
    expect(silent.content).toBe(thinking.content)
  })
})

describe('a cut answer that is sent back', () => {
  const models = [
    'scribe:8b',
    'ponder:14b',
    'badger:70b',
    'bench-fast:1b',
    'thinker-alternating:1b',
    'thinker-inline:1b',
  ]

  it.for(models)('is continued by %s to the character, wherever it was cut', async (model, { expect }) => {
    const whole = await ask(demo.url, { model, messages: CHAT })
    const borders: string[] = []
    let soFar = ''
    for (const { message } of whole.lines) borders.push((soFar += message?.content ?? ''))
    const step = Math.ceil(borders.length / 40)
    for (const [i, border] of borders.entries()) {
      const kept = border.trimEnd()
      if (i % step !== 0 || kept === '') continue
      const rest = await ask(demo.url, { model, messages: [...CHAT, assistant(kept)], think: false })
      expect(kept + rest.content, `cut at ${kept.length}`).toBe(whole.content)
      expect(rest.lines.at(-1)?.done).toBe(true)
    }
  })

  it('gets a sensible text where the model would never have begun so', async ({ expect }) => {
    const messages = [...QUESTION, assistant('Once upon a time')]
    const { content, lines } = await ask(demo.url, { model: 'scribe:8b', messages })
    expect(content).toMatch(/demo/)
    expect(lines.at(-1)?.done).toBe(true)
  })

  it.for([
    ['scribe:8b', true],
    ['bench-50:1b', true],
    ['parrot:1b', false],
  ] as const)('is at the end of the prompt of %s: %s', async ([model, continues], { expect }) => {
    const messages = [user('x'), assistant('BURROWPREFILL')]
    const response = await post(demo.url, '/api/chat', { model, messages, _debug_render_only: true })
    const { _debug_info } = (await response.json()) as { _debug_info: { rendered_template: string } }
    expect(_debug_info.rendered_template).toContain('BURROWPREFILL')
    expect(_debug_info.rendered_template.endsWith('BURROWPREFILL')).toBe(continues)
  })

  it('is begun again by the parrot', async ({ expect }) => {
    const answer = answerOf('parrot:1b', QUESTION)
    const messages = [...QUESTION, assistant(answer.slice(0, 40))]
    expect((await ask(demo.url, { model: 'parrot:1b', messages })).content).toBe(answer)
  })
})

describe('a replay', () => {
  it.for(Object.keys(recordings))('of "%s" is the recording, line for line', async (name, { expect }) => {
    const { messages = [], numPredict, lines = [] } = recordings[name] ?? {}
    const options = { num_predict: numPredict }
    const { text } = await ask(demo.url, { model: 'replay:135m', messages, options })
    const recorded = lines.map(([, line]) => line).join('')
    expect(text).toBe(recorded)
  })

  it('goes on from a partial answer', async ({ expect }) => {
    const messages = [
      user('Name five rivers in Europe and say one sentence about each. Use a Markdown list.'),
    ]
    const { content } = await ask(demo.url, { model: 'replay:135m', messages })
    const kept = content.slice(0, 123)
    const rest = await ask(demo.url, { model: 'replay:135m', messages: [...messages, assistant(kept)] })
    expect(kept + rest.content).toBe(content)
  })
})

describe('a bench model', () => {
  it.for([
    ['Which way?', 200],
    ['Which way? tokens=17', 17],
  ] as const)('answers "%s" with %i known tokens', async ([question, tokens], { expect }) => {
    const { content, lines } = await ask(demo.url, { model: 'bench-fast:1b', messages: [user(question)] })
    expect(content).toBe(benchAnswer(question))
    expect(lines.at(-1)?.['eval_count']).toBe(tokens)
  })

  it('keeps its beat of 50 tokens a second', async ({ expect }) => {
    const began = performance.now()
    await ask(demo.url, { model: 'bench-50:1b', messages: [user('tokens=25')] })
    const seconds = (performance.now() - began) / 1000
    expect(seconds).toBeGreaterThan(0.48)
    expect(seconds).toBeLessThan(3)
  })
})

/** What the box is sent, and what is known of the model that answers. */

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ask, MODEL, outcome, pass, world } from './testing/asking.ts'
import { answer, json, tagsOf } from './testing/fake-box.ts'

beforeEach(() => void vi.spyOn(console, 'warn').mockImplementation(() => {}))
afterEach(() => {
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
  vi.useRealTimers()
})

const chats = (box: ReturnType<typeof world>) => box.at('/api/chat')
const CONTEXT = 2_048

/** A box that has reported the context of its model already. */
async function known(context = CONTEXT) {
  const box = world()
  box.loaded = [{ name: MODEL, digest: box.digest, context_length: context }]
  const first = ask(box)
  await first.end
  await Promise.all(first.behind)
  return box
}

describe('[C1] the box', () => {
  it('is never let to cut in silence, nor to shift', async () => {
    const box = world()
    await ask(box).end

    expect(chats(box)[0]?.body).toEqual({
      model: MODEL,
      messages: [{ role: 'user', content: 'x' }],
      stream: true,
      truncate: false,
      options: { num_predict: 16_384 },
    })
  })

  it('is asked for what is left of the longest answer, and of the context', async () => {
    const box = await known()
    for (const [request, predict] of [
      [{ tokens: 1_000 }, 1_048],
      [{ tokens: 20, written: 16_300 }, 84],
      [{ tokens: 2_048, context: CONTEXT }, 1],
      [{ tokens: 20, written: 20_000 }, 1],
    ] as const) {
      await ask(box, request).end
      expect(chats(box).at(-1)?.body['options']).toEqual({ num_predict: predict })
    }
  })

  it('names the model that answers, with the context that it last reported', async () => {
    const box = world()
    // A real one was seen to give another digest here than in its list.
    box.loaded = [{ name: MODEL, digest: 'another', context_length: CONTEXT }]
    const first = ask(box)
    expect(await first.end).toMatchObject({ model: { digest: box.digest } })
    await Promise.all(first.behind)
    const second = ask(box)

    expect(await second.end).toMatchObject({ model: { digest: box.digest, context: CONTEXT } })
    expect(second.behind).toEqual([])
    expect(box.at('/api/ps')).toHaveLength(1)
  })

  it('is not asked what does not fit the context that it is known to have', async () => {
    const box = await known()

    expect(await outcome(ask(box, { tokens: 3_000 }))).toBe(`smaller ${CONTEXT}`)
    expect(await outcome(ask(box, { tokens: 3_000, context: 8_192 }))).toBe(`smaller ${CONTEXT}`)
    expect(chats(box)).toHaveLength(1)
    // Chosen for this context: whoever chose knows best.
    expect(await outcome(ask(box, { tokens: 3_000, context: CONTEXT }))).toBe('answer')
  })

  it('is looked at once more before an old report refuses anything', async () => {
    vi.useFakeTimers()
    const box = await known()
    box.loaded = [{ name: MODEL, digest: box.digest, context_length: 8_192 }]
    vi.advanceTimersByTime(60_000)
    const how = await outcome(ask(box, { tokens: 3_000 }))
    vi.useRealTimers()

    expect(how).toBe('answer')
  })

  const tooLong = (error: string) => ({ '/api/chat': () => json({ error }, 400) })
  const nested = JSON.stringify({ error: { message: 'exceeds the available context size', n_ctx: 512 } })

  it.for<[string, string, number | undefined, number | undefined, string]>([
    ['what it has loaded', nested, CONTEXT, undefined, `smaller ${CONTEXT}`],
    ['its refusal, where it does not list the model', nested, undefined, undefined, 'smaller 512'],
    ['neither', 'the input length exceeds the context length', undefined, undefined, 'too_long'],
    ['what the messages were chosen for', nested, CONTEXT, CONTEXT, `smaller ${CONTEXT}`],
  ])('says its context after a refusal: by %s', async ([, error, listed, context, how]) => {
    const box = world(tooLong(error))
    box.loaded = listed === undefined ? [] : [{ name: MODEL, digest: box.digest, context_length: listed }]

    expect(await outcome(ask(box, { tokens: 9_000, ...(context === undefined ? {} : { context }) }))).toBe(
      how
    )
    expect(chats(box)).toHaveLength(1)
  })
})

describe('[T8] an answer that is continued', () => {
  const rendered = (open: boolean) => () =>
    json({ _debug_info: { rendered_template: open ? 'BURROWPREFILL' : 'BURROWPREFILL<end>' } })

  const renders = (box: ReturnType<typeof world>) =>
    chats(box).filter(({ body }) => body['_debug_render_only'] === true)

  /** Renders as it is told, and answers all else. */
  const boxThat = (open: () => boolean) =>
    world({
      '/api/chat': ({ body }) => (body['_debug_render_only'] === true ? rendered(open())() : answer()),
    })

  it('asks which model this is at that moment, and what it can once for each digest', async () => {
    const box = boxThat(() => true)
    vi.useFakeTimers()
    await ask(box).end
    for (const expected of [1, 1]) {
      await pass(2)
      expect(await outcome(ask(box, { prefill: 'half', again: true }))).toBe('answer')
      expect(renders(box)).toHaveLength(expected)
    }
    expect(box.at('/api/tags')).toHaveLength(3)
    expect(box.at('/api/version')).toEqual([])
    expect(chats(box).at(-1)?.body).toMatchObject({
      messages: [
        { role: 'user', content: 'x' },
        { role: 'assistant', content: 'half' },
      ],
    })
  })

  it('notices a template that was changed under the same name', async () => {
    let open = true
    const box = boxThat(() => open)
    vi.useFakeTimers()
    expect(await outcome(ask(box, { prefill: 'half' }))).toBe('answer')
    await pass(2)
    open = false
    box.digest = `${box.digest}-changed`

    expect(await outcome(ask(box, { prefill: 'half' }))).toBe('no_continuation')
  })
})

describe('a model', () => {
  it('that is not known by its name is named as such while the box is away', async () => {
    vi.useFakeTimers()
    const box = world()
    await ask(box).end
    await pass(2)
    box.table = {}
    const end = await ask(box, { model: 'never-heard:1b', prefill: 'half' }).end

    expect(end).toMatchObject({
      line: {
        burrow: { problem: { code: 'host_unreachable', message: expect.stringMatching(/no model of this/) } },
      },
    })
  })

  it('is missed where none is installed that can chat', async () => {
    const box = world({ '/api/tags': () => tagsOf({ name: 'e', capabilities: ['embedding'] }) })

    expect(await outcome(ask(box))).toBe('no_models')
  })

  it('that cannot think after all is asked without, once and for ever', async () => {
    const box = world({
      '/api/tags': () =>
        tagsOf({ name: MODEL, digest: box.digest, capabilities: ['completion', 'thinking'] }),
      '/api/chat': ({ body }) =>
        'think' in body ? json({ error: '"m:1b" does not support thinking' }, 400) : answer(),
    })
    for (const tries of [2, 3]) {
      expect(await outcome(ask(box, { think: true, again: true }))).toBe('answer')
      expect(chats(box)).toHaveLength(tries)
    }
  })
})

it('wrong settings are no fault of the box', async () => {
  expect(await outcome(ask(world(), {}, { ANSWER_TOKENS: 'many' }))).toBe('misconfigured')
})

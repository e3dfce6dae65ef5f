/** How long a silent box is waited for. */

import { describe, expect, it } from 'vitest'
import {
  ask,
  type Asking,
  inPretendedTime,
  MODEL,
  only,
  outcome,
  pass,
  silence,
  world,
} from '../testing/asking.ts'
import { answer, html, json } from '../testing/fake-box.ts'

inPretendedTime()

/** How it has ended, by now. */
function ended(asking: Asking): { how: string | null } {
  const found: { how: string | null } = { how: null }
  void outcome(asking).then(how => (found.how = how))
  return found
}

const chats = (box: ReturnType<typeof world>) => box.at('/api/chat')
const other = { name: 'other:70b', digest: 'other' }

describe('a silent box', () => {
  it('behind the edge is let go of before that gives up, and asked again, which is no try', async () => {
    const box = world({ '/api/chat': silence }, 'https')
    const asking = ask(box, { again: true })
    await pass(109)
    expect(chats(box)).toHaveLength(1)
    await pass(2)
    expect(chats(box).map(one => one.let)).toEqual([true, false])
    expect(only(asking).at(-1)).toBe('queued')
    box.table['/api/chat'] = () => answer()
    await pass(110)

    expect(await outcome(asking)).toBe('answer')
    expect(chats(box)).toHaveLength(3)
  })

  it('is waited for ten minutes behind the edge, with at most thirty looks', async () => {
    const box = world({ '/api/chat': silence }, 'https')
    box.loaded = [other]
    const asking = ask(box, { again: true })
    const done = ended(asking)
    await pass(100)
    box.loaded = [{ name: MODEL, digest: box.digest }]
    await pass(498)
    expect(done.how).toBeNull()
    await pass(3)

    expect(done.how).toBe('waited_too_long')
    expect(box.at('/api/ps').length).toBeLessThanOrEqual(30)
    expect(chats(box)).toHaveLength(6)
  })

  it('straight at Ollama is never cut, for an hour', async () => {
    const box = world({ '/api/chat': silence })
    const asking = ask(box)
    const done = ended(asking)
    await pass(3_590)
    expect(done.how).toBeNull()
    expect(chats(box).map(one => one.let)).toEqual([false])
    await pass(20)

    expect(done.how).toBe('waited_too_long')
  })

  it('that had not loaded the model twice when it was let go of takes too long to load', async () => {
    const box = world({ '/api/chat': silence }, 'https')
    box.loaded = []
    const asking = ask(box)
    await pass(225)

    expect(await outcome(asking)).toBe('load_too_long')
    expect(chats(box)).toHaveLength(2)
    expect(only(asking)).toEqual(['loading', 'queued'])
  })

  it('is let go of where the edge did that already', async () => {
    const box = world({
      '/api/chat': () =>
        new Promise<Response>(resolve => {
          setTimeout(() => resolve(html(524)), 100_000)
        }),
    })
    const asking = ask(box)
    await pass(101)
    box.table['/api/chat'] = () => answer()
    await pass(100)

    expect(await outcome(asking)).toBe('answer')
    expect(only(asking)).not.toContain('waiting')
  })

  it('is not asked again and again by a way that gives up at once', async () => {
    const box = world({ '/api/chat': () => html(524) })
    const asking = ask(box)
    await pass(5)

    expect(await outcome(asking)).toBe('host_unreachable')
    expect(chats(box)).toHaveLength(2)
  })
})

describe('[T9] a box that is away', () => {
  it('is asked a second time before the first token', async () => {
    const box = world({ '/api/chat': () => Promise.reject(new TypeError('fetch failed')) })
    const asking = ask(box)
    await pass(3)

    expect(await outcome(asking)).toBe('host_unreachable')
    expect(chats(box)).toHaveLength(2)
    expect(asking.states).toEqual([{ state: 'waiting', attempt: 2, attempts: 2, code: 'host_unreachable' }])
  })

  it('is asked once where who asks counts the tries, whatever is wrong', async () => {
    for (const wrong of [
      () => Promise.reject(new TypeError('fetch failed')),
      () => html(502),
      () => html(522),
    ]) {
      const box = world({ '/api/chat': wrong })
      const asking = ask(box, { again: true })
      await pass(10)

      expect(await outcome(asking)).toMatch(/^host_/)
      expect(chats(box)).toHaveLength(1)
      expect(asking.states).toEqual([])
    }
  })

  it('is asked once for each of seven tries, with a partial answer or without', async () => {
    for (const request of [{}, { prefill: 'half' }]) {
      const box = world()
      await ask(box).end
      box.table = {}
      const before = box.asked.length
      for (let tries = 0; tries < 7; tries += 1) {
        await pass(30)
        expect(await outcome(ask(box, { ...request, again: true }))).toBe('host_unreachable')
      }
      expect(box.asked).toHaveLength(before + 7)
    }
  })

  it('that wants to be left alone for long is left alone', async () => {
    const busy = () => json({ error: 'server busy' }, 503)
    const box = world({
      '/api/chat': () => new Response(busy().body, { status: 503, headers: { 'retry-after': '3600' } }),
    })

    expect(await outcome(ask(box))).toBe('busy')
    expect(chats(box)).toHaveLength(1)
  })
})

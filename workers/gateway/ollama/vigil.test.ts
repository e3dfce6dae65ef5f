/** What is said while the box is silent. */

import { describe, expect, it, vi } from 'vitest'
import { after, ask, inPretendedTime, MODEL, only, outcome, pass, silence, world } from '../testing/asking.ts'
import { envOf, tagsOf } from '../testing/fake-box.ts'

inPretendedTime()

const other = { name: 'other:70b', digest: 'other' }

describe('[T12] what is said of a silent box', () => {
  it('is that it reads, where it has the model and nobody else is here', async () => {
    const box = world({ '/api/chat': after(3_000) })
    const asking = ask(box)
    await pass(4)

    expect(only(asking)).toEqual(['reading'])
    expect(asking.times[0]).toBeLessThan(300)
  })

  it('is that it loads, and then reads', async () => {
    const box = world({ '/api/chat': after(9_000) })
    box.loaded = []
    const asking = ask(box)
    await pass(3)
    box.loaded = [{ name: MODEL, digest: box.digest }]
    await pass(7)

    expect(only(asking)).toEqual(['loading', 'reading'])
  })

  it('is never that it loads while the model may wait for another', async () => {
    const box = world({ '/api/chat': after(5_000) })
    box.loaded = [other]
    const asking = ask(box)
    await pass(6)

    expect(asking.states).toEqual([{ state: 'queued' }])
  })

  it('is that it is busy, where it does not say what it has loaded', async () => {
    const box = world({ '/api/chat': after(5_000), '/api/ps': silence })
    // Only the deadline of a probe is real time.
    vi.spyOn(AbortSignal, 'timeout').mockImplementation(ms => {
      const late = new AbortController()
      setTimeout(() => late.abort(new DOMException('late', 'TimeoutError')), ms)
      return late.signal
    })
    const asking = ask(box)
    await pass(6)

    expect(asking.states).toEqual([{ state: 'queued' }])
  })

  it('delays no first token, though a look does not come back', async () => {
    const box = world({ '/api/chat': after(400), '/api/ps': silence })
    const asking = ask(box)
    await pass(0.5)

    expect(box.at('/api/ps')).toHaveLength(1)
    expect(await outcome(asking)).toBe('answer')
  })

  it('is not that it reads for ever: longer than reading takes, somebody else is served', async () => {
    const box = world({ '/api/chat': after(200_000) })
    const asking = ask(box, { tokens: 100 })
    await pass(60)

    expect(only(asking)).toEqual(['reading', 'queued'])
  })

  it('is said once for all who wait: one look serves them', async () => {
    const box = world({ '/api/chat': silence })
    box.loaded = []
    const all = [ask(box), ask(box), ask(box)]
    await pass(0.2)
    await pass(30)

    expect(box.at('/api/ps').length).toBeLessThanOrEqual(7)
    expect(all.map(one => only(one)[0])).toEqual(['loading', 'queued', 'queued'])
  })
})

it('a silent request asks the Box less and less often, whatever it waits for', async () => {
  for (const loaded of [[], [other], null]) {
    const box = world({ '/api/chat': silence })
    box.loaded = loaded ?? [{ name: MODEL, digest: box.digest }]
    const look = vi.spyOn(envOf(box).BOX.getByName(), 'look')
    ask(box)
    await pass(600)

    expect(look.mock.calls.length).toBeGreaterThan(0)
    expect(look.mock.calls.length).toBeLessThan(100)
  }
})

describe('who waits behind others', () => {
  const open = () => {
    let end = () => {}
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(new TextEncoder().encode('{}\n'))
        end = () => controller.close()
      },
    })
    const response = new Response(body, { headers: { 'content-type': 'application/x-ndjson' } })
    return { response, end: () => end() }
  }

  it('is told so, is asked nothing of, and its clock stands still', async () => {
    const box = world({ '/api/chat': () => open().response }, 'https')
    const first = await ask(box).end
    box.table['/api/chat'] = silence
    const second = ask(box)
    await pass(605)
    if (first.ok) first.over()
    expect(only(second)).toEqual(['queued'])
    box.table['/api/chat'] = after(1_000)
    await pass(112)
    expect(await outcome(second)).toBe('answer')
  })

  it('of another model is told to wait while the model is not in memory', async () => {
    const box = world({
      '/api/chat': () => open().response,
      '/api/tags': () =>
        tagsOf(
          { name: MODEL, digest: 'one', capabilities: ['completion'] },
          { name: 'two:1b', digest: 'two', capabilities: ['completion'] }
        ),
    })
    box.loaded = []
    await ask(box, { model: 'two:1b' }).end
    box.table['/api/chat'] = after(4_000)
    const second = ask(box)
    await pass(5)

    expect(only(second)).toEqual(['queued'])
  })

  it('[T5] is told to wait while the box reads what was stopped, as long as it was reported to take', async () => {
    const box = world()
    const turn = crypto.randomUUID()
    await ask(box, { turn, tokens: 100 }).end.then(done => done.ok && done.over())
    envOf(box)
      .BOX.getByName()
      .report({
        turn,
        how: 'done',
        last: true,
        model: MODEL,
        figures: { promptTokens: 1_000, promptNs: 50e9 },
      })
    box.table['/api/chat'] = silence
    const stopped = ask(box, { tokens: 1_000 })
    await pass(10)
    stopped.stop()
    box.table['/api/chat'] = after(55_000)
    const next = ask(box, { tokens: 20 })
    await pass(54)

    await expect(stopped.end).rejects.toThrow('stopped')
    expect(only(next)).toEqual(['queued', 'reading'])
    expect(next.times[1]).toBeGreaterThan(39_000)
    // The Box is asked every eight seconds by then.
    expect(next.times[1]).toBeLessThan(49_000)
  })
})

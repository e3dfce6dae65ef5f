/** The one line for a load: who stands in it, who goes past it, and who is sent away. */

import { describe, it } from 'vitest'

import { A, B, C, demos, finished, hold, loads, names, queue, unload, want } from './crowd.ts'

const start = demos({ room: 1 })

describe('those who wait for a load', () => {
  it('are served in the order in which they came, though a model is loaded twice for that', async ({
    expect,
  }) => {
    const demo = await start({ everyLoadMs: 5 })
    const holder = await hold(demo, A)
    const line = [await queue(demo, B, 1), await queue(demo, C, 2), await queue(demo, B, 3)]
    await holder.leave()
    expect(await Promise.all(line.map(finished))).toEqual([true, true, true])
    const began = line.map(({ record }) => record.firstTokenAt)
    expect(began).toEqual(began.toSorted())
    expect(await loads(demo)).toEqual({ loading: null, waiting: 0, done: 4 })
    expect(await names(demo)).toEqual([B])
  })

  it('for the same model have it all, once it is loaded for the first of them', async ({ expect }) => {
    const demo = await start()
    const holder = await hold(demo, A)
    const line = [await queue(demo, B, 1), await queue(demo, B, 2)]
    await holder.leave()
    expect(await Promise.all(line.map(finished))).toEqual([true, true])
    expect(await loads(demo)).toEqual({ loading: null, waiting: 0, done: 2 })
  })

  it('are overtaken by whoever wants a model that is in memory, the one that is to go included', async ({
    expect,
  }) => {
    const demo = await start()
    const holder = await hold(demo, A)
    const other = await queue(demo, B, 1)
    const later = await hold(demo, A)
    await holder.leave()
    expect(await finished(await want(demo, A))).toBe(true)
    expect(await loads(demo)).toMatchObject({ loading: null, waiting: 1 })
    await later.leave()
    expect(await finished(other)).toBe(true)
  })

  it('go on waiting where one who overtakes says for how long the model is to be kept', async ({
    expect,
  }) => {
    const demo = await start()
    const holder = await hold(demo, A)
    const other = await queue(demo, B, 1)
    expect(await finished(await want(demo, A, { keep_alive: -1 }))).toBe(true)
    await holder.leave()
    await expect.poll(() => holder.record.ended).toBe('closed by client')
    // Nobody uses it, and it stays.
    expect(await finished(await want(demo, A))).toBe(true)
    expect(await loads(demo)).toMatchObject({ loading: null, waiting: 1 })
    expect(await names(demo)).toEqual([A])
    await unload(demo, A)
    expect(await finished(other)).toBe(true)
  })

  it('wait also behind the one whose model has to go for another context, and it is told apart', async ({
    expect,
  }) => {
    const demo = await start({ room: 2 })
    const holder = await hold(demo, A)
    const wider = await want(demo, A, { options: { num_ctx: 512 } })
    await expect.poll(() => loads(demo)).toMatchObject({ loading: null, waiting: 1 })
    const other = await queue(demo, B, 2)
    await holder.leave()
    expect(await Promise.all([wider, other].map(finished))).toEqual([true, true])
    expect([wider, other].map(({ record }) => record.reloaded)).toEqual([true, false])
    expect(await names(demo)).toEqual([A, B])
  })

  it('stand in line no more than that once they wait for a load that has begun', async ({ expect }) => {
    const demo = await start({ everyLoadMs: 60_000, queue: 0 })
    const first = await want(demo, B)
    await expect.poll(() => loads(demo)).toMatchObject({ loading: B, waiting: 0 })
    const second = await want(demo, B)
    demo.switch({ everyLoadMs: 0 })
    await first.leave()
    // The load went with the one who had begun it; the other begins anew.
    expect(await finished(second)).toBe(true)
    expect(second.record.context).toBeGreaterThan(0)
  })
})

describe('a full line', () => {
  it('sends away whoever comes next, in the words of Ollama, and nobody who needs no load', async ({
    expect,
  }) => {
    const demo = await start({ queue: 2 })
    const holder = await hold(demo, A)
    const line = [await queue(demo, B, 1), await queue(demo, C, 2), await queue(demo, B, 3)]
    expect(await (await want(demo, C)).heard).toMatchObject({
      status: 503,
      text: '{"error":"server busy, please try again.  maximum pending requests exceeded"}',
    })
    expect(await finished(await want(demo, A))).toBe(true)
    await holder.leave()
    expect(await Promise.all(line.map(finished))).toEqual([true, true, true])
    expect(await finished(await want(demo, C))).toBe(true)
  })

  it('is full also of those who have left it', async ({ expect }) => {
    const demo = await start({ queue: 1 })
    const holder = await hold(demo, A)
    const line = [await queue(demo, B, 1), await queue(demo, B, 2)]
    await Promise.all(line.map(asker => asker.leave()))
    await expect.poll(() => line[1]?.record.ended).toBe('closed by client')
    expect((await (await want(demo, C)).heard).status).toBe(503)
    await holder.leave()
    await expect.poll(() => loads(demo)).toMatchObject({ loading: null, waiting: 0 })
    expect(await names(demo)).toEqual([])
  })
})

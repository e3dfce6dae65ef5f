/** Memory with room for so many models: which of them goes for another, and what that one waits for. */

import { describe, it } from 'vitest'

import { A, B, C, demos, finished, hold, inMemory, loads, names, queue, unload, want } from './crowd.ts'

const start = demos()

describe('with room for one model', () => {
  it('another is loaded when the last answer of the one that goes is over, and that takes its time', async ({
    expect,
  }) => {
    const demo = await start({ room: 1, everyLoadMs: 40 })
    const first = await want(demo, A, { question: 'tokens=12' })
    await expect.poll(() => first.record.tokens).toBeGreaterThan(0)
    const second = await queue(demo, B, 1)
    expect(await names(demo)).toEqual([A])
    expect(await finished(first)).toBe(true)
    expect(await finished(second)).toBe(true)
    // A timer may be a millisecond early.
    const after = (second.record.firstTokenAt ?? 0) - (first.record.endedAt ?? Infinity)
    expect(after).toBeGreaterThanOrEqual(38)
    expect(await names(demo)).toEqual([B])
  })

  it('whoever waits for a slot of the one that goes is waited for too', async ({ expect }) => {
    const demo = await start({ room: 1, slots: 1 })
    const holder = await hold(demo, A)
    const next = await want(demo, A, { question: 'tokens=5000' })
    const other = await queue(demo, B, 1)
    await holder.leave()
    await expect.poll(() => next.record.tokens).toBeGreaterThan(0)
    expect(await loads(demo)).toMatchObject({ loading: null, waiting: 1 })
    await next.leave()
    expect(await finished(other)).toBe(true)
  })

  it('nothing is listed while the one has gone and the other is being loaded', async ({ expect }) => {
    const demo = await start({ room: 1 })
    await (
      await want(demo, A)
    ).heard
    demo.switch({ everyLoadMs: 60_000 })
    const second = await want(demo, B)
    await expect.poll(() => loads(demo)).toMatchObject({ loading: B, waiting: 0 })
    expect(await names(demo)).toEqual([])
    await second.leave()
    await expect.poll(() => loads(demo)).toMatchObject({ loading: null, waiting: 0 })
    expect(await names(demo)).toEqual([])
  })

  it('nothing is loaded for somebody who has left meanwhile, but what was to go for them goes', async ({
    expect,
  }) => {
    const demo = await start({ room: 1 })
    const holder = await hold(demo, A)
    const second = await queue(demo, B, 1)
    await second.leave()
    await expect.poll(() => second.record.ended).toBe('closed by client')
    expect(await names(demo)).toEqual([A])
    await holder.leave()
    await expect.poll(() => loads(demo)).toMatchObject({ loading: null, waiting: 0 })
    expect(await names(demo)).toEqual([])
    expect(await loads(demo)).toMatchObject({ done: 1 })
  })

  it('a stop while a prompt is read holds the slot until it is read, and not the model', async ({
    expect,
  }) => {
    // A minute of reading: no test waits for that.
    const demo = await start({ room: 1, slots: 1, readMs: 60 })
    const reader = await want(demo, A, { question: 'word '.repeat(1000) })
    await expect.poll(() => reader.record.freshTokens).toBeGreaterThan(900)
    const same = await want(demo, A)
    await reader.leave()
    await expect.poll(() => reader.record.ended).toBe('closed by client')
    const slots = async () => (await fetch(`${demo.url}/_demo/slots`)).json()
    expect(await slots()).toEqual({ taken: 1, waiting: 1 })
    await same.leave()
    demo.switch({ readMs: 0 })
    expect(await finished(await want(demo, B))).toBe(true)
    expect(await names(demo)).toEqual([B])
    expect(await slots()).toEqual({ taken: 0, waiting: 0 })
  })
})

describe('with room for two models', () => {
  it('of those that nobody uses the one goes that would be kept for the shortest time', async ({
    expect,
  }) => {
    const demo = await start({ room: 2 })
    for (const [model, keep_alive] of Object.entries({ [A]: '10m', [B]: '2m' }))
      await (
        await want(demo, model, { keep_alive })
      ).heard
    expect(await names(demo)).toEqual([A, B])
    await (
      await want(demo, C)
    ).heard
    expect(await names(demo)).toEqual([A, C])
    // The third is kept for the usual five minutes.
    await (
      await want(demo, B)
    ).heard
    expect(await names(demo)).toEqual([A, B])
  })

  it('one that nobody uses goes before one that is busy, however long it would be kept', async ({
    expect,
  }) => {
    const demo = await start({ room: 2 })
    await (
      await want(demo, A, { keep_alive: -1 })
    ).heard
    const holder = await hold(demo, B, { keep_alive: '1s' })
    expect(await finished(await want(demo, C))).toBe(true)
    expect(await names(demo)).toEqual([B, C])
    await holder.leave()
  })

  it('of two that are busy the one chosen is waited for, though the other is idle before', async ({
    expect,
  }) => {
    const demo = await start({ room: 2 })
    const [long, short] = [
      await hold(demo, A, { keep_alive: '10m' }),
      await hold(demo, B, { keep_alive: '2m' }),
    ]
    const third = await queue(demo, C, 1)
    await long.leave()
    // Only its last user to leave says until when it stays.
    await expect
      .poll(async () => Date.parse((await inMemory(demo))[0]?.expires_at ?? '') > Date.now() + 500_000)
      .toBe(true)
    expect(await loads(demo)).toMatchObject({ loading: null, waiting: 1 })
    await short.leave()
    expect(await finished(third)).toBe(true)
    expect(await names(demo)).toEqual([A, C])
  })

  it('any that leaves makes the room that is waited for', async ({ expect }) => {
    const demo = await start({ room: 2 })
    await (
      await want(demo, A, { keep_alive: '10m' })
    ).heard
    const holders = [await hold(demo, A), await hold(demo, B)]
    const third = await queue(demo, C, 1)
    await unload(demo, A)
    await holders[0]?.leave()
    expect(await finished(third)).toBe(true)
    // The one that had been chosen goes all the same when it is no longer used.
    expect(await names(demo)).toEqual([B, C])
    await holders[1]?.leave()
    await expect.poll(() => names(demo)).toEqual([C])
  })
})

it('a busy model that was told to leave is listed with a time that is past', async ({ expect }) => {
  const demo = await start({})
  const holder = await hold(demo, A)
  await unload(demo, A)
  const [listed] = await inMemory(demo)
  expect(listed?.name).toBe(A)
  expect(Date.parse(listed?.expires_at ?? '')).toBeLessThanOrEqual(Date.now())
  await holder.leave()
  await expect.poll(() => names(demo)).toEqual([])
})

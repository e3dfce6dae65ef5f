/** What a visitor, and an address, may ask of the box: each refusal says when to come back, and is true. */

import { describe, expect, it } from 'vitest'
import { inPretendedTime, MODEL, pass } from '../../testing/asking.ts'
import { begins, from, home, limited, newTurn, refused, takes } from '../../testing/limited.ts'

inPretendedTime()

const DAY_SECONDS = 24 * 60 * 60

describe('[Q5] turns a minute', () => {
  it('are as many as the owner lets a visitor ask; the next says when, and then it is so', async () => {
    const box = limited()
    for (const _ of [1, 2, 3]) {
      expect(await refused(box, { who: 'a' })).toBeNull()
      await pass(10)
    }
    const why = await refused(box, { who: 'a' })
    expect(why).toMatchObject({ code: 'too_fast', retryable: true, retryAfterMs: 30_000 })
    expect(why?.message).toBe('3 questions a minute are the limit. Try again in 30 s.')
    expect(await refused(box, { who: 'b' })).toBeNull()
    await pass(29)
    expect(await refused(box, { who: 'a' })).toMatchObject({ retryAfterMs: 1_000 })
    await pass(1)
    expect(await refused(box, { who: 'a' })).toBeNull()
  })

  it('[T2] do not count a turn that is sent again', async () => {
    const box = limited()
    for (const turn of ['x', 'x', 'y', 'z', 'z', 'x', 'y']) {
      expect(await refused(box, { who: 'a' }, turn)).toBeNull()
    }
    expect(await refused(box, { who: 'a' }, 'new')).toMatchObject({ code: 'too_fast' })
  })

  it('count nothing that is refused', async () => {
    const box = limited()
    for (const _ of [1, 2, 3]) await refused(box, { who: 'a' })
    for (let n = 0; n < 100; n += 1) expect(await refused(box, { who: 'a' })).not.toBeNull()
    await pass(60)
    expect(await refused(box, { who: 'a' })).toBeNull()
  })
})

describe('[Q5] the time of the box', () => {
  it('that a visitor used in a day is counted over tries, deaths and what runs now', async () => {
    const box = limited()
    await takes(box, 30, { who: 'a' })
    box.dies()
    expect(box.desk.allowance({ who: 'a', address: from('a') }).box).toMatchObject({
      usedMs: 30_000,
      mostMs: 60_000,
    })
    expect(await refused(box, { who: 'a' }, 'long')).toBeNull()
    await begins(box, 'long', { who: 'a' })
    await pass(31)
    const why = await refused(box, { who: 'a' })
    expect(why).toMatchObject({ code: 'used_up', retryable: true })
    expect(why?.message).toMatch(/^Your box time is used up: 1 of 1 minutes today\. More /)
    expect(await refused(box, { who: 'b' })).toBeNull()
  })

  it('is there again when the day has ended, which is when the refusal says', async () => {
    const box = limited()
    await takes(box, 60, { who: 'a' })
    const why = await refused(box, { who: 'a' })
    const ms = why?.retryAfterMs ?? 0
    expect((Date.now() + ms) % (24 * 60 * 60_000)).toBe(0)
    await pass(ms / 1_000)
    expect(await refused(box, { who: 'a' })).toBeNull()
    expect(box.desk.allowance({ who: 'a', address: from('a') }).box.usedMs).toBe(0)
  })

  it('is used up for all of an address by those who came from it, and for nobody else', async () => {
    const box = limited({ NEW_VISITORS_AN_HOUR: '100' })
    for (const who of ['a', 'b', 'c']) await takes(box, 40, { who, address: home })
    expect(await refused(box, { who: 'd', address: home })).toMatchObject({
      code: 'used_up',
      message: expect.stringMatching(/^The box time of your network is used up for today\./) as string,
    })
    expect(await refused(box, { who: 'd', address: from('school') })).toBeNull()
    expect(await refused(box, { who: 'd', address: from('home', 2) })).toBeNull()
    expect(box.desk.allowance({ who: 'new', address: home }).box).toMatchObject({
      usedMs: 120_000,
      mostMs: 120_000,
    })
  })

  it('writes no row of its own', async () => {
    const box = limited()
    await takes(box, 1, { who: 'a' })
    const before = box.put.mock.calls.length
    await takes(box, 1, { who: 'a' })
    expect(box.put.mock.calls.slice(before).map(([name]) => name)).toEqual(['ledger', 'ledger', 'ledger'])
  })
})

it('at the owner’s own machine nothing is limited, and all is counted', async () => {
  const box = limited()
  const by = { who: 'the owner' }
  for (let n = 0; n < 5; n += 1) {
    const turn = newTurn()
    expect(await box.desk.admit({ turn, model: MODEL }, by.who, undefined, by)).toMatchObject({ ok: true })
    const end = await begins(box, turn, by)
    await pass(20)
    end()
  }
  expect(box.desk.allowance(by)).toMatchObject({
    box: { usedMs: 100_000, mostMs: null },
    turns: { most: null },
  })
})

describe('[Q5] new visitors', () => {
  it('from one address are as many in an hour as the owner lets in; the next is told when', async () => {
    const box = limited()
    for (const who of ['a', 'b']) expect(await refused(box, { who, address: home })).toBeNull()
    await pass(60)
    expect(await refused(box, { who: 'c', address: home })).toMatchObject({
      code: 'too_many_visitors',
      retryAfterMs: 59 * 60_000,
    })
    expect(await refused(box, { who: 'a', address: home })).toBeNull()
    expect(await refused(box, { who: 'c', address: from('school') })).toBeNull()
    expect(await refused(box, { who: 'd', address: from('home', 2) })).toBeNull()
    await pass(59 * 60)
    expect(await refused(box, { who: 'e', address: home })).toBeNull()
  })

  it('are those of whom a key or a passkey is kept, too: once, and over a death of the Box', async () => {
    const box = limited()
    const comes = (who: string, address: ReturnType<typeof from> | undefined = home) =>
      box.desk.comes(who, { who, ...(address && { address }) })
    for (const who of ['a', 'a', 'b', 'a', 'b']) expect(comes(who)).toMatchObject({ ok: true })
    box.dies()
    expect(comes('c')).toMatchObject({ ok: false, problem: { code: 'too_many_visitors' } })
    expect(await refused(box, { who: 'd', address: home })).toMatchObject({ code: 'too_many_visitors' })
    expect(await refused(box, { who: 'a', address: home })).toBeNull()
    expect(comes('c', from('school'))).toMatchObject({ ok: true })
    expect(box.desk.allowance({ who: 'b', address: home }).turns.used).toBe(0)
  })

  it('are new no more for a month, whatever address they come from, and then they are', async () => {
    const box = limited({ NEW_VISITORS_AN_HOUR: '1' })
    for (const who of ['a', 'b']) await takes(box, 1, { who, address: from(`of ${who}`) })
    const later = async (who: string) => {
      box.dies()
      expect(await refused(box, { who: `new with ${who}`, address: from('school') })).toBeNull()
      return refused(box, { who, address: from('school') })
    }
    await pass(30 * DAY_SECONDS)
    expect(await later('a')).toBeNull()
    await pass(DAY_SECONDS)
    expect(await later('b')).toMatchObject({ code: 'too_many_visitors' })
  })

  it('and what a day keeps of them are bounded, and nothing of an address outlives its day', async () => {
    const box = limited({ NEW_VISITORS_AN_HOUR: '100000' })
    await takes(box, 60, { who: 'a', address: home })
    for (let n = 0; n < 2_500; n += 1) await refused(box, { who: `new ${n}`, address: from(`at ${n}`) })
    await takes(box, 1, { who: 'b', address: home })
    const [, kept] = box.put.mock.calls.at(-1) as [string, { used: Record<string, object> }]
    expect(Object.keys(kept.used['visitors'] ?? {})).toHaveLength(2_000)
    expect(Object.keys(kept.used['addresses'] ?? {})).toHaveLength(2_000)
    expect(await refused(box, { who: 'a' })).toMatchObject({ code: 'used_up' })
    await pass(DAY_SECONDS)
    await takes(box, 1, { who: 'b' })
    expect(JSON.stringify(box.put.mock.calls.slice(-4))).not.toContain('home')
  })
})

/** What an owner is shown of who used the box, by day and by pseudonym; and how long it is known whose that is. */

import { describe, expect, it } from 'vitest'
import { inPretendedTime, pass } from '../../testing/asking.ts'
import { shelf } from '../../testing/fake-box.ts'
import { begins, from, home, limited, newTurn, refused, takes } from '../../testing/limited.ts'
import { Scene } from '../../testing/scene.ts'
import { dayOf } from '../ledger/days.ts'
import { Usage } from '../ledger/usage.ts'

inPretendedTime()

const DAY_SECONDS = 24 * 60 * 60
const me = { by: 'me', visitors: ['me'] }

describe('what is shown', () => {
  it('counts what runs now as it runs, by day and by visitor, who used most first', async () => {
    const box = limited()
    await takes(box, 20, { who: 'a', address: home })
    const turn = newTurn()
    expect(await refused(box, { who: 'b', address: from('b') }, turn)).toBeNull()
    await begins(box, turn, { who: 'b', address: from('b') })
    await pass(30)

    const { days, visitors, turns } = await box.desk.owner.ownerView()
    expect(days).toMatchObject([{ visitors: 2, turns: 2, failed: 0, boxSeconds: 50, longestWaitSeconds: 0 }])
    expect(visitors).toEqual([
      { who: 'b', turns: 1, boxSeconds: 30, blockedAt: null },
      { who: 'a', turns: 1, boxSeconds: 20, blockedAt: null },
    ])
    expect(turns).toMatchObject([{ turn, who: 'b', state: 'answering', isProgram: false }])
  })

  it('has answers that failed and the longest wait, and keeps them when the day has ended', async () => {
    const scene = new Scene()
    await scene.ask('first')
    await scene.ask('second')
    await pass(45)
    scene.leave('first')
    scene.report('first', { how: 'cut' })
    await pass(0)
    scene.end('second')
    const { days } = await scene.desk.owner.ownerView()
    expect(days).toMatchObject([{ failed: 1, longestWaitSeconds: 45 }])
    await pass(DAY_SECONDS)
    await scene.ask('third')
    scene.dies()
    expect((await scene.desk.owner.ownerView()).days).toMatchObject([
      { failed: 0, longestWaitSeconds: 0 },
      { failed: 1, longestWaitSeconds: 45 },
    ])
  })

  it('reads days that an older Burrow kept, which counted neither', () => {
    const rows = shelf()
    const today = dayOf(Date.now())
    rows.put(`usage ${today - 1}`, { ada: { turns: 2, ms: 5_000 } })
    const usage = new Usage(rows, undefined)
    expect(usage.days.all).toEqual([
      { day: today - 1, visitors: { ada: { turns: 2, ms: 5_000 } }, failed: 0, waitedMs: 0 },
    ])
    expect(usage.isNew('ada')).toBe(false)
  })
})

describe('whose a pseudonym is', () => {
  it('is known for as long as a day is kept on which they asked, and then no more', async () => {
    const box = limited({ NEW_VISITORS_AN_HOUR: '100' })
    const known = () => box.desk.people.whose(me, 'a')
    expect(known()).toMatchObject({ problem: { code: 'not_found' } })
    await takes(box, 1, { who: 'a' })
    for (const days of [1, 29]) {
      await pass(days * DAY_SECONDS)
      box.dies()
      await takes(box, 1, { who: `somebody after ${days}` })
      expect(known()).toMatchObject({ value: 'a' })
    }
    await pass(DAY_SECONDS)
    await takes(box, 1, { who: 'somebody else' })
    expect(known()).toMatchObject({ problem: { code: 'not_found' } })
  })

  it('costs a row of each visitor a month, and no more rows than a day keeps visitors', async () => {
    const box = limited({ NEW_VISITORS_AN_HOUR: '100000' })
    const written = () => box.put.mock.calls.filter(([name]) => name.startsWith('met ')).length
    await takes(box, 60, { who: 'a' })
    for (const _ of [1, 2]) {
      await pass(DAY_SECONDS)
      await takes(box, 1, { who: 'a' })
    }
    expect(written()).toBe(1)
    for (let n = 0; n < 2_100; n += 1) await refused(box, { who: `new ${n}` })
    const all = Array.from({ length: 2_100 }, (_, n) => box.desk.people.whose(me, `new ${n}`))
    expect(all.filter(({ ok }) => ok)).toHaveLength(1_999)
    expect(box.desk.people.whose(me, 'a')).toMatchObject({ ok: true })
  })
})

/** How near the limits are. */

import { describe, it } from 'vitest'
import { type Counts, walls } from './walls.ts'

const NOTHING: Counts = { requests: 0, turns: 0, ms: 0 }

const near = (counts: Partial<Counts>, bytes: number | null = 0, plan: 'free' | 'paid' = 'free') =>
  walls({ ...NOTHING, ...counts }, bytes, plan)
    .filter(({ bad }) => bad)
    .map(({ subject }) => subject)

/** A day of the turns of docs/costs.md, which take 20 s. */
const day = (turns: number) => ({ turns, ms: turns * 20_000 })

describe('a limit of the plan', () => {
  it('is near from four fifths on, each by itself', ({ expect }) => {
    expect(near({})).toEqual([])
    expect(near({ requests: 79_999 })).toEqual([])
    expect(near({ requests: 80_000 })).toEqual(['requests'])
    expect(near({ ms: 0.8 * (13_000 / 0.128) * 1_000 })).toEqual(['object seconds'])
    expect(near({}, 399e6)).toEqual([])
    expect(near({}, 400e6)).toEqual(['d1 bytes'])
  })

  it('comes where docs/costs.md says that it comes: rows of objects before their seconds', ({ expect }) => {
    expect(near(day(3_800))).toEqual([])
    expect(near(day(3_830))).toEqual(['object rows'])
    expect(near(day(4_100))).toEqual(['object seconds', 'object rows'])
    expect(near({ turns: 5_330 })).toEqual([])
    expect(near({ turns: 5_340 })).toEqual(['d1 rows'])
    expect(near({ turns: 8_000 })).toEqual(['object rows', 'd1 rows'])
    expect(near({ turns: 8_900 })).toEqual(['object calls', 'object rows', 'd1 rows'])
  })

  it('is only the size of D1 on the paid plan, and none that nobody could see', ({ expect }) => {
    expect(near({ requests: 1e9, ...day(1e6) }, 7.9e9, 'paid')).toEqual([])
    expect(near({}, 8e9, 'paid')).toEqual(['d1 bytes'])
    expect(walls(NOTHING, null, 'paid')).toEqual([])
  })
})

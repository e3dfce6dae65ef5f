/** What the owner's page shows of a change before Burrow has answered. */

import { describe, it } from 'vitest'
import type { OwnerTurn, OwnerView } from '../../../../workers/protocol/owner.ts'
import { withBlocked, withChanges, withoutTurn } from './apply.ts'

const turn = (name: string, place?: number): OwnerTurn => ({
  turn: name,
  model: 'm',
  isProgram: false,
  state: place === undefined ? 'answering' : 'waiting',
  since: 0,
  ...(place !== undefined && { place }),
})

const view: OwnerView = {
  now: 0,
  hosts: [],
  turns: [turn('a'), turn('b', 1), turn('c', 2)],
  days: [],
  visitors: [
    { who: 'ada', turns: 1, boxSeconds: 1, blockedAt: null },
    { who: 'bob', turns: 1, boxSeconds: 1, blockedAt: 5 },
  ],
  models: [
    { name: 'm', offered: true },
    { name: 'n', offered: true },
  ],
  settings: { paused: null, welcome: 'Hello', limits: { boxMinutes: 5 } },
  configured: { turnsAMinute: 10, boxMinutes: 30, addressBoxMinutes: 360, newVisitorsAnHour: 40 },
  changes: [],
}

describe('a change', () => {
  it('leaves what it does not name', ({ expect }) => {
    const { settings, models } = withChanges({ models: { n: false } })(view)
    expect(settings).toEqual(view.settings)
    expect(models.map(({ offered }) => offered)).toEqual([true, false])
  })

  it('pauses and resumes', ({ expect }) => {
    const paused = withChanges({ paused: { message: '' } })(view)
    expect(paused.settings.paused).toEqual({ message: '' })
    expect(withChanges({ paused: null })(paused).settings.paused).toBeNull()
  })

  it('sets a limit, and gives it back to the configuration', ({ expect }) => {
    const set = withChanges({ limits: { turnsAMinute: 3 } })(view)
    expect(set.settings.limits).toEqual({ boxMinutes: 5, turnsAMinute: 3 })
    expect(withChanges({ limits: { boxMinutes: null } })(set).settings.limits).toEqual({ turnsAMinute: 3 })
  })

  it('takes the welcome away', ({ expect }) => {
    expect(withChanges({ welcome: '' })(view).settings.welcome).toBe('')
  })

  it('that ends a turn moves up those behind it', ({ expect }) => {
    const places = (name: string) => withoutTurn(name)(view).turns.map(({ turn: id, place }) => [id, place])
    expect(places('b')).toEqual([
      ['a', undefined],
      ['c', 1],
    ])
    expect(places('a').at(-1)).toEqual(['c', 2])
  })

  it('blocks one, and lets another ask again', ({ expect }) => {
    const since = (who: string, at: number | null) =>
      withBlocked(who, at)(view).visitors.map(({ blockedAt }) => blockedAt)
    expect(since('ada', 9)).toEqual([9, 5])
    expect(since('bob', null)).toEqual([null, null])
  })
})

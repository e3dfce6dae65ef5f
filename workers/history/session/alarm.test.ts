import { afterEach, beforeEach, describe, it, vi } from 'vitest'
import { Alarm } from './alarm.ts'

/** A storage that has an alarm and nothing else, and counts the rows that setting it writes. */
function clock() {
  const set: number[] = []
  return {
    set,
    alarm: new Alarm({
      setAlarm: async at => void set.push(Number(at)),
      getAlarm: async () => set.at(-1) ?? null,
    }),
  }
}

beforeEach(() => void vi.useFakeTimers({ now: 0 }))
afterEach(() => void vi.useRealTimers())

describe('the alarm of a session', () => {
  it('[T11] is the earliest of all that is due: a heartbeat does not push a write of D1 away', ({
    expect,
  }) => {
    const { alarm, set } = clock()
    alarm.set('outbox', 1_000)
    alarm.set('heartbeat', 30_000)
    expect(set).toEqual([1_000])
    vi.setSystemTime(1_000)
    expect(alarm.rang()).toEqual(['outbox'])
    expect(set).toEqual([1_000, 30_000])
  })

  it('is written only when it must come sooner, and one that is too early finds nothing to do', ({
    expect,
  }) => {
    const { alarm, set } = clock()
    alarm.set('heartbeat', 30_000)
    alarm.set('outbox', 5_000)
    alarm.set('outbox', 9_000)
    alarm.set('outbox', null)
    expect(set).toEqual([30_000, 5_000])
    vi.setSystemTime(5_000)
    expect(alarm.rang()).toEqual([])
    expect(set).toEqual([30_000, 5_000, 30_000])
  })

  it('is put off where it would come minutes too early: a turn that waits is not woken for a heartbeat', ({
    expect,
  }) => {
    const { alarm, set } = clock()
    alarm.set('heartbeat', 30_000)
    alarm.set('heartbeat', null)
    alarm.set('enter', 300_000)
    expect(set).toEqual([30_000, 300_000])
  })

  it('is set anew after the storage was emptied, and left alone when nothing is due', ({ expect }) => {
    const { alarm, set } = clock()
    alarm.set('heartbeat', 30_000)
    alarm.erased()
    alarm.set('heartbeat', 40_000)
    expect(set).toEqual([30_000, 40_000])
    alarm.set('heartbeat', null)
    vi.setSystemTime(40_000)
    expect(alarm.rang()).toEqual([])
    expect(set).toHaveLength(2)
  })
})

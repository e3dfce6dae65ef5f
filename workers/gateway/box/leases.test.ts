/** Who is being answered by which host. */

import { describe, expect, it, vi } from 'vitest'
import { shelf } from '../testing/fake-box.ts'
import { Leases } from './leases.ts'

describe('a lease', () => {
  it('outlives the object that gave it, and is over once, however often that is told', () => {
    const rows = shelf()
    const lease = new Leases(rows).give('turn', 'a')
    const next = new Leases(rows)
    expect(next.count('a')).toBe(1)
    next.end(lease)
    next.end(lease)

    expect(next.count('a')).toBe(0)
    // What it came to is reported of the host that had it.
    expect(next.hostOf('turn')).toBe('a')
    next.forget('turn')
    expect(next.hostOf('turn')).toBeUndefined()
  })

  it('is that of the last try: an end that is told late is that of an earlier one', () => {
    const leases = new Leases(shelf())
    const first = leases.give('turn', 'a')
    leases.give('turn', 'b')
    leases.end(first)

    expect([leases.count('a'), leases.count('b')]).toEqual([0, 1])
  })

  it('that nobody ever ended is forgotten, and there are no more than are bounded', () => {
    vi.useFakeTimers()
    const leases = new Leases(shelf())
    leases.give('lost', 'a')
    vi.advanceTimersByTime(3 * 60 * 60_000)
    leases.give('next', 'a')
    expect(leases.count('a')).toBe(1)
    for (let n = 0; n < 600; n += 1) leases.give(`turn ${n}`, 'b')
    vi.useRealTimers()

    expect(leases.count('b')).toBe(500)
  })
})

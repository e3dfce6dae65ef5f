/** How often, and for how long. */

import { describe, it, vi } from 'vitest'
import { revived, UNTROUBLED } from './course.ts'
import { mayRetry } from './retry.ts'

describe('a further try', () => {
  it('[T9] is due where the way broke and something stands, 200 times in all and for an hour', ({
    expect,
  }) => {
    const cut = { ...UNTROUBLED, cutAt: Date.now() }
    expect(mayRetry('interrupted', 'stream', true, cut)).toBe(true)
    expect(mayRetry('host_offline', 'gateway', true, { ...cut, tries: 199 })).toBe(true)
    expect(mayRetry('host_offline', 'gateway', true, { ...cut, tries: 200 })).toBe(false)
    vi.useFakeTimers({ now: Date.now() + 61 * 60_000 })
    expect(mayRetry('interrupted', 'stream', true, cut)).toBe(false)
    vi.useRealTimers()
  })

  it('[T10] before the first token is due once, and only where the stream itself broke off', ({ expect }) => {
    expect(mayRetry('incomplete', 'stream', false, UNTROUBLED)).toBe(true)
    expect(mayRetry('incomplete', 'stream', false, { ...UNTROUBLED, tries: 1 })).toBe(false)
    expect(mayRetry('model_failed', 'gateway', false, UNTROUBLED)).toBe(false)
  })

  it('[T8] is due where history cannot say what is to be sent, though nothing stands yet', ({ expect }) => {
    expect(mayRetry('history_unavailable', 'gateway', false, UNTROUBLED)).toBe(true)
    expect(mayRetry('history_unavailable', 'gateway', false, { ...UNTROUBLED, tries: 200 })).toBe(false)
  })

  it('is never due for what the fault matrix forbids', ({ expect }) => {
    for (const code of ['repetition', 'unreadable', 'incomplete', 'not_allowed', 'too_long'] as const)
      expect(mayRetry(code, 'stream', true, UNTROUBLED)).toBe(false)
  })
})

describe('a death of the session', () => {
  it('[T8] counts anew where text has come since the last, and ends the turn after five that brought none', ({
    expect,
  }) => {
    let fared = revived(UNTROUBLED, 40)
    for (let n = 0; n < 50 && fared !== null; n += 1) fared = revived(fared, 40 + 10 * (n + 1))
    expect(fared?.lives).toBe(1)
    let deaths = 0
    for (fared = revived(UNTROUBLED, 0); fared !== null; fared = revived(fared, 0)) deaths += 1
    expect(deaths).toBe(5)
  })
})

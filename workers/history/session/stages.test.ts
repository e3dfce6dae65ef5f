import { describe, it, vi } from 'vitest'
import { Stages } from './stages.ts'

describe('the stages of a turn', () => {
  it('are the whole of it together, whichever it comes back to and whenever it is looked at', ({
    expect,
    onTestFinished,
  }) => {
    const now = vi.spyOn(Date, 'now')
    onTestFinished(() => now.mockRestore())
    const stages = new Stages('earlier', 1_000)
    for (const [at, stage] of [
      [1_005, 'waiting'],
      [1_010, 'queued'],
      [1_100, 'loading'],
      [1_300, 'loading'],
      [2_000, 'writing'],
      [2_500, 'waiting'],
      [2_600, 'writing'],
    ] as const) {
      now.mockReturnValue(at)
      stages.enter(stage)
    }
    now.mockReturnValue(3_000)
    const ms = { earlier: 5, waiting: 105, queued: 90, loading: 900, reading: 0, writing: 900 }
    expect(stages.ms).toEqual(ms)
    now.mockReturnValue(3_001)
    expect(stages.ms).toEqual({ ...ms, writing: 901 })
  })
})

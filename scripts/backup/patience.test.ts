/** A call that fails is made again where that may help, and where it is not asked to wait longer than it says. */

import { describe, it } from 'vitest'
import { Refusal } from '../deploy/cloudflare.ts'
import { patiently } from './patience.ts'

const refusing = (passing: boolean, times: number) => {
  let calls = 0
  return {
    calls: () => calls,
    async work() {
      calls += 1
      if (calls <= times) throw new Refusal('away', '', passing)
      return 'done'
    },
  }
}

describe('a call', () => {
  it('is made again until it is answered', async ({ expect }) => {
    const { work, calls } = refusing(true, 2)
    expect(await patiently(work, [1, 1])).toBe('done')
    expect(calls()).toBe(3)
  })

  it('is given up after the last gap, with what it said', async ({ expect }) => {
    const { work, calls } = refusing(true, 9)
    await expect(patiently(work, [1, 1])).rejects.toThrow('away')
    expect(calls()).toBe(3)
  })

  it('that is refused for what it is, is made once', async ({ expect }) => {
    const { work, calls } = refusing(false, 1)
    await expect(patiently(work, [1, 1])).rejects.toThrow('away')
    expect(calls()).toBe(1)
  })
})

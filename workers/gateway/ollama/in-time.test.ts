import { afterEach, beforeEach, it, vi } from 'vitest'
import { inTime } from './in-time.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

it('what is done in time, or fails by itself, leaves no timer behind to keep the Box awake', async ({
  expect,
}) => {
  expect(await inTime(1_000, async () => 'done')).toBe('done')
  await expect(inTime(1_000, () => Promise.reject(new Error('no')))).rejects.toThrow('no')
  expect(vi.getTimerCount()).toBe(0)
})

it('what is late is told so, by the name that says why', async ({ expect }) => {
  const work = inTime(
    1_000,
    late =>
      new Promise<never>((_, reject) => late.addEventListener('abort', () => reject(late.reason as Error)))
  )
  const ended = expect(work).rejects.toMatchObject({ name: 'TimeoutError' })
  await vi.advanceTimersByTimeAsync(1_000)
  await ended
})

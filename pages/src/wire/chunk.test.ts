/** Code that comes later, and is lost on the way. */

import { test, vi } from 'vitest'
import { chunk } from './chunk.ts'

/** Wakes whoever waits at once. */
const awake = (callback: () => void) => {
  queueMicrotask(callback)
  return () => undefined
}

test('what was lost is fetched again, once for all who wait for it', async ({ expect }) => {
  const load = vi.fn<() => Promise<string>>()
  load
    .mockRejectedValueOnce(new Error('lost'))
    .mockRejectedValueOnce(new Error('lost'))
    .mockResolvedValue('here')
  const lost = vi.fn<() => void>()
  const get = chunk(load, awake, lost)

  expect(await Promise.all([get(), get()])).toEqual(['here', 'here'])
  expect(await get()).toBe('here')
  expect(load).toHaveBeenCalledTimes(3)
  expect(lost).toHaveBeenCalledTimes(2)
})

test('it is given up after some tries, and begun again by the next who needs it', async ({ expect }) => {
  const load = vi.fn<() => Promise<string>>().mockRejectedValue(new Error('gone'))
  const get = chunk(load, awake)

  await expect(get()).rejects.toThrow('gone')
  const tries = load.mock.calls.length
  expect(tries).toBeGreaterThan(3)
  expect(tries).toBeLessThan(20)
  load.mockResolvedValue('here')
  expect(await get()).toBe('here')
})

/** Code that comes when it is needed. A train, a tunnel or a proxy may lose it once: then it is fetched again. */

import { backoff, pause, type Wake } from './backoff.ts'

/** Tries in a row, over about half a minute. After that the next who needs it asks again. */
const TRIES = 8

/**
 * Answers a way to get what `load` imports; everybody who asks while it is on its way waits for the same. `lost` hears
 * of every try that failed.
 */
export function chunk<T>(
  load: () => Promise<T>,
  wake: Wake,
  lost: () => void = () => undefined
): () => Promise<T> {
  let coming: Promise<T> | null = null
  return () => {
    coming ??= persist(load, wake, lost).catch((error: unknown) => {
      coming = null
      throw error
    })
    return coming
  }
}

async function persist<T>(load: () => Promise<T>, wake: Wake, lost: () => void): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await load()
    } catch (error) {
      lost()
      if (tries >= TRIES) throw error
      await pause(backoff(tries - 1), wake, new AbortController().signal)
    }
  }
}

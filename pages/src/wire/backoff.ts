/** How long to wait before the next try, and a wait that ends early when the world changes. No DOM in it. */

/** Milliseconds before the first retry, and the most between two: quick for a blip, gentle in an outage. */
const FIRST_MS = 500
const MOST_MS = 8_000

/** Half of the wait is random, so that many pages cut at once do not come back at once. */
export function backoff(tries: number, mostMs = MOST_MS): number {
  const most = Math.min(mostMs, FIRST_MS * 2 ** tries)
  return most / 2 + (most / 2) * Math.random()
}

/** Calls back at a moment at which trying at once is worth it; answers a way to stop listening. */
export type Wake = (callback: () => void) => () => void

/** Resolves after `ms`, which may be never, when `wake` calls, or when `signal` aborts. */
export function pause(ms: number, wake: Wake, signal: AbortSignal): Promise<void> {
  return new Promise(resolve => {
    if (signal.aborted) return resolve()
    const end = () => {
      clearTimeout(timer)
      unwake()
      signal.removeEventListener('abort', end)
      resolve()
    }
    const timer = ms === Infinity ? undefined : setTimeout(end, ms)
    const unwake = wake(end)
    signal.addEventListener('abort', end)
  })
}

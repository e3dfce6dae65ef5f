/** Work that has so long and no longer, and leaves no timer behind: a timer that is pending keeps the Box awake, and billed. */

/** What `work` comes to. Its signal is aborted with a `TimeoutError` after `ms` milliseconds. */
export async function inTime<T>(ms: number, work: (late: AbortSignal) => Promise<T>): Promise<T> {
  const late = new AbortController()
  const timer = setTimeout(() => late.abort(new DOMException('late', 'TimeoutError')), ms)
  try {
    return await work(late.signal)
  } finally {
    clearTimeout(timer)
  }
}

/** Resolves after `ms`, or at once when `signal` is aborted. */
export const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise(resolve => {
    if (signal.aborted) return resolve()
    const over = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', over)
      resolve()
    }
    const timer = setTimeout(over, ms)
    signal.addEventListener('abort', over)
  })

/** What `work` comes to, or undefined as soon as `signal` is aborted; the work goes on. It must not reject. */
export const orAborted = <T>(work: Promise<T>, signal: AbortSignal): Promise<T | undefined> =>
  new Promise(resolve => {
    if (signal.aborted) return resolve(undefined)
    const over = () => resolve(undefined)
    signal.addEventListener('abort', over)
    void work.then(value => {
      signal.removeEventListener('abort', over)
      resolve(value)
    })
  })

/**
 * Burrow makes a visitor of whoever comes without its cookie, and sends one along. Two first requests at once would
 * make two visitors of one, and what the first began would be lost to the second; so the first goes alone: among those
 * of this page, and among the first of all tabs that this browser opens at once.
 */

/** Milliseconds for which a tab waits for another's first request; one that hangs must not hold up all. */
const PATIENCE_MS = 10_000

let introduction: Promise<boolean> | null = null

/** Sends a request that concerns the visitor's own things. */
export async function asVisitor(path: string, init: RequestInit): Promise<Response> {
  const send = () => fetch(path, { credentials: 'same-origin', ...init })
  if (introduction) {
    if (await introduction) return send()
    // A first request that failed has introduced nobody: whoever waited for it may be the first now.
    return asVisitor(path, init)
  }
  const first = aloneOfAllTabs(send)
  introduction = first.then(
    () => true,
    () => {
      introduction = null
      return false
    }
  )
  return first
}

/** Where a browser has no locks, its tabs may still make a visitor each. */
async function aloneOfAllTabs<T>(work: () => Promise<T>): Promise<T> {
  const over = await lock()
  try {
    return await work()
  } finally {
    over()
  }
}

/** Resolves when this tab has the lock, or need not wait for it any longer, with what gives it back. */
function lock(): Promise<() => void> {
  const { promise: got, resolve: get } = Promise.withResolvers<() => void>()
  const { promise: held, resolve: release } = Promise.withResolvers<void>()
  const go = () => get(release)
  if (!('locks' in navigator)) go()
  else {
    const hold = () => {
      go()
      return held
    }
    void navigator.locks
      .request('burrow:introduction', { signal: AbortSignal.timeout(PATIENCE_MS) }, hold)
      .catch(go)
  }
  return got
}

/** Moments at which trying again at once is worth it: the network is back, or somebody looks at the page again. */

import type { Wake } from '../wire/backoff.ts'

export const wake: Wake = callback => {
  const seen = () => {
    if (document.visibilityState === 'visible') callback()
  }
  addEventListener('online', callback)
  document.addEventListener('visibilitychange', seen)
  return () => {
    removeEventListener('online', callback)
    document.removeEventListener('visibilitychange', seen)
  }
}

export const online = () => navigator.onLine

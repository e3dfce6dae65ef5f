/** What a session says that is asked by the Box: it may have died, and it may hang. */

import { causeOf, log } from '../../../protocol/log.ts'

/** A session that is awake answers at once; one that was not needs a moment. In milliseconds. */
const LONGEST_MS = 10_000

/** Calls in a row without an answer, after which nobody waits for it. */
export const MISSES = 2

/** Its answer; null where it does not answer, or not in time. Never rejects. */
export function replyOf(call: Promise<boolean>): Promise<boolean | null> {
  return new Promise(resolve => {
    const timer = setTimeout(() => resolve(null), LONGEST_MS)
    void call
      .catch((error: unknown) => {
        log('no reply', { detail: causeOf(error) })
        return null
      })
      .then(answer => {
        clearTimeout(timer)
        resolve(answer)
      })
  })
}

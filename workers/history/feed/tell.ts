/** Tells the visitor's open tabs what changed. */

import { causeOf, log } from '../../protocol/log.ts'
import type { FeedEvent } from '../../protocol/feed.ts'

export const feed = (env: HistoryEnv, owner: string) => env.FEEDS.getByName(owner)

/**
 * Never throws: a tab that is not told finds out when it next fetches. An object that was just moved or reset refuses
 * the first call, so there is a second.
 */
export async function tell(
  env: HistoryEnv,
  owner: string,
  event: FeedEvent | FeedEvent[],
  requestId: string | undefined
): Promise<void> {
  const events = [event].flat()
  if (events.length === 0) return
  const once = () => feed(env, owner).tell(...events)
  await once()
    .catch(once)
    .catch((error: unknown) => log('untold', { request: requestId, detail: causeOf(error) }))
}

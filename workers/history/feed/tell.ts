/** Tells the visitor's open tabs what changed. */

import type { LiveEvent } from '../../protocol/live.ts'

export const feed = (env: HistoryEnv, owner: string) => env.FEEDS.getByName(owner)

/**
 * Never throws: a tab that is not told finds out when it next fetches. An object that was just moved or reset refuses
 * the first call, so there is a second.
 */
export async function tell(env: HistoryEnv, owner: string, event: LiveEvent): Promise<void> {
  const once = () => feed(env, owner).tell(event)
  await once()
    .catch(once)
    .catch((error: unknown) => console.warn(JSON.stringify({ burrow: 'untold', detail: String(error) })))
}

/** Tells one thing after the other: of two calls that are under way, the later may arrive first. */
export class Herald {
  readonly #env: HistoryEnv
  #last: Promise<void> = Promise.resolve()

  constructor(env: HistoryEnv) {
    this.#env = env
  }

  tell(owner: string, event: LiveEvent): Promise<void> {
    this.#last = this.#last.then(() => tell(this.#env, owner, event))
    return this.#last
  }
}

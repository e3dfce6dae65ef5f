/** What history has under a turn's id: a turn may begin without knowing, and never ends without having asked. */

import type { Message } from '../../protocol/nouns.ts'
import type { Hold } from './hold.ts'

/** The message of that id, null for nothing, undefined where history cannot say. */
export type Known = () => Promise<Message | null | undefined>

/** Milliseconds between looks at a history that cannot say: the turn's end waits for them, so they are few. */
const WAITS_MS = [250, 750, 2_000]

export class Confirmation {
  #known: Known | null = null
  #found: Promise<Message | null> | null = null

  /** Whom to ask. Without anybody there is nothing to confirm. */
  by(known: Known): void {
    this.#known = known
  }

  /** It is known without asking. */
  is(found: Message | null): void {
    this.#found = Promise.resolve(found)
  }

  /** Asks, once, and again for a while where nobody can say. Null for nothing, and where nobody could say. */
  ask(hold: Hold): Promise<Message | null> {
    return (this.#found ??= this.#look(hold))
  }

  async #look(hold: Hold): Promise<Message | null> {
    if (this.#known === null) return null
    let found = await this.#known()
    for (const wait of WAITS_MS) {
      // Who stopped it waits for its end.
      if (found !== undefined || hold.why === 'stopped') break
      await hold.pause(wait)
      found = await this.#known()
    }
    return found ?? null
  }
}

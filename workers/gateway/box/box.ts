/**
 * The Durable Object of the whole deployment that owns what is known of the hosts: the platform's handlers and nothing
 * else. While nobody asks it sleeps, also while answers flow.
 */

import { DurableObject } from 'cloudflare:workers'
import { Desk } from './desk.ts'

type Given<Name extends keyof Desk> = Parameters<Desk[Name]>

export class Box extends DurableObject<GatewayEnv> {
  #made: Desk | null = null

  /** A wrong setting is the first caller's to hear, not the constructor's to throw. */
  get #desk(): Desk {
    return (this.#made ??= new Desk(this.env, this.ctx.storage.kv))
  }

  admit(...given: Given<'admit'>) {
    return this.#desk.admit(...given)
  }

  enter(...given: Given<'enter'>) {
    return this.#desk.enter(...given)
  }

  leave(...given: Given<'leave'>) {
    this.#desk.leave(...given)
  }

  memory(...given: Given<'memory'>) {
    return this.#desk.memory(...given)
  }

  contextNow(...given: Given<'contextNow'>) {
    return this.#desk.contextNow(...given)
  }

  noteContinues(...given: Given<'noteContinues'>) {
    this.#desk.noteContinues(...given)
  }

  doubt(...given: Given<'doubt'>) {
    this.#desk.doubt(...given)
  }

  failed(...given: Given<'failed'>) {
    this.#desk.failed(...given)
  }

  report(...given: Given<'report'>) {
    this.#desk.report(...given)
  }

  models(...given: Given<'models'>) {
    return this.#desk.models(...given)
  }

  now(...given: Given<'now'>) {
    return this.#desk.now(...given)
  }

  health(...given: Given<'health'>) {
    return this.#desk.health(...given)
  }
}

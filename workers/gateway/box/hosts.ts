/** The owner's hosts, each with what is known of it. */

import type { Host } from '../ollama/host.ts'
import { hostsOf } from '../ollama/host.ts'
import { settings } from '../settings.ts'
import type { Shelf } from './book.ts'
import { KnownHost } from './known-host.ts'

/** How long a host that answered is preferred without asking it again, in milliseconds. */
const CHOSEN_MS = 5_000

export class Hosts {
  readonly #env: Parameters<typeof settings>[0]
  readonly #all: KnownHost[]

  /** Throws `Misconfigured` where a setting is wrong. */
  constructor(env: Parameters<typeof settings>[0], shelf: Shelf) {
    this.#env = env
    this.#all = hostsOf(settings(env)).map(
      ({ url }) => new KnownHost(url, id => this.address(url, id), shelf)
    )
  }

  /** The names of the models that the owner offers; empty for all that chat. */
  get allowed(): readonly string[] {
    return settings(this.#env).models
  }

  named(url: string): KnownHost | undefined {
    return this.#all.find(host => host.url === url)
  }

  /** The way to a host, for what is asked under this id. */
  address(url: string, requestId: string | undefined): Host {
    const host = hostsOf(settings(this.#env), requestId).find(one => one.url === url)
    if (host === undefined) throw new Error('There is no such host.')
    return host
  }

  /** The first of the owner's that answers, or the first when none does. With one host nothing is asked. */
  async pick(requestId: string | undefined): Promise<KnownHost> {
    const [first] = this.#all
    if (first === undefined) throw new Error('settings without a host')
    if (this.#all.length === 1) return first
    const answers = await Promise.all(this.#all.map(host => host.version(CHOSEN_MS, requestId)))
    return this.#all.find((_, n) => answers[n]?.ok) ?? first
  }
}

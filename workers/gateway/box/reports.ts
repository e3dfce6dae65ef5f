/** What the tries of turns came to, and what follows from it: how fast a host is, and whose slot or place is free. */

import type { TryReport } from '../../protocol/completion.ts'
import type { Hosts } from './hosts/hosts.ts'
import type { Ledger } from './ledger/ledger.ts'
import type { Usher } from './queue/usher.ts'
import type { Waiting } from './queue/waiting.ts'
import type { Warm } from './hosts/warm.ts'

export type Report = Omit<TryReport, 'requestId'>

export class Reports {
  readonly #hosts: Hosts
  readonly #ledger: Ledger
  readonly #waiting: Waiting
  readonly #warm: Warm
  readonly #usher: Usher

  constructor(hosts: Hosts, ledger: Ledger, waiting: Waiting, warm: Warm, usher: Usher) {
    this.#hosts = hosts
    this.#ledger = ledger
    this.#waiting = waiting
    this.#warm = warm
    this.#usher = usher
  }

  /** Learns how fast the host reads and writes. With the last of its turn the slot, or the place, is free. */
  take({ turn, model, how, figures, read = false, last }: Report): void {
    const lease = this.#ledger.of(turn)
    if (lease !== undefined && figures !== undefined) {
      this.#hosts.named(lease.url)?.pace.learn(model, figures)
      // A program's is no chat, and stands where one was.
      this.#warm.note(lease.url, lease.session?.chat ?? turn, model, figures)
    }
    if (how === 'done' || read) this.#ledger.read(turn)
    if (lease !== undefined && how === 'done') this.#hosts.named(lease.url)?.answered()
    if (!last) return
    if (how === 'cut' || how === 'failed') this.#ledger.usage.failed()
    if (how === 'stopped') this.#ledger.stopped.add(turn)
    if (this.#waiting.remove(turn) !== undefined) this.#usher.moved(turn)
    this.#ledger.finish(turn)
    this.#usher.move()
  }
}

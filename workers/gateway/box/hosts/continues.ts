/**
 * Which models go on with a partial answer. The template decides, which the digest names: what was found is kept for it.
 * So the digest must be that of this moment, not of a list that is minutes old.
 */

import type { ProblemCode } from '../../../protocol/problems.ts'
import { leavesOpen } from '../../ollama/client.ts'
import type { Host } from '../../ollama/host.ts'
import { inTime } from '../../ollama/in-time.ts'
import { type Shelf, withEntry } from '../book.ts'

/** Milliseconds that the door waits to hear of it. A model that has to be loaded first is waited for by the turn, which says so. */
const DOOR_MS = 3_000

const ROW = 'continues'

export class Continues {
  readonly #shelf: Shelf
  #known: Record<string, boolean>

  constructor(shelf: Shelf) {
    this.#shelf = shelf
    this.#known = shelf.get(ROW) ?? {}
  }

  /** Undefined while nobody knows. */
  of(digest: string): boolean | undefined {
    return this.#known[digest]
  }

  note(digest: string, able: boolean): void {
    if (digest === '' || this.#known[digest] === able) return
    this.#known = withEntry(this.#known, digest, able)
    this.#shelf.put(ROW, this.#known)
  }

  /** Why this model cannot go on; null where it can, or where the host does not say in time. */
  async refusal(host: Host, { name, digest }: { name: string; digest: string }): Promise<ProblemCode | null> {
    const able = this.of(digest) ?? (await this.#ask(host, name))
    if (typeof able !== 'boolean') return able
    this.note(digest, able)
    return able ? null : 'no_continuation'
  }

  async #ask(host: Host, model: string): Promise<boolean | ProblemCode | null> {
    const told = await inTime(DOOR_MS, late =>
      leavesOpen(host, model, late).catch((error: unknown) => {
        if (late.aborted) return null
        throw error
      })
    )
    if (told === null || told.ok) return told?.value ?? null
    return told.fault.retry === 'silence' ? null : told.fault.code
  }
}

/** Reading a prompt: it takes time for each token that the slot does not hold already. */

import type { Prompt } from './prompt.ts'
import { tokensWithin } from './prompt.ts'
import type { Slot } from './slots.ts'
import { commonLength } from './slots.ts'

/** For a page to have something to show though nobody set a speed: ms a token, and at most this long. */
const LEISURELY = { tokenMs: 1.2, mostMs: 1500 }

export class Reading {
  /** Tokens that have to be read. The last one always is: the answer begins with it. */
  readonly fresh: number
  readonly #tokens: string[]
  readonly #ms: number
  readonly #begun = performance.now()

  /** `tokenMs` is null for a leisurely pace. */
  constructor({ tokens, text }: Prompt, slot: Slot, tokenMs: number | null) {
    const known = tokensWithin(tokens, commonLength(slot.held, text))
    this.#tokens = tokens
    this.fresh = Math.max(1, tokens.length - known)
    this.#ms =
      tokenMs === null ? Math.min(LEISURELY.mostMs, this.fresh * LEISURELY.tokenMs) : this.fresh * tokenMs
  }

  /** Milliseconds until all is read. */
  get leftMs(): number {
    return Math.max(0, this.#begun + this.#ms - performance.now())
  }

  /** What has been read by now. */
  get soFar(): string {
    const left = this.#ms > 0 ? Math.ceil((this.fresh * this.leftMs) / this.#ms) : 0
    return this.#tokens.slice(0, this.#tokens.length - left).join('')
  }
}

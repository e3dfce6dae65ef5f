/**
 * Tells a screen reader an answer while it is written: whole sentences, each once, a few at a time. A reader that is
 * told word by word says nothing that anybody could follow.
 */

import { signal } from '@preact/signals'
import type { Reader } from '../wire/flow.ts'
import { sentencesOf, sayable } from '../words/sayable.ts'

/** Milliseconds between two pieces: what came meanwhile is said in one breath. */
const EVERY_MS = 2_000

/** Characters of one answer, about four minutes of speech; the rest is there to be read. */
const MOST_CHARS = 4_000

const REST = 'The answer goes on in the conversation.'

/** Pieces that stay where a screen reader may find them: it says what is added. */
const KEPT = 4

/** Milliseconds after which what was said is taken away again, so that the search of the page finds nothing twice. */
const GONE_MS = 10_000

export interface Piece {
  id: number
  text: string
}

export const spoken = signal<readonly Piece[]>([])

let pieces = 0
let going: ReturnType<typeof setTimeout> | undefined

function say(text: string) {
  if (!text) return
  spoken.value = [...spoken.peek(), { id: ++pieces, text }].slice(-KEPT)
  clearTimeout(going)
  going = setTimeout(() => (spoken.value = []), GONE_MS)
}

/** Reads a flow aloud from where it stands now, while `shown` says that the reader is there. */
export class Speaker implements Reader {
  readonly #shown: () => boolean
  #text = ''
  /** How far it was said, or passed over; null before it is known where it begins. */
  #at: number | null = null
  #left = MOST_CHARS
  #inCode = false
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(shown: () => boolean) {
    this.#shown = shown
  }

  reset(text = '') {
    this.#text = text
    this.#at = Math.min(this.#at ?? text.length, text.length)
  }

  push(delta: string) {
    this.#text += delta
    this.#timer ??= setTimeout(() => this.#speak(false), EVERY_MS)
  }

  end() {
    this.#speak(true)
  }

  #speak(over: boolean) {
    clearTimeout(this.#timer)
    this.#timer = undefined
    const from = this.#at ?? 0
    const fresh = this.#text.slice(from)
    const whole = over ? fresh : sentencesOf(fresh)
    this.#at = from + whole.length
    const { text, inCode } = sayable(whole, this.#inCode)
    this.#inCode = inCode
    if (!this.#shown() || this.#left <= 0) return
    say(text.length < this.#left ? text : `${text.slice(0, this.#left)} ${REST}`)
    this.#left -= text.length
  }
}

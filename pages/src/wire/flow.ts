/** A text that may still be growing, and whoever reads along. No DOM in it. */

/** What reads a flow: the Markdown renderer, or anything that can do the same three things. */
export interface Reader {
  push(delta: string): void
  end(): void
  reset(text?: string): void
}

export class Flow {
  #text: string
  #ended: boolean
  #readers = new Set<Reader>()

  constructor(text = '', ended = false) {
    this.#text = text
    this.#ended = ended
  }

  get text() {
    return this.#text
  }

  push(delta: string) {
    this.#text += delta
    for (const reader of this.#readers) reader.push(delta)
  }

  cut(length: number) {
    if (length >= this.#text.length) return
    this.#text = this.#text.slice(0, length)
    for (const reader of this.#readers) reader.reset(this.#text)
  }

  end(text: string) {
    if (text !== this.#text) {
      this.#text = text
      for (const reader of this.#readers) reader.reset(text)
    }
    this.#ended = true
    for (const reader of this.#readers) reader.end()
    this.#readers.clear()
  }

  /** Gives `reader` all there is and what comes; answers a way to leave. */
  follow(reader: Reader): () => void {
    reader.reset(this.#text)
    if (this.#ended) reader.end()
    else this.#readers.add(reader)
    return () => void this.#readers.delete(reader)
  }
}

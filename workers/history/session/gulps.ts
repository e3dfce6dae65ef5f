/**
 * Reads a stream of lines as it comes, but not token by token: a wake-up from idle costs ten times what a token in a
 * burst does. A read waits for as many bytes as a tick brings at the rate of late, so no timer is held, nothing is
 * read later than a tick, and a slow stream is read line by line.
 */

/** About what a page draws at: it applies text every 50 ms. */
export const TICK_MS = 60

/** Over how long the rate is taken, in milliseconds: a model that becomes slow must not be waited for long. */
const WINDOW_MS = 500

/** Below this many bytes a tick brings less than a line, and nothing is gained by waiting for more. */
const LINE_BYTES = 160

/** More than this is not waited for: what a fast model brings in a tick is there anyway. */
const MOST_BYTES = 4 * 1024

/** A reader's buffer, in bytes: what a burst is read with at once. */
const BUFFER_BYTES = 16 * 1024

export class Gulps {
  readonly #reader: ReadableStreamBYOBReader
  readonly #quit = Promise.withResolvers<null>()

  constructor(stream: ReadableStream<Uint8Array>) {
    this.#reader = stream.getReader({ mode: 'byob' })
  }

  /** Nothing more is waited for: the loop ends. A read under way may never come back, whatever is cancelled. */
  cancel(): void {
    this.#quit.resolve(null)
    this.#reader.cancel().catch(() => {})
  }

  /** The chunks of the stream. Whoever leaves the loop has heard enough, and the stream is let go of. */
  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    let buffer = new ArrayBuffer(BUFFER_BYTES)
    let least = 1
    let since = Date.now()
    let bytes = 0
    try {
      for (;;) {
        const read = this.#reader.readAtLeast(least, new Uint8Array(buffer))
        read.catch(() => {})
        const chunk = await Promise.race([read, this.#quit.promise])
        if (chunk === null) return
        const { done, value } = chunk
        if (value !== undefined && value.byteLength > 0) yield value
        if (done || value === undefined) return
        buffer = value.buffer as ArrayBuffer
        bytes += value.byteLength
        const now = Date.now()
        if (now - since < WINDOW_MS / 4) continue
        const perTick = (bytes / (now - since)) * TICK_MS
        least = perTick < LINE_BYTES ? 1 : Math.min(MOST_BYTES, Math.floor(perTick))
        if (now - since < WINDOW_MS) continue
        since = now
        bytes = 0
      }
    } finally {
      // An unread stream would be kept open.
      this.cancel()
    }
  }
}

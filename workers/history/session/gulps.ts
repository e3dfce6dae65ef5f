/**
 * Reads a stream of lines as it comes, but not token by token: a wake-up from idle costs ten times what a token in a
 * burst does. A read waits for as many bytes as a tick brings at the rate of late, so no timer is held, nothing is
 * read later than a tick, and a slow stream is read line by line.
 */

/** About what a page draws at: it applies text every 50 ms. */
const TICK_MS = 60

/** Over how long the rate is taken, in milliseconds: a model that becomes slow must not be waited for long. */
const WINDOW_MS = 500

/** Below this many bytes a tick brings less than a line, and nothing is gained by waiting for more. */
const LINE_BYTES = 160

/** A reader's buffer, in bytes: what a burst is read with at once. */
const BUFFER_BYTES = 64 * 1024

export class Gulps {
  readonly #reader: ReadableStreamBYOBReader

  constructor(stream: ReadableStream<Uint8Array>) {
    this.#reader = stream.getReader({ mode: 'byob' })
  }

  /** Nothing more is waited for; what is being waited for has ended. */
  cancel(): void {
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
        const { done, value } = await this.#reader.readAtLeast(least, new Uint8Array(buffer))
        if (value !== undefined && value.byteLength > 0) yield value
        if (done || value === undefined) return
        buffer = value.buffer as ArrayBuffer
        bytes += value.byteLength
        const now = Date.now()
        if (now - since < WINDOW_MS / 4) continue
        const perTick = (bytes / (now - since)) * TICK_MS
        least = perTick < LINE_BYTES ? 1 : Math.min(BUFFER_BYTES, Math.floor(perTick))
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

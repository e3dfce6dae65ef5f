/** One who is told places: a write under way, and a comment now and then. Whoever takes nothing is let go of (T7). */

import { COMMENT } from '../../protocol/frame.ts'
import { HEARTBEAT_MS, VIEWER_PATIENCE_MS } from '../../protocol/limits.ts'
import { orAborted } from '../ollama/pause.ts'

export class Viewer {
  readonly #writer: WritableStreamDefaultWriter<Uint8Array>
  readonly #encoder = new TextEncoder()
  readonly #left = new AbortController()
  readonly #heart: ReturnType<typeof setInterval>
  /** Writes under way, and when one was begun or taken last, in Unix milliseconds. */
  #under = 0
  #movedAt = 0

  constructor(out: WritableStream<Uint8Array>) {
    this.#writer = out.getWriter()
    this.#writer.closed.catch(this.#leave)
    this.#heart = setInterval(() => this.#beat(), HEARTBEAT_MS)
  }

  /** Is aborted when they have left, or have been let go of. */
  get left(): AbortSignal {
    return this.#left.signal
  }

  /** Resolves when it was taken, or they have left. */
  async tell(text: string): Promise<void> {
    if (this.#under === 0) this.#movedAt = Date.now()
    this.#under += 1
    await orAborted(this.#writer.write(this.#encoder.encode(text)).catch(this.#leave), this.left)
    this.#under -= 1
    this.#movedAt = Date.now()
  }

  /** The stream goes on with somebody else's words. */
  release(): void {
    clearInterval(this.#heart)
    this.#writer.releaseLock()
  }

  #leave = (): void => this.#left.abort()

  #beat(): void {
    if (this.#under === 0) void this.tell(COMMENT)
    else if (Date.now() - this.#movedAt > VIEWER_PATIENCE_MS) this.#leave()
  }
}

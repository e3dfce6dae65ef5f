/**
 * Who watches an answer. A viewer is a cursor and one write under way; the next frame holds all that came since, so one
 * that reads slowly gets fewer, longer frames, delays nobody and costs one frame (T7).
 */

import { COMMENT } from '../../protocol/frame.ts'
import { HEARTBEAT_MS, VIEWER_PATIENCE_MS } from '../../protocol/limits.ts'
import type { Position } from '../../protocol/position.ts'
import type { Answer } from './answer.ts'
import { type Cursor, nextFrames } from './frames.ts'

interface Viewer {
  writer: WritableStreamDefaultWriter<Uint8Array>
  cursor: Cursor
  /** Since when a write has been under way; null when idle. */
  busySince: number | null
}

export class Audience {
  readonly #answer: Answer
  readonly #viewers = new Set<Viewer>()
  readonly #encoder = new TextEncoder()
  #heart: number | null = null
  /** The turn waits elsewhere: a stream ends when it has said all that there is. */
  #rests = false

  constructor(answer: Answer) {
    this.#answer = answer
  }

  /** A stream of all that comes after this position, until the answer has ended. */
  join(after: Position): ReadableStream<Uint8Array> {
    const { readable, writable } = new IdentityTransformStream()
    const viewer: Viewer = {
      writer: writable.getWriter(),
      cursor: { ...after, state: null },
      busySince: null,
    }
    this.#viewers.add(viewer)
    this.#heart ??= setInterval(() => this.#beat(), HEARTBEAT_MS)
    // The comment makes the headers leave now, before there is anything to say.
    this.#write(viewer, COMMENT)
    return readable
  }

  /** Something is new. Whoever calls sets the pace: every call is a frame for each viewer that is not still reading. */
  wake(): void {
    for (const viewer of this.#viewers) this.#tell(viewer)
  }

  /** The turn waits for its place, and its session is to sleep: each stream ends, and what is joined meanwhile ends at once. */
  rest(): void {
    this.#rests = true
    this.wake()
  }

  get size(): number {
    return this.#viewers.size
  }

  get isResting(): boolean {
    return this.#rests
  }

  /** It goes on, and what it says now is for streams that begin now: each of those that were to end has ended here. */
  resume(): void {
    this.#rests = false
    const { length, seams } = this.#answer
    for (const viewer of this.#viewers) {
      const { cursor } = viewer
      if (cursor.position === length && cursor.seams === seams.length) this.#leave(viewer)
      else this.#drop(viewer)
    }
  }

  #tell(viewer: Viewer): void {
    if (viewer.busySince !== null) return
    const { frames, cursor, over } = nextFrames(this.#answer, viewer.cursor)
    viewer.cursor = cursor
    if (frames !== '') this.#write(viewer, frames)
    if (over || (this.#rests && cursor.position === this.#answer.length)) this.#leave(viewer)
  }

  /** Never awaited by the pump. What came while the write was under way goes when it is done. */
  #write(viewer: Viewer, frames: string): void {
    viewer.busySince = Date.now()
    viewer.writer.write(this.#encoder.encode(frames)).then(
      () => {
        viewer.busySince = null
        if (this.#viewers.has(viewer)) this.#tell(viewer)
      },
      () => this.#drop(viewer)
    )
  }

  #beat(): void {
    for (const viewer of this.#viewers) {
      if (viewer.busySince === null) this.#write(viewer, COMMENT)
      else if (Date.now() - viewer.busySince > VIEWER_PATIENCE_MS) this.#drop(viewer)
    }
  }

  #leave(viewer: Viewer): void {
    viewer.writer.close().catch(() => {})
    this.#forget(viewer)
  }

  #drop(viewer: Viewer): void {
    viewer.writer.abort().catch(() => {})
    this.#forget(viewer)
  }

  #forget(viewer: Viewer): void {
    this.#viewers.delete(viewer)
    if (this.#viewers.size > 0) return
    clearInterval(this.#heart)
    this.#heart = null
  }
}

/** Decides when new text is shown: often enough to read along, seldom enough to leave the machine alone. */
import type { Markdown } from './index.ts'
import { whole } from './intake.ts'

/** Between two flushes. At 100 tokens a second one flush for each costs nearly three times as much. */
const LEAST_MS = 50

/** A flush that took long is followed by a rest of three times that, so that a slow phone keeps its frames. */
const REST = 3

export interface Schedule {
  /** There is something to show. */
  ask(): void
  /** Shows it without waiting, and drops what was planned. */
  now(): void
  /** From within a flush: there is more than it could show. */
  later(): void
}

export function schedule(flush: () => void): Schedule {
  let timer: ReturnType<typeof setTimeout> | undefined
  let frame = 0
  /** Before the first flush there is nothing to wait for: the first token is never held back. */
  let next = 0

  const now = (): void => {
    clearTimeout(timer)
    cancelAnimationFrame(frame)
    document.removeEventListener('visibilitychange', whenHidden)
    timer = undefined
    frame = 0
    const start = performance.now()
    next = start + LEAST_MS
    flush()
    // The task after this one runs once the page has been laid out, which is most of the cost.
    setTimeout(() => (next = Math.max(next, start + (1 + REST) * (performance.now() - start))))
  }

  const whenHidden = (): void => {
    if (document.hidden) now()
  }

  /** Once the flush that asks for it is over. */
  const later = (): void => queueMicrotask(() => plan())

  const plan = (): void => {
    if (timer !== undefined || frame !== 0) return
    // A hidden page gets no frames. Were its text to pile up, coming back would freeze it.
    if (document.hidden || next === 0) return now()
    document.addEventListener('visibilitychange', whenHidden)
    atNextFrame()
  }

  /** The next frame after `next`, which is put off once it is known what the last flush took. */
  const atNextFrame = (): void => {
    timer = undefined
    const wait = next - performance.now()
    if (wait > 0) timer = setTimeout(atNextFrame, wait)
    else frame = requestAnimationFrame(now)
  }

  return { now, later, ask: plan }
}

/** Characters that are pushed at once, and milliseconds after which the rest waits for the next flush. */
const PIECE = 2_000
const LONGEST_MS = 12

/**
 * The same renderer, fed at a pace: deltas gather until the next flush, `end` and `reset` do not wait. A long text is
 * shown in pieces, one flush after the other: that of a few pages at once, and none holds up a frame.
 */
export function paced(renderer: Markdown): Markdown {
  let waiting = ''
  let isOver = false

  const flush = (): void => {
    const start = performance.now()
    while (waiting !== '') {
      // A half character at the end of all that came is the renderer's to keep.
      const length = waiting.length > PIECE ? whole(waiting.slice(0, PIECE)) : waiting.length
      const piece = waiting.slice(0, length)
      waiting = waiting.slice(length)
      renderer.push(piece)
      if (waiting !== '' && !document.hidden && performance.now() - start > LONGEST_MS) return clock.later()
    }
    if (isOver) renderer.end()
    isOver = false
  }
  const clock = schedule(flush)

  return {
    push(delta) {
      waiting += delta
      clock.ask()
    },
    end() {
      isOver = true
      clock.now()
    },
    reset(text = '') {
      waiting = ''
      isOver = false
      renderer.reset()
      waiting = text
      clock.now()
    },
  }
}

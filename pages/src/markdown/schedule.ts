/** Decides when new text is shown: often enough to read along, seldom enough to leave the machine alone. */
import type { Markdown } from './index.ts'
import { whole } from './intake.ts'

/** Between two flushes. At 100 tokens a second one flush for each costs nearly three times as much. */
const LEAST_MS = 50

/** A flush that took long is followed by a rest of three times that, so that a slow phone keeps its frames. */
const REST = 3

export interface Schedule {
  /** There is something to show. From within a flush: there is more than it could show. */
  ask(): void
  /** Shows it without waiting, and drops what was planned. */
  now(): void
}

export function schedule(flush: () => void): Schedule {
  /** Runs from a flush until the next one may come: first until it is known what the flush took, then for the rest. */
  let resting: ReturnType<typeof setTimeout> | undefined
  let frame = 0
  let isAsked = false
  /** Before the first flush there is nothing to wait for: the first token is never held back. */
  let isFirst = true

  const now = (): void => {
    clearTimeout(resting)
    cancelAnimationFrame(frame)
    document.removeEventListener('visibilitychange', whenHidden)
    frame = 0
    isAsked = false
    isFirst = false
    const start = performance.now()
    // The task after this one runs once the page has been laid out, which is most of the cost. No frame is asked for
    // before that: it could come first, and the flush that took longest would be followed by no rest at all.
    resting = setTimeout(() => {
      const took = performance.now() - start
      resting = setTimeout(rested, Math.ceil(Math.max(LEAST_MS, (1 + REST) * took) - took))
    })
    flush()
  }

  const rested = (): void => {
    resting = undefined
    if (isAsked) frame = requestAnimationFrame(now)
  }

  const whenHidden = (): void => {
    if (document.hidden) now()
  }

  const ask = (): void => {
    // A hidden page gets no frames. Were its text to pile up, coming back would freeze it.
    if (document.hidden || isFirst) return now()
    if (isAsked) return
    isAsked = true
    document.addEventListener('visibilitychange', whenHidden)
    if (resting === undefined) frame = requestAnimationFrame(now)
  }

  return { now, ask }
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
      if (waiting !== '' && !document.hidden && performance.now() - start > LONGEST_MS) return clock.ask()
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

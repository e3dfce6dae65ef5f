/**
 * Reads a stream as it comes, but wakes for it at most once a tick. What arrives meanwhile waits where it costs nothing,
 * in the socket, and is then read in one go: a wake-up from idle costs ten times what a token in a burst does.
 */

/** About what a page draws at: it applies text every 50 ms. The first chunk is never held back. */
const TICK_MS = 50

/**
 * A read that takes longer than this had to wait for its chunk to be written. One that is quicker proves nothing: on a
 * busy machine a chunk that is there already takes milliseconds from hand to hand, and to pause after each would read
 * a fast answer at 20 chunks a second.
 */
const HANDED_MS = 8

/** Milliseconds of pause for each that was waited: however slow the hands are, a fifth of the time is spent reading. */
const PAUSE_PER_WAIT = 4

/** The chunks of a stream. `caughtUp` is called when all that has arrived was taken, and at least once a tick. */
export async function* paced(
  stream: ReadableStream<Uint8Array>,
  caughtUp: () => void
): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader()
  let told = 0
  /** Set while something was taken and not told of: it must not wait for a chunk that may never come. */
  let owed: number | null = null
  const tell = () => {
    clearTimeout(owed)
    owed = null
    told = Date.now()
    caughtUp()
  }
  try {
    for (;;) {
      const asked = Date.now()
      const { done, value } = await reader.read()
      if (done) return
      yield value
      const now = Date.now()
      const waited = now - asked
      const idle = waited > HANDED_MS
      if (!idle && now - told < TICK_MS) {
        owed ??= setTimeout(tell, TICK_MS - (now - told))
        continue
      }
      tell()
      if (idle) await scheduler.wait(Math.min(TICK_MS, waited * PAUSE_PER_WAIT))
    }
  } finally {
    clearTimeout(owed)
    // Whoever has heard enough leaves the loop; an unread stream would be kept open.
    await reader.cancel().catch(() => {})
  }
}

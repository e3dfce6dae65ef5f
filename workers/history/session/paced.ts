/**
 * Reads a stream as it comes, but wakes for it at most once a tick. What arrives meanwhile waits where it costs nothing,
 * in the socket, and is then read in one go: a wake-up from idle costs ten times what a token in a burst does.
 */

/** About what a page draws at: it applies text every 50 ms. The first chunk is never held back. */
const TICK_MS = 50

/** A read that takes longer than this had to wait for its chunk: all that had come before it has been read. */
const AT_ONCE_MS = 1

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
      const waited = now - asked > AT_ONCE_MS
      if (!waited && now - told < TICK_MS) {
        owed ??= setTimeout(tell, TICK_MS - (now - told))
        continue
      }
      tell()
      if (waited) await scheduler.wait(TICK_MS)
    }
  } finally {
    clearTimeout(owed)
    // Whoever has heard enough leaves the loop; an unread stream would be kept open.
    await reader.cancel().catch(() => {})
  }
}

/** Reads a response as server-sent events until it ends; silence counts as an end. No DOM in it. */

import { createParser, type EventSourceMessage } from 'eventsource-parser'

/** Milliseconds without a byte after which a stream is dead: Burrow sends at least a comment every 10 s. */
const QUIET_MS = 25_000

/** Answers when the body ends. Throws when the connection breaks, goes quiet, or `signal` aborts the request. */
export async function readFrames(
  body: ReadableStream<Uint8Array>,
  onFrame: (frame: EventSourceMessage) => void
): Promise<void> {
  const parser = createParser({ onEvent: onFrame })
  const reader = body.getReader()
  // One decoder for the whole stream: a chunk may end inside a character.
  const decoder = new TextDecoder()
  try {
    for (;;) {
      const { done, value } = await withinQuiet(reader.read())
      if (done) return
      parser.feed(decoder.decode(value, { stream: true }))
    }
  } finally {
    // After a quiet spell the read still hangs; cancelling closes the connection.
    void reader.cancel().catch(() => undefined)
  }
}

async function withinQuiet<T>(read: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const quiet = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('The stream went quiet.')), QUIET_MS)
  })
  try {
    return await Promise.race([read, quiet])
  } finally {
    clearTimeout(timer)
  }
}

/** Reads a response as server-sent events until it ends; silence counts as an end. No DOM in it. */

import { createParser, type EventSourceMessage } from 'eventsource-parser'
import type { Wake } from './backoff.ts'

/** Milliseconds without a byte after which a stream is dead: Burrow sends at least a comment every 10 s. */
const QUIET_MS = 25_000

/** The same just after the machine or the network woke up: a stream that lived through that has something to say. */
const WOKEN_MS = 3_000

/** Answers when the body ends. Throws when the connection breaks, its request is aborted, or it goes quiet. */
export async function readFrames(
  body: ReadableStream<Uint8Array>,
  wake: Wake,
  onFrame: (frame: EventSourceMessage) => void
): Promise<void> {
  const parser = createParser({ onEvent: onFrame })
  const reader = body.getReader()
  // One decoder for the whole stream: a chunk may end inside a character.
  const decoder = new TextDecoder()
  try {
    for (;;) {
      const { done, value } = await withinQuiet(reader.read(), wake)
      if (done) return
      parser.feed(decoder.decode(value, { stream: true }))
    }
  } finally {
    // After a quiet spell the read still hangs; cancelling closes the connection.
    void reader.cancel().catch(() => undefined)
  }
}

async function withinQuiet<T>(read: Promise<T>, wake: Wake): Promise<T> {
  const { promise: quiet, reject } = Promise.withResolvers<never>()
  const wait = (ms: number) => setTimeout(() => reject(new Error('The stream went quiet.')), ms)
  const timers = [wait(QUIET_MS)]
  const unwake = wake(() => timers.push(wait(WOKEN_MS)))
  try {
    return await Promise.race([read, quiet])
  } finally {
    timers.forEach(clearTimeout)
    unwake()
  }
}

/** An answer as it reached whoever asked: its text, and when it began and ended. */

import type { Exchange } from './exchange.ts'

export interface Told {
  text: string
  /** Milliseconds from the request to the first token. */
  firstMs: number
  /** Milliseconds from the first token to the last one. */
  streamMs: number
}

/** What one record of a stream adds to the text; `over` when it says that the answer is complete. */
export interface Heard {
  text: string
  over: boolean
}

/**
 * Times the records of a stream. `open` is handed who hears them, and answers with what is fed. Throws when the answer is
 * refused or not complete.
 */
export function hear(got: Exchange, open: (take: (heard: Heard) => void) => (text: string) => void): Told {
  const decoder = new TextDecoder()
  let [text, over] = ['', false]
  let [firstAt, lastAt, now] = [0, 0, 0]
  const feed = open(heard => {
    over ||= heard.over
    if (heard.text === '') return
    if (text === '') firstAt = now
    lastAt = now
    text += heard.text
  })
  if (got.status !== 200) throw new Error(`status ${got.status}`)
  for (const { at, bytes } of got.pieces) {
    now = at
    feed(decoder.decode(bytes, { stream: true }))
  }
  if (!over) throw new Error(`the answer stopped after ${text.length} characters`)
  return { text, firstMs: firstAt - got.askedAt, streamMs: lastAt - firstAt }
}

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

/** Cuts a stream into records at `border` and times them. Throws when the answer is refused or not complete. */
export function hear(got: Exchange, border: string, read: (record: string) => Heard): Told {
  const decoder = new TextDecoder()
  let [rest, text, over] = ['', '', false]
  let [firstAt, lastAt] = [0, 0]
  if (got.status !== 200) throw new Error(`status ${got.status}`)
  for (const { at, bytes } of got.pieces) {
    const records = (rest + decoder.decode(bytes, { stream: true })).split(border)
    rest = records.pop() ?? ''
    for (const record of records) {
      const heard = read(record)
      over ||= heard.over
      if (heard.text === '') continue
      if (text === '') firstAt = at
      lastAt = at
      text += heard.text
    }
  }
  if (!over) throw new Error(`the answer stopped after ${text.length} characters`)
  return { text, firstMs: firstAt - got.askedAt, streamMs: lastAt - firstAt }
}

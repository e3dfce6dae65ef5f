/**
 * The answer of a turn that has ended, for whoever attaches to it: read from D1 slice by slice, as it is taken. One that
 * takes nothing costs a slice, and is dropped after the patience that a running turn has too (T7).
 */

import { COMMENT, frame } from '../protocol/frame.ts'
import { VIEWER_PATIENCE_MS } from '../protocol/limits.ts'
import type { Position } from '../protocol/position.ts'
import type { Database } from './queries/database.ts'
import { type Outline, readMessage, readOutline, readSlice } from './queries/ended.ts'
import { cut, endOf, FRAME_UNITS } from './session/frames.ts'

/** Where the answer is. */
export interface Place {
  owner: string
  chat: string
  turn: string
}

/** Null if there is no such answer. `later` keeps the work alive that the stream needs behind the response. */
export async function replay(
  db: Database,
  place: Place,
  after: Position,
  later: (work: Promise<unknown>) => void
): Promise<ReadableStream<Uint8Array> | null> {
  const outline = await readOutline(db, place)
  if (outline === null) return null
  const { readable, writable } = new IdentityTransformStream()
  later(send(db, place, outline, after, writable))
  return readable
}

async function send(
  db: Database,
  place: Place,
  outline: Outline,
  after: Position,
  to: WritableStream<Uint8Array>
): Promise<void> {
  const writer = to.getWriter()
  const encoder = new TextEncoder()
  try {
    for await (const frames of framesOf(db, place, outline, after)) {
      const late = new AbortController()
      const patience = scheduler.wait(VIEWER_PATIENCE_MS, { signal: late.signal }).then(() => {
        throw new Error('a viewer that takes nothing')
      })
      await Promise.race([writer.write(encoder.encode(frames)), patience]).finally(() => {
        late.abort()
        patience.catch(() => {})
      })
    }
    await writer.close()
  } catch (error) {
    await writer.abort(error).catch(() => {})
  }
}

/**
 * All that a viewer at this position has not seen. History keeps thinking apart from text, not their order, so one that
 * holds a part of both begins again.
 */
async function* framesOf(
  db: Database,
  place: Place,
  { thinks, seams }: Outline,
  after: Position
): AsyncGenerator<string> {
  yield COMMENT
  const unseen = seams.slice(after.seams)
  const stands = thinks ? 0 : Math.max(0, Math.min(after.position, ...unseen))
  let skip = stands
  let at = 0
  let rewound = stands === after.position
  for (const kind of thinks ? (['thinking', 'text'] as const) : (['text'] as const)) {
    for (let from = 1, end = false; !end;) {
      const slice = await readSlice(db, place, kind, from)
      from += slice.points
      end = slice.points === 0
      let rest = slice.text
      const seen = Math.min(skip, rest.length)
      skip -= seen
      at += seen
      rest = rest.slice(seen)
      while (rest !== '') {
        if (!rewound)
          yield frame({ type: 'rewind', data: { position: at } }, { position: at, seams: seams.length })
        rewound = true
        const text = rest.length > FRAME_UNITS ? rest.slice(0, cut(rest, FRAME_UNITS)) : rest
        rest = rest.slice(text.length)
        at += text.length
        yield frame({ type: kind, data: { text } }, { position: at, seams: seams.length })
      }
    }
  }
  if (!rewound || at < after.position)
    yield frame({ type: 'rewind', data: { position: at } }, { position: at, seams: seams.length })
  const message = await readMessage(db, place.owner, place.chat, place.turn)
  if (message !== null) yield frame(endOf(message), { position: at, seams: seams.length })
}

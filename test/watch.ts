/** Reads the events of a turn as a page does, and holds on to what a reader would see. */

import type { TurnEvent } from '../workers/protocol/events.ts'
import type { Message } from '../workers/protocol/nouns.ts'
import type { Problem } from '../workers/protocol/problems.ts'
import { eventReader } from './client/events.ts'
import { Pieces } from './client/pieces.ts'
import { good } from './visitor.ts'

export class Watched {
  /** Every event, in the order in which they came. */
  readonly seen: TurnEvent[] = []
  /** The id of the last event: what a page attaches with. */
  at = '0'
  /** All bytes, as text. */
  raw = ''
  readonly #pieces = new Pieces()

  take(event: TurnEvent, id: string): void {
    if (this.end !== undefined) throw new Error(`an event behind the end: ${event.type}`)
    this.seen.push(event)
    this.at = id
    this.#pieces.take(event)
  }

  get text(): string {
    return this.#pieces.text
  }

  get thinking(): string {
    return this.#pieces.thinking
  }

  /** The states it went through before the first token, without repeats. */
  get states(): string[] {
    const all = this.seen.flatMap(event => (event.type === 'state' ? [event.data.state] : []))
    return all.filter((state, n) => state !== all[n - 1])
  }

  /** The terminal event; undefined when the stream broke off before one. */
  get end(): Extract<TurnEvent, { type: 'done' | 'problem' }> | undefined {
    return this.seen.find(event => event.type === 'done' || event.type === 'problem')
  }

  get message(): Message | undefined {
    return this.end?.type === 'done' ? this.end.data.message : undefined
  }

  get problem(): Problem | undefined {
    return this.end?.type === 'problem' ? this.end.data : undefined
  }
}

/**
 * Reads until `enough` says so, which leaves, or to the end; goes on from what was seen `before`. While `enough` thinks,
 * nothing is read. A connection that breaks is an end without a terminal event, as it is for a page.
 */
export async function watch(
  response: Response,
  enough: (watched: Watched) => boolean | Promise<boolean> = () => false,
  watched: Watched = new Watched()
): Promise<Watched> {
  const reader = good(response).body?.getReader()
  if (reader === undefined) throw new Error('an answer without a body')
  const feed = eventReader((event, id) => watched.take(event, id))
  const decoder = new TextDecoder()
  for (;;) {
    const { value } = await reader.read().catch(() => ({ value: undefined }))
    if (value === undefined) return watched
    const text = decoder.decode(value, { stream: true })
    watched.raw += text
    feed(text)
    if (!(await enough(watched))) continue
    await reader.cancel()
    return watched
  }
}

/** Enough to have seen the answer begin. */
export const begun = ({ text, thinking }: Watched): boolean => text.length + thinking.length > 20

/** Reads the events of a turn as a page does, and holds on to what a reader would see. */

import { createParser } from 'eventsource-parser'
import type { TurnEvent } from '../workers/protocol/events.ts'
import type { Message } from '../workers/protocol/nouns.ts'
import type { Problem } from '../workers/protocol/problems.ts'
import { good } from './visitor.ts'

export class Watched {
  /** Every event, in the order in which they came. */
  readonly seen: TurnEvent[] = []
  /** The id of the last event: what a page attaches with. */
  at = '0'
  /** All bytes, as text. */
  raw = ''
  #runs: { kind: 'thinking' | 'text'; text: string }[] = []

  take(event: TurnEvent, id: string | undefined): void {
    if (id === undefined) throw new Error(`an event without a position: ${event.type}`)
    if (this.end !== undefined) throw new Error(`an event behind the end: ${event.type}`)
    this.seen.push(event)
    this.at = id
    if (event.type === 'text' || event.type === 'thinking') {
      this.#runs.push({ kind: event.type, text: event.data.text })
    }
    if (event.type === 'rewind') this.#rewind(event.data.position)
  }

  get text(): string {
    return this.#joined('text')
  }

  get thinking(): string {
    return this.#joined('thinking')
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

  #joined(kind: 'thinking' | 'text'): string {
    return this.#runs.reduce((text, run) => (run.kind === kind ? text + run.text : text), '')
  }

  #rewind(position: number): void {
    let left = position
    this.#runs = this.#runs.map(({ kind, text }) => {
      const kept = text.slice(0, left)
      left -= kept.length
      return { kind, text: kept }
    })
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
  const parser = createParser({
    onEvent: ({ id, event, data }) =>
      watched.take({ type: event, data: JSON.parse(data) as unknown } as TurnEvent, id),
  })
  const decoder = new TextDecoder()
  for (;;) {
    const { value } = await reader.read().catch(() => ({ value: undefined }))
    if (value === undefined) return watched
    const text = decoder.decode(value, { stream: true })
    watched.raw += text
    parser.feed(text)
    if (!(await enough(watched))) continue
    await reader.cancel()
    return watched
  }
}

/** Enough to have seen the answer begin. */
export const begun = ({ text, thinking }: Watched): boolean => text.length + thinking.length > 20

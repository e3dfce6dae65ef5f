/** One answer on its way to the client: what is still to be said, the pace, and every way in which a stream can end. */

import { once } from 'node:events'
import type { OutgoingHttpHeaders, ServerResponse } from 'node:http'
import { setTimeout } from 'node:timers/promises'

import { numberIn, questionOf } from './conversation.ts'
import type { Delta } from './delta.ts'
import { OllamaError } from './errors.ts'
import type { Clock } from './figures.ts'
import { figures } from './figures.ts'
import { goJson, goTime } from './go-json.ts'
import type { Holds } from './holds.ts'
import { Pace } from './pace.ts'
import type { ChatAsk } from './parse-chat.ts'
import { type Plan, shiftWhenFull } from './plan.ts'
import type { RecordedRequest } from './record.ts'
import { end } from './record.ts'

/** Time between the last bytes and a reset: what was sent before must arrive, or no two runs would be alike. */
const BEFORE_RESET_MS = 50

interface Parts {
  /** The model's full name. */
  name: string
  ask: ChatAsk
  record: RecordedRequest
  response: ServerResponse
  client: AbortController
  clock: Clock
  /** Tokens a second. */
  rate: number
  tries: number
  plan: Plan
  holds: Holds
}

export class Turn {
  /** What the person asked; the adversary finds its numbers here. */
  readonly question: string
  /** How often this very conversation was put to this model before. */
  readonly tries: number
  /** Aborts when the client is gone. */
  readonly signal: AbortSignal
  /** As fast as possible, so that no pause is kept either. */
  readonly hurried: boolean
  readonly ask: ChatAsk
  readonly record: RecordedRequest
  /** Deltas of the uninterrupted answer. */
  readonly length: number
  readonly #parts: Parts
  readonly #pace: Pace

  constructor(parts: Parts) {
    this.#parts = parts
    this.#pace = new Pace(parts.rate)
    this.question = questionOf(parts.ask.messages)
    this.tries = parts.tries
    this.signal = parts.client.signal
    this.hurried = parts.rate === 0
    this.ask = parts.ask
    this.record = parts.record
    this.length = parts.plan.length
  }

  number(name: string, fallback: number): number {
    return numberIn(this.question, name, fallback)
  }

  /** The whole answer, as a model in good health gives it. */
  async answer(): Promise<void> {
    await this.say()
    await this.finish()
  }

  /** The next `count` deltas of the answer, one line each. */
  async say(count = Infinity, extra: object = {}): Promise<void> {
    for (let i = 0; i < count; i++) {
      const delta = this.#parts.plan.rest.shift()
      if (!delta) return
      await this.speak(delta, extra)
    }
  }

  /** One delta at the turn's pace, whether or not it belongs to the answer. */
  async speak(delta: Delta, extra: object = {}): Promise<void> {
    await this.#pace.beat(this.signal)
    await this.line({ ...this.message(delta), done: false, ...extra })
  }

  /** Deltas still to be said. */
  get left(): number {
    return this.#parts.plan.rest.length
  }

  /** Takes the next delta without sending it. */
  take(): Delta {
    return this.#parts.plan.rest.shift() ?? { content: '' }
  }

  /** The fields with which every line begins; what it says is thereby recorded as sent. */
  message(delta: Delta): object {
    const record = this.record
    record.firstTokenAt ??= Date.now()
    this.#parts.clock.firstToken ??= performance.now()
    if ('content' in delta) record.content += delta.content
    else record.thinking += delta.thinking
    record.tokens++
    if (this.#parts.plan.shifts) shiftWhenFull(record)
    const message = { role: 'assistant', content: '', ...delta }
    return { model: this.#parts.name, created_at: goTime(), message }
  }

  /** One line of NDJSON, or a text that is one; with `stream: false` nothing leaves before the end. */
  async line(value: object | string): Promise<void> {
    if (this.ask.stream) await this.write(typeof value === 'string' ? value : `${goJson(value)}\n`)
  }

  /** Bytes as they are. The first ones take the headers with them, and a slow reader is waited for. */
  async write(bytes: string | Uint8Array): Promise<void> {
    this.signal.throwIfAborted()
    const response = this.#parts.response
    if (!response.headersSent) response.writeHead(200, { 'content-type': 'application/x-ndjson' })
    if (!response.write(bytes)) await once(response, 'drain', { signal: this.signal })
  }

  /** The last line, with timings and counts; `delta` is what a final object may still carry. */
  async finish(extra: object = {}, delta?: Delta): Promise<void> {
    await this.#parts.holds.free(this.question, this.signal)
    if (delta) this.message(delta)
    const { thinking, content } = this.record
    const whole = { role: 'assistant', content, ...(thinking && { thinking }) }
    const last = { role: 'assistant', content: '', ...delta }
    const line = {
      model: this.#parts.name,
      created_at: goTime(),
      message: this.ask.stream ? last : whole,
      done: true,
      done_reason: this.#parts.plan.reason,
      ...figures(this.#parts.clock, this.record),
      ...extra,
    }
    if (!this.ask.stream)
      return this.refuse(200, { 'content-type': 'application/json; charset=utf-8' }, goJson(line))
    await this.line(line)
    this.end()
  }

  /** The last line as it was recorded. */
  async finishAs(line: string): Promise<void> {
    if (!this.ask.stream) return this.finish()
    await this.line(line)
    this.end()
  }

  /** An error as Ollama reports it once the status is out: a line, then a clean end. */
  async fail(error: string): Promise<void> {
    if (!this.ask.stream) throw new OllamaError(500, error)
    await this.write(`${goJson({ error })}\n`)
    this.end()
  }

  /** A clean end of the stream, with or without a last line before it. */
  end(): void {
    if (!this.#parts.response.headersSent)
      this.#parts.response.writeHead(200, { 'content-type': 'application/x-ndjson' })
    this.#parts.response.end()
  }

  /** A response of its own instead of an answer. */
  refuse(status: number, headers: OutgoingHttpHeaders, body: string): void {
    this.#parts.response.writeHead(status, headers).end(body)
  }

  /** Cuts the connection in the way of a machine that died: TCP reset, no end of anything. */
  async reset(): Promise<void> {
    if (this.#parts.response.headersSent) await setTimeout(BEFORE_RESET_MS)
    end(this.record, 'reset by fault')
    this.#parts.response.socket?.resetAndDestroy()
    // On a very busy machine Node once never said that the socket was closed, and the slot stayed taken.
    this.#parts.client.abort()
  }

  async pause(ms: number): Promise<void> {
    await setTimeout(ms, undefined, { signal: this.signal })
  }

  /** Silent until the client goes. */
  async stall(): Promise<never> {
    this.signal.throwIfAborted()
    await once(this.signal, 'abort')
    throw this.signal.reason
  }
}

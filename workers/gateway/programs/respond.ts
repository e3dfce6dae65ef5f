/** The response to a program that asks: a refusal with its status while nothing was written, and then what is said, as it comes. */

import type { Context } from 'hono'
import { HEARTBEAT_MS } from '../../protocol/limits.ts'
import { causeOf, log, note } from '../../protocol/log.ts'
import { estimateTokens } from '../../protocol/context.ts'
import type { CompletionRequest } from '../../protocol/completion.ts'
import type { Problem } from '../../protocol/problems.ts'
import type { App } from '../app.ts'
import { askBox } from '../box/ask-box.ts'
import { byOf } from '../by.ts'
import { refuse } from '../refuse.ts'
import type { Heard, Voice } from './heard.ts'
import { answerProgram, type Ended } from './turn.ts'

/** A client that takes nothing for so long, in milliseconds, has left: it would keep its slot from others. */
const SLOW_MS = 30_000

/** What a program asks for. */
export type Wanted = Pick<CompletionRequest, 'model' | 'messages' | 'think' | 'sampling' | 'most'>

export async function respond(
  c: Context<App>,
  wanted: Wanted,
  turn: string,
  voice: Voice
): Promise<Response> {
  const program = c.get('visitor')
  const requestId = c.get('requestId')
  const { model, messages } = wanted
  const by = await byOf(c, program)
  const admitted = await askBox(c.env, box => box.admit({ turn, model }, program, requestId, by))
  if (!admitted.ok) return refuse(c, admitted.problem)
  const { who, address } = by
  const tokens = messages.reduce((sum, { content }) => sum + estimateTokens(content), 0)
  const whose = { program, who, ...address }
  const asked = { ...wanted, ...whose, requestId, turn, tokens, written: 0, again: false }
  const out = new Out(voice)
  // Told by the runtime, when the next bytes do not arrive at the latest.
  c.req.raw.signal.addEventListener('abort', () => out.leave())
  const began = Date.now()
  const later = (work: Promise<unknown>) => c.executionCtx.waitUntil(work)
  const run = answerProgram(asked, { env: c.env, stop: out.left, hear: heard => out.hear(heard), later })
  const record = async (ended: Ended) => {
    await out.close()
    const {
      how,
      problem: { code } = {},
      figures: { promptTokens: prompt, answerTokens: answer } = {},
    } = ended
    const named = admitted.value.offered ? { model } : {}
    note('program', {
      request: requestId,
      who,
      ...named,
      how,
      code,
      ms: Date.now() - began,
      tokens: { prompt, answer },
    })
  }
  later(
    run
      .then(record)
      .catch((error: unknown) => log('unrecorded', { request: requestId, detail: causeOf(error) }))
  )
  const refused = await out.begun
  if (refused !== null) return refuse(c, refused)
  return c.body(out.body, 200, { 'Content-Type': voice.type, 'Cache-Control': 'no-store, no-transform' })
}

class Out {
  readonly #voice: Voice
  readonly #writer: WritableStreamDefaultWriter<Uint8Array>
  readonly #encoder = new TextEncoder()
  readonly #left = new AbortController()
  readonly #begun = Promise.withResolvers<Problem | null>()
  readonly #heart: ReturnType<typeof setInterval>
  readonly body: ReadableStream<Uint8Array>
  #isBegun = false
  #isRefused = false
  /** The place that was told last, while there was no response yet to tell it in. */
  #unsaid = ''
  #writing = 0
  #wrote = false

  constructor(voice: Voice) {
    const { readable, writable } = new IdentityTransformStream()
    this.#voice = voice
    this.body = readable
    this.#writer = writable.getWriter()
    this.#writer.closed.catch(() => this.leave())
    this.#heart = setInterval(() => this.#beat(), HEARTBEAT_MS)
  }

  /** Aborted when whoever asked has left. */
  get left(): AbortSignal {
    return this.#left.signal
  }

  /** Whoever asked has left. */
  leave(): void {
    this.#left.abort()
  }

  /** Null as soon as there is something to write, and a problem where there never will be. */
  get begun(): Promise<Problem | null> {
    return this.#begun.promise
  }

  async hear(heard: Heard[]): Promise<void> {
    const [first] = heard
    // It is a refusal still.
    if (first?.is === 'problem' && !this.#isBegun) return this.#begin(first.problem)
    // A place is worth telling, and not worth a status, by which no refusal could be told any more.
    if (first?.is === 'place' && !this.#isBegun) this.#unsaid = this.#voice.say(first)
    else await this.#write(heard.map(one => this.#voice.say(one)).join(''))
  }

  async close(): Promise<void> {
    clearInterval(this.#heart)
    // Of a refusal nobody reads the stream: it would never close.
    if (this.#isRefused || this.#left.signal.aborted) await this.#writer.abort().catch(() => {})
    else await this.#writer.close().catch(() => {})
  }

  #begin(refused: Problem | null): void {
    this.#isBegun = true
    this.#isRefused = refused !== null
    this.#begun.resolve(refused)
  }

  #beat(): void {
    const said = this.#unsaid === '' ? this.#voice.quiet : this.#unsaid
    this.#unsaid = ''
    if (!this.#wrote && this.#writing === 0) void this.#write(said).catch(() => {})
    this.#wrote = false
  }

  async #write(text: string): Promise<void> {
    if (text === '') return
    if (!this.#isBegun) this.#begin(null)
    this.#wrote = true
    this.#writing += 1
    const slow = setTimeout(() => {
      this.leave()
      void this.#writer.abort().catch(() => {})
    }, SLOW_MS)
    try {
      await this.#writer.write(this.#encoder.encode(text))
    } catch (error) {
      this.leave()
      throw error
    } finally {
      clearTimeout(slow)
      this.#writing -= 1
    }
  }
}

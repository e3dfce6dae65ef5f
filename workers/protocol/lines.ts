/**
 * The only reader of a completion's lines: Burrow's own status lines and then Ollama's NDJSON. Bytes in, lines out;
 * borders of chunks fall anywhere, inside a character too. Unknown fields are passed over.
 */

import type { HostModel, Queued } from './completion.ts'
import type { Figures } from './nouns.ts'
import type { TurnState } from './turn-state.ts'
import { type Problem, type ProblemCode, problem } from './problems.ts'

/** A token's line has 100 to 200 bytes; one longer than this is no line of an answer. */
const LINE_BYTES = 1 << 20

/** Unreadable lines that are passed over before the stream is given up. */
const GARBAGE_LINES = 1

export type Line =
  | { is: 'state'; state: TurnState }
  /** Others come first, or the box is away: the turn waits. Nothing follows. */
  | { is: 'queued'; queued: Queued }
  /** The model as the host has it; with `smaller`, the messages do not fit its context. Nothing follows then. */
  | { is: 'model'; model: HostModel; smaller: boolean }
  | { is: 'delta'; kind: 'thinking' | 'text'; text: string }
  | { is: 'done'; figures: Figures }
  /**
   * The answer ends here, unfinished. `by` is who says so: the gateway, which has tried again where that was right, or
   * the stream itself. `detail` is the box's own text, for the log alone.
   */
  | { is: 'problem'; problem: Problem; by: 'gateway' | 'stream'; detail?: string }

export class Lines {
  #carry: Uint8Array[] = []
  #carried = 0
  #garbage = 0
  readonly #decoder = new TextDecoder();

  /** Takes the next chunk and gives back the lines that it completed. */
  *feed(chunk: Uint8Array): Generator<Line> {
    let from = 0
    for (let end = chunk.indexOf(10, from); end !== -1; end = chunk.indexOf(10, from)) {
      yield* this.#line(this.#take(chunk.subarray(from, end)))
      from = end + 1
    }
    if (from === chunk.length) return
    this.#carry.push(chunk.slice(from))
    this.#carried += chunk.length - from
    if (this.#carried > LINE_BYTES) yield unreadable('a line of more than 1 MiB')
  }

  /** Joins the last piece to what was carried over. Pieces are kept apart until then: joining each would be quadratic. */
  #take(last: Uint8Array): string {
    if (this.#carried === 0) return this.#decoder.decode(last)
    const whole = new Uint8Array(this.#carried + last.length)
    let at = 0
    for (const piece of [...this.#carry, last]) {
      whole.set(piece, at)
      at += piece.length
    }
    this.#carry = []
    this.#carried = 0
    return this.#decoder.decode(whole)
  }

  *#line(text: string): Generator<Line> {
    if (text.length > LINE_BYTES) return yield unreadable('a line of more than 1 MiB')
    if (text.trim() === '') return
    const line = parseObject(text)
    if (line === null) {
      this.#garbage += 1
      if (this.#garbage > GARBAGE_LINES) yield unreadable('more than one line that is no JSON object')
      return
    }
    if (isObject(line.burrow)) return yield* burrow(line.burrow)
    if (line.error !== undefined) return yield named(String(line.error))
    // The last line may carry content too, so the message comes first.
    if (isObject(line.message)) {
      const { thinking, content } = line.message
      if (typeof thinking === 'string' && thinking !== '')
        yield { is: 'delta', kind: 'thinking', text: thinking }
      if (typeof content === 'string' && content !== '') yield { is: 'delta', kind: 'text', text: content }
    }
    if (line.done === true) yield { is: 'done', figures: figures(line) }
  }
}

type Json = Record<string, unknown>

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function parseObject(text: string): Json | null {
  try {
    const value: unknown = JSON.parse(text)
    return isObject(value) ? value : null
  } catch {
    return null
  }
}

const broken = (code: ProblemCode, detail: string): Line => ({
  is: 'problem',
  problem: problem(code),
  by: 'stream',
  detail,
})

const unreadable = (detail: string): Line => broken('unreadable', detail)

/** Burrow's own lines come from our own gateway: their shape is its promise. */
function* burrow(line: Json): Generator<Line> {
  if (isObject(line.problem))
    yield { is: 'problem', problem: line.problem as unknown as Problem, by: 'gateway' }
  else if (isObject(line.model))
    yield { is: 'model', model: line.model as unknown as HostModel, smaller: false }
  else if (isObject(line.smaller))
    yield { is: 'model', model: line.smaller as unknown as HostModel, smaller: true }
  else if (isObject(line.queued)) yield { is: 'queued', queued: line.queued as unknown as Queued }
  else yield { is: 'state', state: line as unknown as TurnState }
}

/** An error in a stream whose status is 200 already. Its text is all there is to tell them apart by. */
function named(text: string): Line {
  if (/repeat limit/.test(text)) return broken('repetition', 'repeat limit')
  if (/context (length|size)|exceed_context/.test(text)) return broken('too_long', 'context length')
  return broken('model_failed', CAUSE.exec(text)?.[0] ?? 'another error')
}

/** What of an error's text may be logged: the rest may quote what was asked. */
const CAUSE =
  /unexpected EOF|out of memory|CUDA error|exit status \d+|signal: [a-z ]+|connection (refused|reset)|runner has unexpectedly stopped/i

const FIELDS = {
  total_duration: 'totalNs',
  load_duration: 'loadNs',
  prompt_eval_count: 'promptTokens',
  prompt_eval_duration: 'promptNs',
  eval_count: 'answerTokens',
  eval_duration: 'answerNs',
} as const

/** Ollama leaves zeros out: what is absent stays absent. */
function figures(line: Json): Figures {
  const found: Figures = {}
  if (typeof line.done_reason === 'string') found.reason = line.done_reason
  for (const [field, name] of Object.entries(FIELDS)) {
    const value = line[field]
    if (typeof value === 'number' && Number.isFinite(value)) found[name] = value
  }
  return found
}

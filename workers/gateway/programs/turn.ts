/**
 * One answer for a program, from its place in the queue to its end. Nobody keeps it: where it is cut it ends, and it ends
 * with whoever asked.
 */

import type { LastWord, TryReport } from '../../protocol/completion.ts'
import { Lines } from '../../protocol/lines.ts'
import { ANSWER_CHARS } from '../../protocol/limits.ts'
import { causeOf, log } from '../../protocol/log.ts'
import type { Figures } from '../../protocol/nouns.ts'
import { type Problem, problem } from '../../protocol/problems.ts'
import { askBox, type BoxEnv } from '../box/ask-box.ts'
import { type Asked, complete, type Completion } from '../complete.ts'
import type { Place } from '../../protocol/turn-state.ts'
import type { settings } from '../settings.ts'
import type { WatchEnv } from '../watching/watch-box.ts'
import type { Heard } from './heard.ts'
import { Hold } from './hold.ts'

/** For so long, in milliseconds, a program waits for its place at most: whoever looks at it has gone by then. */
const WAIT_MS = 60 * 60_000

/** Once an answer has begun, so many milliseconds without a line are a stall, as history has it by default. */
const STALL_MS = 60_000

interface Around {
  env: Parameters<typeof settings>[0] & BoxEnv & WatchEnv
  /** Whoever asked has left. */
  stop: AbortSignal
  /** Hears what comes, in its order; awaited, so that nobody is read for faster than they take it. */
  hear(heard: Heard[]): Promise<void>
  later(work: Promise<unknown>): void
}

/** How it ended, for the record. */
export interface Ended {
  how: TryReport['how']
  problem?: Problem
  figures?: Figures
}

/** Never rejects. The last that is heard is `done` or `problem`, unless whoever asked has left. */
export async function answerProgram(asked: Asked & { turn: string }, around: Around): Promise<Ended> {
  const { turn, requestId, model } = asked
  let hold: Hold | null = null
  let reader: Reader | null = null
  let ended: Ended
  try {
    const tell = (place: Place | null) => void around.hear([{ is: 'place', place }]).catch(() => {})
    hold = await Hold.open(around.env, turn, tell)
    const stop = AbortSignal.any([around.stop, hold.over])
    reader = new Reader({ ...around, stop })
    ended = await reader.read(await begin(asked, hold, { ...around, stop }), asked)
  } catch (error) {
    const why = hold?.why ?? null
    const left = around.stop.aborted
    if (!left && why === null) log('cut', { request: requestId, cause: causeOf(error) })
    if (why !== null) ended = { how: 'stopped', problem: why }
    else ended = left ? { how: 'stopped' } : { how: 'failed', problem: problem('internal') }
  }
  if (ended.problem !== undefined)
    await around.hear([{ is: 'problem', problem: ended.problem }]).catch(() => {})
  const { how, figures } = ended
  const read = reader?.brought ?? false
  const report = { requestId, turn, model, how, read, last: true, ...(figures && { figures }) }
  await askBox(around.env, box => box.report(report)).catch((error: unknown) =>
    log('unreported', { request: requestId, detail: causeOf(error) })
  )
  hold?.release()
  return ended
}

/** Asks, and waits for as long as others come first. */
async function begin(asked: Asked, hold: Hold, { env, stop, hear, later }: Around): Promise<Completion> {
  const until = Date.now() + WAIT_MS
  for (;;) {
    const answer = await complete(asked, { env, stop, later, say: () => Promise.resolve() })
    if (answer.ok || !('queued' in answer.line.burrow)) return answer
    if (Date.now() > until) return { ok: false, line: { burrow: { problem: problem('waited_too_long') } } }
    await hear([{ is: 'place', place: answer.line.burrow.queued.place }])
    await hold.moved(stop)
  }
}

/** What is wrong, where no answer began. */
function problemOf(word: LastWord, { model, tokens }: Asked): Problem {
  if ('problem' in word) return word.problem
  if ('queued' in word) return problem('busy')
  const { context, tokens: counted } = word.smaller
  const has = counted ?? Math.max(tokens, context + 1)
  const about = counted === undefined ? 'about ' : ''
  return problem('too_long', {
    message: `This prompt has ${about}${has} tokens, and ${model} reads at most ${context} here.`,
  })
}

class Reader {
  readonly #around: Around
  readonly #lines = new Lines()
  #chars = 0
  /** Text came, or thinking. */
  brought = false

  constructor(around: Around) {
    this.#around = around
  }

  /** To its end. Rejects where whoever asked has left. */
  async read(answer: Completion, asked: Asked): Promise<Ended> {
    if (!answer.ok) return { how: 'failed', problem: problemOf(answer.line.burrow, asked) }
    const { stop } = this.#around
    const body = answer.body.getReader()
    const letGo = () => void body.cancel().catch(() => {})
    stop.addEventListener('abort', letGo)
    try {
      return await this.#read(body)
    } finally {
      stop.removeEventListener('abort', letGo)
      letGo()
      answer.over()
    }
  }

  async #read(body: ReadableStreamDefaultReader<Uint8Array>): Promise<Ended> {
    for (;;) {
      const next = await within(STALL_MS, body.read())
      this.#around.stop.throwIfAborted()
      if (next === 'late') return this.#broken('stalled')
      if (next === 'broken') return this.#broken('interrupted')
      // The stream ended and never said so: a failure, not a short answer (T10).
      if (next.value === undefined) return this.#broken('incomplete')
      const ended = await this.#take(next.value)
      if (ended !== null) return ended
    }
  }

  async #take(chunk: Uint8Array): Promise<Ended | null> {
    const heard: Heard[] = []
    let ended: Ended | null = null
    for (const line of this.#lines.feed(chunk)) {
      if (line.is === 'delta') {
        this.brought = true
        this.#chars += line.text.length
        heard.push(line)
      }
      if (line.is === 'problem') ended = { how: 'cut', problem: line.problem }
      if (line.is === 'done') ended = { how: 'done', figures: line.figures }
      if (ended !== null) break
    }
    if (ended === null && this.#chars > ANSWER_CHARS) ended = { how: 'done', figures: { reason: 'length' } }
    if (ended?.how === 'done') heard.push({ is: 'done', figures: ended.figures ?? {} })
    if (heard.length > 0) await this.#around.hear(heard)
    return ended
  }

  #broken = (code: keyof typeof BROKEN): Ended => ({
    how: 'cut',
    problem: problem(code, { message: BROKEN[code] }),
  })
}

/** As the problems have it, but that nothing is kept. */
const BROKEN = {
  interrupted: 'The answer was interrupted.',
  stalled: 'The model went quiet.',
  incomplete: 'The answer ended early.',
}

type Read = Awaited<ReturnType<ReadableStreamDefaultReader<Uint8Array>['read']>>

/** What is read within so many milliseconds, or why nothing is. */
async function within(ms: number, read: Promise<Read>): Promise<Read | 'late' | 'broken'> {
  let timer: ReturnType<typeof setTimeout> | null = null
  const late = new Promise<'late'>(resolve => {
    timer = setTimeout(() => resolve('late'), ms)
  })
  try {
    return await Promise.race([read.catch(() => 'broken' as const), late])
  } finally {
    if (timer !== null) clearTimeout(timer)
  }
}

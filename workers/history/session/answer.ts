/**
 * One answer as it grows. The log is the text: runs of thinking and text in the order in which they came, addressed by
 * position. Whoever watches holds a position and asks for what came since; nothing is kept for them.
 */

import { estimateTokens, MESSAGE_TOKENS } from '../../protocol/context.ts'
import type { Message, TurnState } from '../../protocol/nouns.ts'

export type Kind = 'thinking' | 'text'
export interface Run {
  kind: Kind
  text: string
}

/** What is known of an answer before its first token; the rest grows. */
export type Beginning = Pick<Message, 'id' | 'parent' | 'createdAt'> & { model: string }

/** How it ended: with what its message carries besides the text. */
export type Ending = Pick<Message, 'figures' | 'problem'> & { status: Exclude<Message['status'], 'running'> }

/** Lines whose ends are remembered: white space at the end of a text is a few. */
const BORDERS = 64

export class Answer {
  readonly #runs: Run[] = []
  /** Where it was cut and went on: `position` is the seam, `text` the same place counted in text alone. */
  readonly seams: { position: number; text: number }[] = []
  /** Units of thinking and text so far: the position reached. */
  length = 0
  /** Lines of the model's that this came in, a token each; what the longest answer is measured by. */
  lines = 0
  /** Where the last lines ended: those behind a seam are not counted. */
  #borders: number[] = []
  #replaced: Message | null = null
  /** What happens now, before the first token or between two tries; null while deltas come. */
  state: TurnState | null = null
  ending: Ending | null = null
  readonly beginning: Beginning

  constructor(beginning: Beginning) {
    this.beginning = beginning
  }

  append(kind: Kind, text: string, lines = 1): void {
    this.state = null
    this.length += text.length
    this.lines += lines
    this.#borders.push(this.length)
    if (this.#borders.length > 2 * BORDERS) this.#borders = this.#borders.slice(-BORDERS)
    const last = this.#runs.at(-1)
    if (last?.kind === kind) last.text += text
    else this.#runs.push({ kind, text })
  }

  /** The runs after a position. */
  since(position: number): Run[] {
    const found: Run[] = []
    let end = this.length
    for (let n = this.#runs.length - 1; n >= 0 && end > position; n -= 1) {
      const run = this.#runs[n]
      if (run === undefined) break
      const start = end - run.text.length
      found.unshift(start >= position ? run : { kind: run.kind, text: run.text.slice(position - start) })
      end = start
    }
    return found
  }

  /**
   * Where the answer can be gone on with: behind its text without trailing white space, which the model writes again.
   * Tried on real models: from there, and only from there, the rest is what it would have been. A cut inside thinking
   * leaves nothing to resume.
   */
  get seam(): number {
    const last = this.#runs.at(-1)
    if (last?.kind !== 'text') return 0
    const kept = last.text.trimEnd()
    if (kept === '' && this.#runs.length > 1) return 0
    return this.length - last.text.length + kept.length
  }

  /** Lines that stand before a position which lies a little way before the end at most. */
  linesUntil(position: number): number {
    if (position === 0) return 0
    return Math.max(0, this.lines - this.#borders.filter(end => end > position).length)
  }

  /** All of it is this message after all, whatever was seen of it. */
  replace(message: Message): void {
    this.cut(0)
    this.#replaced = message
    take(this, message)
    this.ending = endingOf(message)
  }

  /** Goes back to a position; what comes next begins there. */
  cut(position: number): void {
    const kept = this.since(0)
    const lines = this.linesUntil(position)
    this.#runs.length = 0
    this.#borders = []
    this.length = 0
    for (const { kind, text } of kept) {
      const left = position - this.length
      if (left > 0) this.append(kind, text.slice(0, left))
    }
    this.lines = lines
    this.seams.push({ position, text: this.text('text').length })
  }

  /** What it will have in the prompt of the next question, where thinking is not sent again. */
  #tokens(thinking: string): number {
    return thinking === '' && this.lines > 0 ? this.lines + MESSAGE_TOKENS : estimateTokens(this.text('text'))
  }

  text(kind: Kind): string {
    return this.#runs.reduce((text, run) => (run.kind === kind ? text + run.text : text), '')
  }

  /** The message as it stands. */
  message(): Message {
    if (this.#replaced !== null) return this.#replaced
    const { id, parent, model, createdAt } = this.beginning
    const thinking = this.text('thinking')
    const seams = this.seams.map(({ text }) => text)
    return {
      id,
      parent,
      role: 'assistant',
      status: this.ending?.status ?? 'running',
      text: this.text('text'),
      ...(thinking === '' ? {} : { thinking }),
      model,
      ...(this.ending?.figures === undefined ? {} : { figures: this.ending.figures }),
      ...(this.ending === null ? {} : { tokens: this.#tokens(thinking) }),
      ...(this.ending?.problem === undefined ? {} : { problem: this.ending.problem }),
      ...(seams.length === 0 ? {} : { seams }),
      createdAt,
    }
  }
}

/** An answer that begins with what another had reached when it was cut. */
export function resume(beginning: Beginning, cut: Message): Answer {
  const answer = new Answer(beginning)
  take(answer, cut)
  // Until its rest has ended nothing better is known of what stands there.
  answer.lines = Math.max(0, (cut.tokens ?? estimateTokens(cut.text)) - MESSAGE_TOKENS)
  return answer
}

/** How a message that history keeps has ended. */
export const endingOf = ({ status, figures, problem }: Message): Ending => ({
  status: status === 'running' ? 'interrupted' : status,
  ...(figures === undefined ? {} : { figures }),
  ...(problem === undefined ? {} : { problem }),
})

function take(answer: Answer, { thinking = '', text, seams = [] }: Message): void {
  if (thinking !== '') answer.append('thinking', thinking)
  if (text !== '') answer.append('text', text)
  answer.seams.push(...seams.map(seam => ({ position: thinking.length + seam, text: seam })))
}

/**
 * One answer as it grows. The log is the text: runs of thinking and text in the order in which they came, addressed by
 * position. Whoever watches holds a position and asks for what came since; nothing is kept for them.
 *
 * It is kept as the model wrote it, which is what a journal keeps and what it goes on from, and as it is told, with the
 * thinking that stood in its text taken out. The second follows from the first.
 */

import { estimateTokens, MESSAGE_TOKENS } from '../../protocol/context.ts'
import type { Message } from '../../protocol/nouns.ts'
import type { TurnState } from '../../protocol/turn-state.ts'
import { IN_THINKING, InlineThink, writtenOf } from '../inline-think.ts'
import { type Kind, type Run, Runs } from './runs.ts'

/** What is known of an answer before its first token; the rest grows. */
export type Beginning = Pick<Message, 'id' | 'parent' | 'createdAt'> & { model: string }

/** How it ended: with what its message carries besides the text. */
export type Ending = Pick<Message, 'figures' | 'problem'> & { status: Exclude<Message['status'], 'running'> }

/** Lines whose ends are remembered: white space at the end of a text is a few. */
const BORDERS = 64

export class Answer {
  /** As the model wrote it. */
  readonly written = new Runs()
  readonly #told = new Runs()
  #apart = new InlineThink()
  /** Where it was cut and went on: `position` is the seam, `text` the same place counted in text alone. */
  readonly seams: { position: number; text: number }[] = []
  /** Lines of the model's that this came in, a token each; what the longest answer is measured by. */
  lines = 0
  /** Where the last lines ended, in what is written: those behind a seam are not counted. */
  #borders: number[] = []
  #replaced: Message | null = null
  /** What happens now, before the first token or between two tries; null while deltas come. */
  state: TurnState | null = null
  #ending: Ending | null = null
  readonly beginning: Beginning

  constructor(beginning: Beginning) {
    this.beginning = beginning
  }

  /** Units of thinking and text that are told so far: the position reached. */
  get length(): number {
    return this.#told.length
  }

  /** Something stands that a further try goes on from, or gives up; perhaps too little to be told of yet. */
  get begun(): boolean {
    return this.written.length > 0
  }

  get ending(): Ending | null {
    return this.#ending
  }

  append(kind: Kind, text: string, lines = 1): void {
    this.state = null
    this.lines += lines
    this.written.append({ kind, text })
    this.#tell(this.#apart.take({ kind, text }))
    this.#borders.push(this.written.length)
    if (this.#borders.length > 2 * BORDERS) this.#borders = this.#borders.slice(-BORDERS)
  }

  /** Nothing more comes. */
  end(ending: Ending): void {
    this.#tell(this.#apart.end())
    this.#ending = ending
  }

  /** The runs after a position. */
  since(position: number): Run[] {
    return this.#told.since(position)
  }

  text(kind: Kind): string {
    return this.#told.text(kind)
  }

  /**
   * Where in what is written it can be gone on with: behind the text without trailing white space, which the model
   * writes again. Tried on real models: from there, and only from there, the rest is what it would have been. Thinking
   * that came apart cannot be sent along, so a cut inside it leaves nothing to resume.
   */
  get seam(): number {
    const { last, count, length } = this.written
    if (last?.kind !== 'text') return 0
    const kept = last.text.trimEnd()
    if (kept === '' && count > 1) return 0
    return length - last.text.length + kept.length
  }

  /** Lines that stand before a place in what is written which lies a little way before its end at most. */
  linesUntil(place: number): number {
    if (place === 0) return 0
    return Math.max(0, this.lines - this.#borders.filter(end => end > place).length)
  }

  /** All of it is this message after all, whatever was seen of it. */
  replace(message: Message): void {
    this.cut(0)
    this.#replaced = message
    take(this, message)
    this.end(endingOf(message))
  }

  /** Goes back to a place in what is written; what comes next begins there. */
  cut(place: number): void {
    const kept = this.written.since(0)
    const lines = this.linesUntil(place)
    this.written.clear()
    this.#told.clear()
    this.#apart = new InlineThink()
    this.#borders = []
    for (const { kind, text } of kept) {
      const left = place - this.written.length
      if (left > 0) this.append(kind, text.slice(0, left))
    }
    this.lines = lines
    const { length } = this.text('text')
    this.seams.push({ position: this.length, text: place > 0 && length === 0 ? IN_THINKING : length })
  }

  #tell(runs: Iterable<Run>): void {
    for (const run of runs) this.#told.append(run)
  }

  /** What it will have in the prompt of the next question, where thinking is not sent again. */
  #tokens(): number {
    const all = this.text('thinking') === '' && this.#apart.marks === undefined
    return all && this.lines > 0 ? this.lines + MESSAGE_TOKENS : estimateTokens(this.text('text'))
  }

  /** The message as it stands. */
  message(): Message {
    if (this.#replaced !== null) return this.#replaced
    const { id, parent, model, createdAt } = this.beginning
    const thinking = this.text('thinking')
    const { marks } = this.#apart
    const seams = this.seams.map(({ text }) => text)
    const { ending } = this
    return {
      id,
      parent,
      role: 'assistant',
      status: ending?.status ?? 'running',
      text: this.text('text'),
      ...(thinking === '' ? {} : { thinking }),
      ...(marks === undefined ? {} : { inline: marks }),
      model,
      ...(ending?.figures === undefined ? {} : { figures: ending.figures }),
      ...(ending === null ? {} : { tokens: this.#tokens() }),
      ...(ending?.problem === undefined ? {} : { problem: ending.problem }),
      ...(seams.length === 0 ? {} : { seams }),
      createdAt,
    }
  }
}

/** An answer that begins with what another had reached when it was cut. */
export function resume(beginning: Beginning, cut: Message): Answer {
  const answer = new Answer(beginning)
  take(answer, cut)
  // Until its rest has ended nothing better is known of what stands there; what was counted is without its thinking.
  const counted = cut.inline === undefined ? cut.tokens : undefined
  answer.lines = Math.max(0, (counted ?? estimateTokens(writtenOf(cut))) - MESSAGE_TOKENS)
  return answer
}

/** How a message that history keeps has ended. */
export const endingOf = ({ status, figures, problem }: Message): Ending => ({
  status: status === 'running' ? 'interrupted' : status,
  ...(figures === undefined ? {} : { figures }),
  ...(problem === undefined ? {} : { problem }),
})

function take(answer: Answer, message: Message): void {
  const { thinking = '', inline, seams = [] } = message
  const apart = inline === undefined ? thinking : ''
  const written = writtenOf(message)
  if (apart !== '') answer.append('thinking', apart)
  if (written !== '') answer.append('text', written)
  answer.seams.push(...seams.map(seam => ({ position: thinking.length + Math.max(0, seam), text: seam })))
}

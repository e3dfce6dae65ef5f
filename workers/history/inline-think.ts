/**
 * Thinking that a model writes into its text, because its host does not know that it thinks: `<think>` as the first that
 * is not white space, up to its `</think>`. That is protocol, and is taken out. Anywhere else, or alone, a mark is text.
 */

import type { InlineMarks, Message } from '../protocol/nouns.ts'
import type { Run } from './session/runs.ts'

const OPEN = '<think>'
const CLOSE = '</think>'

/** A seam in the thinking of an answer is nowhere in its text. */
export const IN_THINKING = -1

/** Takes an answer apart as it comes. What it has given out stands: it holds back what may yet be a mark. */
export class InlineThink {
  /** What comes next stands there; `opened` and `closed` are the white space behind a mark. */
  #place: 'before' | 'opened' | 'inside' | 'closed' | 'behind' = 'before'
  #open = ''
  #close = ''
  /** Perhaps the beginning of a mark. */
  #held = ''

  /** Undefined while nothing has come that says there is thinking in the text. */
  get marks(): InlineMarks | undefined {
    if (this.#place === 'before' || this.#open === '') return undefined
    return { open: this.#open, close: this.#close }
  }

  /** What is known for certain of all that has come, less what was given out before. */
  *take({ kind, text }: Run): Generator<Run> {
    if (kind === 'text') return yield* this.#text(text)
    // A host that says itself what is thinking leaves none of it in the text.
    if (this.#place === 'before') yield* this.end()
    if (text !== '') yield { kind, text }
  }

  /** Nothing more comes: what is held back is no mark. */
  *end(): Generator<Run> {
    const before = this.#place === 'before'
    const text = before ? this.#open + this.#held : this.#held
    this.#held = ''
    if (before) {
      this.#open = ''
      this.#place = 'behind'
    }
    if (text !== '') yield { kind: before ? 'text' : 'thinking', text }
  }

  *#text(text: string): Generator<Run> {
    let rest = this.#held + text
    this.#held = ''
    if (this.#place === 'before') rest = this.#begin(rest)
    if (this.#place === 'opened') {
      const behind = rest.trimStart()
      this.#open += rest.slice(0, rest.length - behind.length)
      if (behind !== '') this.#place = 'inside'
      rest = behind
    }
    if (this.#place === 'inside') {
      const end = rest.indexOf(CLOSE)
      const stands = end === -1 ? beforeMark(rest) : end
      if (stands > 0) yield { kind: 'thinking', text: rest.slice(0, stands) }
      if (end === -1) return void (this.#held = rest.slice(stands))
      this.#close = CLOSE
      this.#place = 'closed'
      rest = rest.slice(end + CLOSE.length)
    }
    if (this.#place === 'closed') {
      const behind = rest.trimStart()
      this.#close += rest.slice(0, rest.length - behind.length)
      if (behind !== '') this.#place = 'behind'
      rest = behind
    }
    if (rest !== '') yield { kind: 'text', text: rest }
  }

  /** Looks for the first mark; answers what stands behind it, or all that is text after all. */
  #begin(rest: string): string {
    const first = rest.trimStart()
    this.#open += rest.slice(0, rest.length - first.length)
    if (first.startsWith(OPEN)) {
      this.#open += OPEN
      this.#place = 'opened'
      return first.slice(OPEN.length)
    }
    if (OPEN.startsWith(first)) {
      this.#held = first
      return ''
    }
    const all = this.#open + first
    this.#open = ''
    this.#place = 'behind'
    return all
  }
}

/** Where the beginning of a closing mark stands at the end of a text; its length if none does. */
function beforeMark(text: string): number {
  const last = text.lastIndexOf('<')
  return last !== -1 && CLOSE.startsWith(text.slice(last)) ? last : text.length
}

/** What the model wrote of this answer, where thinking that came apart is not told. */
export const writtenOf = ({
  thinking = '',
  text,
  inline,
}: Pick<Message, 'thinking' | 'text' | 'inline'>): string =>
  inline === undefined ? text : inline.open + thinking + inline.close + text

/** An answer of which all stands in its text, taken apart; itself where no thinking is in it. */
export function takenApart(answer: Message): Message {
  const { tokens: _, seams, ...rest } = answer
  const apart = new InlineThink()
  const found = { thinking: '', text: '' }
  const runs = [...apart.take({ kind: 'text', text: answer.text }), ...apart.end()]
  for (const { kind, text } of runs) found[kind] += text
  const { marks } = apart
  if (marks === undefined) return answer
  const { thinking, text } = found
  const behind = answer.text.length - text.length
  return {
    ...rest,
    text,
    ...(thinking === '' ? {} : { thinking }),
    inline: marks,
    ...(seams === undefined ? {} : { seams: seams.map(at => seamBehind(at, behind)) }),
  }
}

/** Where a seam is that was counted with the thinking. */
const seamBehind = (at: number, thinking: number): number =>
  at === 0 ? 0 : at > thinking ? at - thinking : IN_THINKING

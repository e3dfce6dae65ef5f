/** What has arrived of one answer: its thinking and its text, and the order in which they came. No DOM in it. */

import { Flow } from './flow.ts'

export type Kind = 'thinking' | 'text'

export class AnswerLog {
  readonly thinking: Flow
  readonly text: Flow
  /** Runs of one kind and their lengths; a position is a sum of them. */
  #runs: { kind: Kind; length: number }[] = []

  constructor(thinking = '', text = '') {
    this.thinking = new Flow(thinking)
    this.text = new Flow(text)
    this.#note('thinking', thinking.length)
    this.#note('text', text.length)
  }

  push(kind: Kind, delta: string) {
    this.#note(kind, delta.length)
    this[kind].push(delta)
  }

  /** Cuts both back to how they stood at `position`. */
  rewind(position: number) {
    const kept = { thinking: 0, text: 0 }
    let left = position
    for (const run of this.#runs) {
      run.length = Math.min(run.length, left)
      left -= run.length
      kept[run.kind] += run.length
    }
    this.#runs = this.#runs.filter(run => run.length > 0)
    this.thinking.cut(kept.thinking)
    this.text.cut(kept.text)
  }

  /** No more comes. `thinking` and `text` are what history keeps, and win over what was seen. */
  end(thinking: string, text: string) {
    this.thinking.end(thinking)
    this.text.end(text)
  }

  #note(kind: Kind, length: number) {
    const last = this.#runs.at(-1)
    if (last?.kind === kind) last.length += length
    else if (length > 0) this.#runs.push({ kind, length })
  }
}

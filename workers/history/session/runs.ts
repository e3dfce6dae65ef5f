/** Thinking and text in the order in which they came, addressed by position: the log of an answer is its text. */

export type Kind = 'thinking' | 'text'
export interface Run {
  kind: Kind
  text: string
}

export class Runs {
  #runs: Run[] = []
  /** Units of thinking and text so far: the position reached. */
  length = 0

  get count(): number {
    return this.#runs.length
  }

  get last(): Run | undefined {
    return this.#runs.at(-1)
  }

  append({ kind, text }: Run): void {
    this.length += text.length
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

  text(kind: Kind): string {
    return this.#runs.reduce((text, run) => (run.kind === kind ? text + run.text : text), '')
  }

  clear(): void {
    this.#runs = []
    this.length = 0
  }
}

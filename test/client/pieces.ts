/** What a viewer shows of an answer: its pieces in the order in which they came, cut back where it was told to. */

import type { TurnEvent } from '../../workers/protocol/events.ts'

export interface Piece {
  kind: 'thinking' | 'text'
  text: string
}

export class Pieces {
  #all: Piece[]

  constructor(all: Piece[] = []) {
    this.#all = all
  }

  /** Position reached, in UTF-16 code units. */
  get length(): number {
    return this.#all.reduce((sum, { text }) => sum + text.length, 0)
  }

  get text(): string {
    return this.#joined('text')
  }

  get thinking(): string {
    return this.#joined('thinking')
  }

  /** Events that show nothing change nothing. */
  take(event: TurnEvent): void {
    if (event.type === 'text' || event.type === 'thinking')
      this.#all.push({ kind: event.type, text: event.data.text })
    if (event.type === 'rewind') this.#cut(event.data.position)
  }

  #joined(kind: Piece['kind']): string {
    return this.#all.reduce((text, piece) => (piece.kind === kind ? text + piece.text : text), '')
  }

  #cut(position: number): void {
    let left = position
    this.#all = this.#all.map(({ kind, text }) => {
      const kept = text.slice(0, left)
      left -= kept.length
      return { kind, text: kept }
    })
  }
}

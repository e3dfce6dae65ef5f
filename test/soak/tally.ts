/** How much was tried: what a green run is worth. */

export class Tally {
  readonly #counts = new Map<string, number>()

  count(what: string): void {
    this.#counts.set(what, (this.#counts.get(what) ?? 0) + 1)
  }

  of(what: string): number {
    return this.#counts.get(what) ?? 0
  }

  /** All counts whose name begins so, without that beginning. */
  list(kind: string): string {
    return [...this.#counts]
      .filter(([what]) => what.startsWith(kind))
      .toSorted()
      .map(([what, count]) => `${what.slice(kind.length)} ${count}`)
      .join(', ')
  }

  toString(): string {
    const counted = `${this.of('seeds')} seeds, ${this.of('turns')} turns in ${this.of('chats')} chats`
    return `${counted}\n  ended   ${this.list('ended ')}\n  faults  ${this.list('fault ')}\n  viewers ${this.list('viewer ')}`
  }
}

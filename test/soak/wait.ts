/** Every wait of the suite has an end, and says what it waited for. */

/** A promise was broken; the text says which, and how. */
export class Broken extends Error {}

/**
 * Longer than all tries of a turn and all waits between them, on a machine that is busy with other things; and than the
 * waits of some that hang before it, for what a question waits behind others is not counted as its own.
 */
export const PATIENCE_MS = 90_000

export async function within<T>(work: Promise<T>, what: string, ms = PATIENCE_MS): Promise<T> {
  let timer: number | null = null
  const over = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Broken(`waited ${ms} ms in vain for ${what}`)), ms)
  })
  try {
    return await Promise.race([work, over])
  } finally {
    clearTimeout(timer)
  }
}

/** Between two questions at most: what is asked takes the machine from those who are waited for. */
const PAUSE_MS = 300

/** Asks until the answer is no longer false, less and less often. */
export async function until(what: string, ask: () => Promise<boolean>, ms = PATIENCE_MS): Promise<void> {
  const started = Date.now()
  for (let pause = 20; !(await ask()); pause = Math.min(pause * 1.5, PAUSE_MS)) {
    if (Date.now() - started > ms) throw new Broken(`waited ${ms} ms in vain for ${what}`)
    await scheduler.wait(pause)
  }
}

/** How far the first viewer of a turn has come, for all that is to happen when it has come so far. */
export class Course {
  #reached = -1
  #over = false
  readonly #waiting: { at: number; resolve: () => void }[] = []

  reach(position: number): void {
    this.#reached = Math.max(this.#reached, position)
    this.#wake()
  }

  /** It will not come further: whoever waits for more has waited long enough. */
  finish(): void {
    this.#over = true
    this.#wake()
  }

  get over(): boolean {
    return this.#over
  }

  until(at: number): Promise<void> {
    return new Promise(resolve => {
      this.#waiting.push({ at, resolve })
      this.#wake()
    })
  }

  #wake(): void {
    const due = this.#waiting.filter(({ at }) => this.#over || this.#reached >= at)
    for (const one of due) {
      this.#waiting.splice(this.#waiting.indexOf(one), 1)
      one.resolve()
    }
  }
}

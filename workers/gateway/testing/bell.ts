/** The alarm of an object, which rings before the object's own clock says so: that stands still since its last event. */

const EARLY_MS = 2

export class Bell {
  readonly #ring: () => void
  #timer: ReturnType<typeof setTimeout> | null = null
  /** When it rings, in Unix milliseconds; null for never. */
  at: number | null = null

  constructor(ring: () => void) {
    this.#ring = ring
  }

  set(at: number): void {
    this.at = at
    if (this.#timer !== null) clearTimeout(this.#timer)
    const ring = () => {
      this.at = null
      this.#ring()
    }
    this.#timer = setTimeout(ring, Math.max(1, at - Date.now() - EARLY_MS))
  }
}

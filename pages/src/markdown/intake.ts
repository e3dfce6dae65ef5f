/** Takes in deltas: one kind of line end, and no half characters. */

/** What may be the first half of something: of `\r\n`, or of a character beyond the first plane. */
const HALF = /[\r\ud800-\udbff]$/

const clean = (text: string) => text.replace(/\r\n?/g, '\n').replaceAll('\0', '\ufffd')

export interface Intake {
  take(delta: string): string
  /** What was held back, when nothing more will come. */
  rest(): string
}

export function intake(): Intake {
  let held = ''
  return {
    take(delta) {
      const text = held + delta
      held = HALF.exec(text)?.[0] ?? ''
      return clean(held ? text.slice(0, -1) : text)
    },
    rest() {
      const text = clean(held).toWellFormed()
      held = ''
      return text
    },
  }
}

/** Where the text can be cut that ends here: not within a character. */
export const whole = (text: string): number => (/[\ud800-\udbff]$/.test(text) ? text.length - 1 : text.length)

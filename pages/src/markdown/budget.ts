/**
 * How much of an answer is read at once. A lexer that has begun cannot be stopped, so what it may cost is decided before:
 * by the length of what is open, and by the markers in it. Beyond that a text is shown as it stands.
 */

/** Characters of the open end that are read again with each push. A block that is longer is shown in parts. */
export const WINDOW = 6_000

/** Of a paragraph, and how many of these are settled then: it goes on behind them without a seam. */
export const PARAGRAPH_WINDOW = 4_000
export const PARAGRAPH = 3_000

/** Above this, in characters, the finished parts of a list, a table or a block of code are read no more. */
export const PART = 1_000

/**
 * Nodes of one answer, an item of a list for more with its mark, a line for one: ten megabytes or less, layout
 * and all. The longest that a model writes has half of them; what comes behind them is plain text.
 */
export const NODES = 7_500

/**
 * Nodes that are done of one paragraph: the rest of it is plain text. A browser finds the direction of a text with
 * `dir="auto"` anew for each node that comes or goes in it, and looks through all of them.
 */
export const DENSE = 2_000

/** Characters of plain text in one paragraph, which the browser lays out anew as it grows. */
export const PLAIN = 10_000

/** Deeper than anyone writes on purpose; below it the source is shown, so that no stack overflows. */
export const DEEPEST = 20

/** Quotes inside others, in one window: their lines are read again at each depth, and again where one goes on. */
export const INNER_QUOTES = 40

/** What may open something, runs counted as one. A backtick costs little: code is looked for once. */
const OPENERS = /[[\]!<>$\\&@:.]|\*+|_+|~+/g

/** Of these each may hold all that follow, and is read again at each depth. A dense paragraph has a quarter of it. */
const NESTING = '*_~['
const MOST_NESTING = 200

/**
 * Openers times characters: what the lexer does in the worst case, since each opener looks for its end. A dense
 * paragraph of 3,000 characters has a quarter of it.
 */
const WORK = 1_000_000

/** What the markers of this text cost to be read: openers times characters. Infinite where it would take too long. */
export function workOf(text: string): number {
  let openers = 0
  let nesting = 0
  for (const [mark] of text.matchAll(OPENERS)) {
    openers += 1
    if (NESTING.includes(mark.charAt(0))) nesting += 1
  }
  const work = openers * text.length
  return nesting > MOST_NESTING || work > WORK ? Infinity : work
}

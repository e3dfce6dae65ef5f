/** Names that others have chosen, in a sentence of Burrow's. */

/** Scripts that run from right to left, and the marks that turn a direction by themselves. */
const TURNS =
  /[\u0590-\u08ff\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u

/** One too many of these in a name would reach into the sentence after all. */
const MARKS = /[\u202a-\u202e\u2066-\u2069]/g

/** A name that keeps its direction to itself, where no `bdi` can stand. A plain one stays as it is. */
export const isolate = (name: string): string =>
  TURNS.test(name) ? `\u2068${name.replace(MARKS, '')}\u2069` : name

/**
 * The owner's log: one line of JSON for each thing that is worth a look. What visitors write, and who they are, never
 * stands in it: not a question, an answer, a title or an id of theirs, not in an error's text either.
 */

type Value = string | number | boolean | null | undefined
type Fields = Record<string, Value | Record<string, Value>>

const line = (burrow: string, fields: Fields): string => JSON.stringify({ burrow, ...fields })

/** What is wrong, in a word, and what the owner can do with. What belongs to a request names it as `request`. */
export const log = (burrow: string, fields: Fields = {}): void => console.warn(line(burrow, fields))

/** What went its way and is worth a line all the same; at another level, so that what is wrong can be told from it. */
export const note = (burrow: string, fields: Fields): void => console.info(line(burrow, fields))

/** Units of a cause that are worth logging. */
const CAUSE_UNITS = 200

/**
 * Names an error without what it was about: its innermost cause, for a database's error quotes the statement with all
 * that it was to write, and what stands behind the first line of any text may be somebody's.
 */
export function causeOf(error: unknown): string {
  let inner = error
  for (let depth = 0; depth < 5 && inner instanceof Error && inner.cause !== undefined; depth += 1)
    inner = inner.cause
  if (!(inner instanceof Error)) return typeof inner
  // It quotes what it could not read.
  if (inner instanceof SyntaxError) return inner.name
  const [first = ''] = inner.message.split(/\n|params:/, 1)
  return `${inner.name}: ${first.slice(0, CAUSE_UNITS)}`
}

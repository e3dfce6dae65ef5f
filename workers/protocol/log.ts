/**
 * The owner's log: one line of JSON for each thing that is worth a look. What visitors write, and who they are, never
 * stands in it: not a question, an answer, a title or an id of theirs, not in an error's text either.
 */

type Fields = Record<string, string | number | boolean | null | undefined>

/** What happened, in a word, and what the owner can do with. */
export const log = (burrow: string, fields: Fields = {}): void =>
  console.warn(JSON.stringify({ burrow, ...fields }))

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
  const [line = ''] = inner.message.split(/\n|params:/, 1)
  return `${inner.name}: ${line.slice(0, CAUSE_UNITS)}`
}

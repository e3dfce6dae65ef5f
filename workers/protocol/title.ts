/**
 * A chat's first title: the first line of its first question. A model is not asked for it: that would take the box. The
 * page shows it before history has it.
 */

/** Characters of a title that is made, a line of the sidebar. */
const TITLE_CHARS = 60

export function titleOf(question: string): string {
  const line = question.trim().split('\n', 1)[0]?.trim() ?? ''
  const characters = [...line]
  return characters.length <= TITLE_CHARS
    ? line
    : `${characters
        .slice(0, TITLE_CHARS - 1)
        .join('')
        .trimEnd()}…`
}

/** A chat's first title: the first line of its first question, cut as Burrow cuts it. */

const TITLE_CHARS = 60

export function titleOf(text: string): string {
  const line = text.trim().split('\n', 1)[0]?.trim() ?? ''
  const characters = [...line]
  return characters.length <= TITLE_CHARS
    ? line
    : `${characters
        .slice(0, TITLE_CHARS - 1)
        .join('')
        .trimEnd()}…`
}

/** A chat's first title: the first line of its first question, cut at 60 characters as Burrow does. */

const TITLE_CHARS = 60

export function titleOf(text: string): string {
  const line = text.trim().split('\n', 1)[0]?.trim() ?? ''
  return line.length <= TITLE_CHARS ? line : `${line.slice(0, TITLE_CHARS - 1).trimEnd()}…`
}

/** Where code stands in a line: it ends with as many backticks as it begins with. */

/** How often the character at a place stands there in a row. */
export function runLength(text: string, at: number): number {
  let end = at
  while (text[end] === text[at]) end++
  return end - at
}

/** Where the code ends that begins with the backticks at a place; -1 if it has no end. */
export function codeEnd(text: string, at: number): number {
  const ticks = runLength(text, at)
  let next = text.indexOf('`', at + ticks)
  while (next !== -1) {
    const length = runLength(text, next)
    if (length === ticks) return next + length
    next = text.indexOf('`', next + length)
  }
  return -1
}

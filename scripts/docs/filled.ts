/** Pages of which a part is made, between two marks that nobody sees. */

/** The page with each part between its marks, `<!-- made: NAME -->` and `<!-- end -->`. Throws where a mark is missing. */
export function filled(page: string, parts: Record<string, string>): string {
  return Object.entries(parts).reduce((text, [name, part]) => {
    const [before, rest] = split(text, `<!-- made: ${name} -->`)
    const [, after] = split(rest, '<!-- end -->')
    return `${before}<!-- made: ${name} -->\n\n${part}\n\n<!-- end -->${after}`
  }, page)
}

function split(text: string, mark: string): [string, string] {
  const place = text.indexOf(mark)
  if (place < 0) throw new Error(`The page has no mark ${mark}.`)
  return [text.slice(0, place), text.slice(place + mark.length)]
}

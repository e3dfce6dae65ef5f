/** Where the text ends that can be shown while more is coming. */

/** Characters. Markers are short; a longer line is shown as it stands, and the patterns stay cheap. */
const LONGEST = 200

const CONTAINERS = /^[ \t>]*(?:(?:[-+*]|\d{1,9}[.)])[ \t]+)*/

/** Half a marker: of a list, a task, a heading, a rule, a quote, a table's second line, a fence. */
const MARKERS = /^(?:[-=+*_#>|:`~ \t]*|\d{1,9}[.)]?|\[[ xX]?\]?[ \t]*)$/

/** A fence's first line, whose language is not all there. */
const FENCE = /^(?:`{3,}[^`]*|~{3,}.*)$/

/**
 * A last line of which only a marker has come is kept back until there is more: `-` under a paragraph would make
 * it a heading for a moment, and a list the next.
 */
export function visibleEnd(text: string): number {
  const start = text.lastIndexOf('\n') + 1
  if (text.length - start > LONGEST) return text.length
  const line = text.slice(start).replace(CONTAINERS, '')
  return MARKERS.test(line) || FENCE.test(line) ? start : text.length
}

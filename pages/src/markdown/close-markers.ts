/** Closes, or hides, the markers left open at the end of a line that is still being written. */
import { workOf } from './budget.ts'
import { codeEnd, runLength } from './code-span.ts'
import { formulaInline } from './formula.ts'

interface Opener {
  marker: string
  /** Where what it emphasises begins. */
  end: number
}

/** Characters. A bracket open for longer is no link's, and is shown. */
const LONGEST_LABEL = 120

/** Characters in which a bracket's end is looked for. */
const LONGEST_LINK = 1_000

/** Markers that are closed: nobody has more open at once, and each would be read again. */
const MOST_OPEN = 16

/** Half a tag, or the first character of an image. */
const HALF = /<\/?[a-z]{0,4}\s*\/?$|(?<![^\s])!$/i

const WORD = /[A-Za-z0-9]/

export interface Closed {
  closed: string
  /** A formula whose end has not come, which is no Markdown. */
  rest: string
}

export function closeMarkers(source: string): Closed {
  const asIs = { closed: source, rest: '' }
  if (workOf(source) === Infinity) return asIs
  let text = source.replace(HALF, '')
  const open: Opener[] = []
  for (let at = 0; at < text.length;) {
    const char = text.charAt(at)
    if (char === '\\' || char === '$') {
      const formula = formulaInline(text.slice(at), text.charAt(at - 1))
      if (formula === undefined && /^(?:\\[([]|\$\$)/.test(text.slice(at, at + 2)))
        return { closed: closeAll(text.slice(0, at), open), rest: text.slice(at) }
      at += formula?.raw.length ?? (char === '$' ? 1 : 2)
    } else if (char === '`') {
      const end = codeEnd(text, at)
      if (end === -1) return { closed: closeAll(closeCode(text, at), open), rest: '' }
      at = end
    } else if (char === '[') {
      const step = bracket(text, at)
      text = step.text
      at = step.at
    } else if (char === '*' || char === '_' || char === '~') {
      const length = runLength(text, at)
      text = emphasis(text, at, length, open)
      at += length
      if (open.length > MOST_OPEN) return asIs
    } else at++
  }
  return { closed: closeAll(text, open), rest: '' }
}

function closeCode(text: string, at: number): string {
  const ticks = text.slice(at, at + runLength(text, at))
  const inside = text.slice(at + ticks.length).replace(/`+$/, '')
  return text.slice(0, at) + (inside.trim() ? ticks + inside + ticks : '')
}

/** Of an unfinished link or image only the words are shown; a finished one is passed over, address and all. */
function bracket(text: string, at: number): { text: string; at: number } {
  const start = text[at - 1] === '!' ? at - 1 : at
  const close = closing(text, at, '[', ']')
  const rest = text.slice(at + 1)
  if (close === -1) {
    return rest.length > LONGEST_LABEL
      ? { text, at: at + 1 }
      : { text: text.slice(0, start) + rest, at: start }
  }
  const end = text[close + 1] === '(' ? closing(text, close + 1, '(', ')') : close
  const unfinished = end === -1 || close === text.length - 1
  if (unfinished) return { text: text.slice(0, start) + text.slice(at + 1, close), at: start }
  return { text, at: end === close ? at + 1 : end + 1 }
}

function closing(text: string, from: number, opener: string, closer: string): number {
  let depth = 0
  for (let at = from; at < text.length && at - from < LONGEST_LINK; at++) {
    if (text[at] === '\\') at++
    else if (text[at] === opener) depth++
    else if (text[at] === closer && --depth === 0) return at
  }
  return -1
}

/** Notes what a run opens or closes. At the very end it is half of something, and goes. */
function emphasis(text: string, at: number, length: number, open: Opener[]): string {
  const marker = text.slice(at, at + length)
  const before = text[at - 1]
  const after = text[at + length]
  const match = open.findLastIndex(one => one.marker === marker)
  if (match !== -1 && before !== undefined && /\S/.test(before) && open[match]?.end !== at) {
    open.splice(match)
    return text
  }
  if (after === undefined) return text.slice(0, at)
  const opens = /\S/.test(after) && !(before && WORD.test(before)) && marker !== '~' && length <= 3
  if (opens) open.push({ marker, end: at + length })
  return text
}

function closeAll(text: string, open: Opener[]): string {
  let body = text.trimEnd()
  const space = text.slice(body.length)
  while (open.at(-1)?.end === body.length) body = body.slice(0, -(open.pop()?.marker.length ?? 0))
  return (
    body +
    open
      .map(one => one.marker)
      .toReversed()
      .join('') +
    space
  )
}

/**
 * Where a formula stands in a text: `\(…\)`, `\[…\]`, `$$…$$`, and `$…$` where that cannot be a price, a shell variable
 * or anything else that has a dollar in it.
 */
import { codeEnd, runLength } from './code-span.ts'
import type { Branch } from './view.ts'

export interface Formula {
  type: 'formula'
  raw: string
  /** What stands between the marks. */
  text: string
  /** On a line of its own. */
  display: boolean
  /** Its end is still to come. */
  open?: boolean
}

/** Characters of a formula: a page of aligned equations. One between single dollars stands in a line. */
const LONGEST = 4_000
const LONGEST_INLINE = 500

const CLOSER: Record<string, string> = { $$: '$$', '\\[': '\\]', '\\(': '\\)' }

/** Without a letter or a figure it is escapes. */
const SOMETHING = /[\p{L}\p{N}]/u

const BLANK_LINE = /\n[ \t]*\n/

/** Where the next may begin; `\(` and `\[` are found without: each is an escape to begin with. */
export const mayBeginFormula = (src: string): number => src.indexOf('$')

/** One that begins here. `before` is the character before it. */
export function formulaInline(src: string, before = ''): Formula | undefined {
  const mark = src.slice(0, 2)
  const closer = CLOSER[mark]
  if (closer !== undefined) return before === '$' ? undefined : between(src, mark, closer)
  if (src.charAt(0) !== '$' || /[\w$\\]/.test(before)) return undefined
  // A bound for the tries: many dollars in a line are no formulas.
  for (
    let end = src.indexOf('$', 1), tries = 0;
    end !== -1 && end <= LONGEST_INLINE && tries < 8;
    tries += 1
  ) {
    const text = src.slice(1, end)
    if (!text.endsWith('\\'))
      return isFormula(text, src.charAt(end + 1)) ? inline(src.slice(0, end + 1), text) : undefined
    end = src.indexOf('$', end + 1)
  }
  return undefined
}

/** No space inside the dollars, nothing that goes on behind them, no code, no sum of money at the beginning of a sentence. */
const isFormula = (text: string, after: string): boolean =>
  /^\S(?:[^`]*\S)?$/.test(text) &&
  !text.includes('`') &&
  !BLANK_LINE.test(text) &&
  !/[\w$]/.test(after) &&
  !/^[\d.,]+(?:\s+|[-–—/])[a-z]{2,}/i.test(text)

const inline = (raw: string, text: string): Formula => ({ type: 'formula', raw, text, display: false })

function between(src: string, mark: string, closer: string): Formula | undefined {
  const end = src.indexOf(closer, 2)
  if (end === -1 || end > LONGEST) return undefined
  const text = src.slice(2, end)
  if (!SOMETHING.test(text) || BLANK_LINE.test(text)) return undefined
  return { type: 'formula', raw: src.slice(0, end + 2), text, display: mark !== '\\(' }
}

const OPENER = /^ {0,3}(\$\$|\\\[)/
/** Nothing behind it on its line but a mark that ends the sentence. */
const LINE_END = /^[ \t]*([.,;:!?。，；：！？]?)[ \t]*(?:\n|$)/

/**
 * One that has its lines to itself. Between marks that have theirs too there may be blank lines. `mayGoOn`: it is held
 * open until its end has come, or could not come any more.
 */
export function formulaBlock(src: string, mayGoOn: boolean): Formula | undefined {
  const [opening, mark = ''] = OPENER.exec(src) ?? []
  if (opening === undefined) return undefined
  const from = opening.length
  const scope = src.slice(from, from + LONGEST)
  const end = scope.indexOf(CLOSER[mark] ?? mark)
  const blank = /^[ \t]*(?:\n|$)/.test(scope) ? -1 : scope.search(BLANK_LINE)
  if (end === -1 || (blank !== -1 && blank < end)) {
    const isOpen = mayGoOn && end === -1 && blank === -1 && src.length - from < LONGEST
    return isOpen ? { type: 'formula', raw: src, text: '', display: true, open: true } : undefined
  }
  const text = scope.slice(0, end)
  const behind = LINE_END.exec(src.slice(from + end + 2))
  if (behind === null || !SOMETHING.test(text)) return undefined
  const [rest, stop = ''] = behind
  const raw = src.slice(0, from + end + 2 + rest.length)
  return { type: 'formula', raw, text: stop === '' ? text : `${text}\\text{${stop}}`, display: true }
}

/** The next line that a formula of its own begins with, as marked wants it told: the paragraph before it ends there. */
export function formulaAhead(src: string, mayGoOn: boolean): number {
  for (const { index } of src.matchAll(/\n {0,3}(?:\$\$|\\\[)/g))
    if (formulaBlock(src.slice(index + 1), mayGoOn) !== undefined) return index + 1
  return -1
}

/** The formulas of a line's inside, blanked: their stars and underscores are no emphasis. */
export function maskFormulas(src: string, masked: string): string {
  if (!/[$\\]/.test(src)) return masked
  let mask = ''
  let done = 0
  for (let at = 0; at < src.length;) {
    const char = src.charAt(at)
    const found = char === '$' || char === '\\' ? formulaInline(src.slice(at), src.charAt(at - 1)) : undefined
    if (found !== undefined) {
      mask += masked.slice(done, at) + 'a'.repeat(found.raw.length)
      at += found.raw.length
      done = at
    } else if (char === '`') {
      const end = codeEnd(src, at)
      at = end === -1 ? at + runLength(src, at) : end
    } else at += char === '\\' ? 2 : 1
  }
  return mask + masked.slice(done)
}

/** As it was written, until it is drawn. */
export function formula({ raw, text, display, open = false }: Formula, isBlock: boolean): Branch {
  const source = raw.trim()
  const inside: Branch = {
    tag: 'span',
    key: `${open ? 'open' : 'whole'} ${raw}`,
    set: { class: 'tex', dir: 'ltr', translate: 'no' },
    kids: () => [source],
    ...(open ? {} : { complete: node => draw(node, text, display) }),
  }
  if (!isBlock) return inside
  return {
    tag: 'div',
    key: inside.key,
    set: { class: 'sideways', tabindex: '0', role: 'region', 'aria-label': 'Formula' },
    kids: () => [inside],
  }
}

let drawing: Promise<unknown> = Promise.resolve()

/** Resolves when what stands now is drawn, or cannot be. */
export const drawn = (): Promise<unknown> => drawing

/** Draws it, where the chunk comes and can read it; else its source stands. */
function draw(node: Element, text: string, display: boolean): void {
  const one = import('./draw-formula.ts').then(({ drawFormula }) => drawFormula(node, text, display))
  // What is written can be read.
  drawing = Promise.allSettled([drawing, one])
}

/** How much of the open text can no longer change, given that text is only ever appended. */
import { PARAGRAPH, PART } from './budget.ts'
import { isClosed } from './complete.ts'
import { whole } from './intake.ts'
import type { Block } from './lex.ts'

export interface Settled {
  /** Blocks that are done. */
  tokens: number
  /** Of the block behind them, what of it is done. */
  part: Part | null
  /** Characters of all that. */
  end: number
}

/** What may go on behind what is done of it. */
export type Kind = 'list' | 'table' | 'code' | 'paragraph'

/** A block of which the beginning is done. */
export interface Part {
  kind: Kind | null
  /** Items of a list, rows of a table, characters of code; for a paragraph nothing is counted. */
  count: number
  chars: number
  /** What stands before the rest, so that this is read as what it is. */
  before: string
  /** What separates a paragraph's words there. */
  space?: string
}

const NOTHING: Settled = { tokens: 0, part: null, end: 0 }

/** Blocks that a line after a blank one may still continue: `- a`, then `-`, is one list. */
function mayGoOn(token: Block): boolean {
  if (token.type === 'code') return token.codeBlockStyle === 'indented'
  return ['list', 'blockquote', 'table', 'paragraph', 'def'].includes(token.type)
}

/**
 * The last block is always open. The one before it is open too while the last one's first line is unfinished,
 * for that line may yet turn out to belong to it. A blank line alone settles nothing. Of an open list, table or block
 * of code all but the last two parts are done.
 */
export function settle(tokens: Block[], text: string): Settled {
  const solid = tokens.flatMap((token, i) => (token.type === 'space' ? [] : [i]))
  const last = solid.at(-1)
  const before = solid.at(-2)
  if (last === undefined) return NOTHING
  const previous = before === undefined ? undefined : tokens[before]
  const begun = hasBegun(tokens[last])
  const open = before !== undefined && previous && mayGoOn(previous) && !begun ? before : last
  let chars = 0
  for (const token of tokens.slice(0, open)) {
    // Cutting by lengths is right only while each token repeats its source exactly; where one does not, wait.
    if (!text.startsWith(token.raw, chars)) return NOTHING
    chars += token.raw.length
  }
  const token = tokens[open]
  const part = token !== undefined && text.length - chars > PART ? partOf(token, text.slice(chars)) : null
  return { tokens: open, part, end: chars + (part?.chars ?? 0) }
}

/**
 * It is a block of its own. A formula whose end has not come, or something may stand behind it on its line, may yet turn
 * out to be the text of what is before it.
 */
const hasBegun = (token: Block | undefined): boolean =>
  token?.type === 'formula' ? !token.open && token.raw.endsWith('\n') : token?.raw.includes('\n') === true

/** Another item begins here. */
const BULLET = /^ {0,3}(?:[-+*]|\d{1,9}[.)])(?:[ \t]|\n|$)/

function partOf(token: Block, text: string): Part | null {
  switch (token.type) {
    case 'list': {
      const done = token.items.slice(0, -2)
      let chars = 0
      for (const { raw } of done) {
        if (!text.startsWith(raw, chars)) return null
        chars += raw.length
      }
      const isOurs = done.length > 0 && BULLET.test(text.slice(chars, chars + 20))
      return isOurs ? { kind: 'list', count: done.length, chars, before: '' } : null
    }
    case 'table': {
      const count = token.rows.length - 2
      const lines = text.split('\n', count + 2)
      if (count <= 0 || !text.startsWith(token.raw)) return null
      const chars = lines.join('\n').length + 1
      return { kind: 'table', count, chars, before: `${lines.slice(0, 2).join('\n')}\n` }
    }
    case 'code': {
      const fence = /^(?:```|~~~)/.test(text) ? `${text.split('\n', 1)[0]}\n` : ''
      const end = text.lastIndexOf('\n', text.lastIndexOf('\n') - 1) + 1
      if (fence === '' || isClosed(token) || end <= fence.length || !text.startsWith(token.raw)) return null
      return { kind: 'code', count: end - fence.length, chars: end, before: fence }
    }
    default:
      return null
  }
}

/** A good place in a paragraph: behind a sentence, else before a word, so that the rest is no list and no heading. */
const SENTENCE_END = /[.!?。！？](?=\s+\p{L})|[。！？](?=\p{L})/gu
const WORD_END = /\s(?=\p{L})/gu

/**
 * What is settled of a text whose first block is longer than is read at once: a paragraph or a line of code goes on
 * behind it, anything else ends at its last line, and what comes is read as if it began there.
 */
export function force(tokens: Block[], text: string): Pick<Settled, 'part' | 'end'> {
  const [first] = tokens
  if (first?.type === 'paragraph') {
    const piece = text.slice(0, PARAGRAPH)
    const least = PARAGRAPH / 2
    const at = lastMatch(piece, SENTENCE_END, least) ?? lastMatch(piece, WORD_END, least) ?? whole(piece)
    const gap = /^[ \t]*\n?[ \t]*/.exec(text.slice(at))?.[0] ?? ''
    const between = (/\s$/.exec(piece.slice(0, at))?.[0] ?? '') + gap
    const space = between.includes('\n') ? '\n' : between.slice(0, 1)
    const end = at + gap.length
    return { part: { kind: 'paragraph', count: 0, chars: end, before: '', space }, end }
  }
  const line = /^(?:```|~~~)[^\n]*\n/.exec(text)?.[0]
  if (first?.type === 'code' && line !== undefined) {
    const end = whole(text)
    return { part: { kind: 'code', count: end - line.length, chars: end, before: line }, end }
  }
  const end = text.lastIndexOf('\n') + 1 || whole(text)
  const before = first === undefined ? '' : fenceOf(first)
  return { part: before === '' ? null : { kind: null, count: 0, chars: end, before }, end }
}

function lastMatch(text: string, mark: RegExp, least: number): number | undefined {
  const found = [...text.matchAll(mark)].at(-1)
  return found !== undefined && found.index >= least ? found.index + 1 : undefined
}

/** The first line of the fence that is open at the very end of a list, for what comes is code still. */
function fenceOf(token: Block): string {
  const last = token.type === 'list' ? (token.items.at(-1)?.tokens.at(-1) as Block | undefined) : undefined
  if (last?.type === 'list') return fenceOf(last)
  if (last?.type !== 'code' || last.codeBlockStyle === 'indented' || isClosed(last)) return ''
  return `${last.raw.split('\n', 1)[0]?.trim()}\n`
}

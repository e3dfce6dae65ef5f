/** Blocks as views, in the look's own markup. */
import type { Token, Tokens } from 'marked'
import { DEEPEST } from './budget.ts'
import type { Carried } from './carry.ts'
import { code } from './code.ts'
import { formula } from './formula.ts'
import { inline } from './inline.ts'
import type { Block } from './lex.ts'
import type { Attribute, Branch, Tag, View } from './view.ts'

/** A block of its own finds its own direction, and so does an item; what stands inside one follows it. */
const OWN_WAY: Partial<Record<Attribute, string>> = { dir: 'auto' }

/** Right-to-left scripts, of which one strong character decides. */
const RIGHT = /[\p{sc=Hebrew}\p{sc=Arabic}\p{sc=Syriac}\p{sc=Thaana}\p{sc=Nko}]/u
const STRONG = /\p{L}/u

/** Characters in which it is looked for. */
const SAMPLE = 1_000

/**
 * The way of a block that may have thousands of children. `auto` would ask all of them again with each that comes, so
 * it is found here, and that of a list from its first item.
 */
function wayOf(source: string): Branch['set'] {
  const letter = STRONG.exec(source.slice(0, SAMPLE))?.[0]
  return letter === undefined ? {} : { dir: RIGHT.test(letter) ? 'rtl' : 'ltr' }
}

/** The page's own headings end at h2, so an answer's begin at h3, whatever it begins with, and leave out none. */
const HEADINGS: Tag[] = ['h3', 'h4', 'h5', 'h6']

/** The levels of the first heading as written, and of the last as shown; null before there is one. */
export type Outline = { first: number; last: number } | null

/** The outline behind these blocks. */
export const outlineOf = (tokens: Block[], outline: Outline): Outline =>
  tokens.reduce((now, token) => (token.type === 'heading' ? below(now, token.depth) : now), outline)

function below(outline: Outline, depth: number): NonNullable<Outline> {
  if (outline === null) return { first: depth, last: 0 }
  const { first, last } = outline
  return { first, last: Math.min(Math.max(0, depth - first), last + 1, HEADINGS.length - 1) }
}

/** True for what leaves something on the page. */
export const isVisible = (token: Token | Block): boolean => token.type !== 'space' && token.type !== 'def'

/** One view for each visible token. What is carried is what the first of them belongs to. */
export function blocks(tokens: Block[], outline: Outline = null, carried: Carried | null = null): Branch[] {
  let levels = outline
  return tokens.filter(isVisible).map((token, n) => {
    if (token.type !== 'heading') return n === 0 && carried ? goingOn(token, carried) : block(token, 0)
    levels = below(levels, token.depth)
    return heading(token, levels.last, OWN_WAY)
  })
}

const heading = ({ raw, tokens }: Tokens.Heading, level: number, set: Branch['set'] = {}): Branch => ({
  tag: HEADINGS[level] ?? 'h6',
  key: raw,
  set,
  kids: () => inline(tokens),
})

/** The rest of a block whose beginning stands already. */
function goingOn(token: Block, { set = {}, loose = false, space = '' }: Carried): Branch {
  if (token.type === 'list') return { ...list({ ...token, loose: loose || token.loose }, {}, 0), set }
  const view = block(token, 0)
  return token.type === 'paragraph' ? { ...view, kids: () => [space, ...(view.kids?.() ?? [])] } : view
}

function block(token: Block, depth: number): Branch {
  const key = token.raw
  const set = depth === 0 ? OWN_WAY : {}
  if (depth > DEEPEST) return { tag: 'p', key, kids: () => [token.raw] }
  switch (token.type) {
    case 'heading':
      return heading(token, token.depth - 1, set)
    case 'formula':
      return formula(token, true)
    case 'hr':
      return { tag: 'hr', key: '' }
    case 'code':
      return code(token)
    case 'blockquote':
      return { tag: 'blockquote', key, set, kids: () => inside(token.tokens, depth) }
    case 'list':
      return list(token, depth === 0 ? wayOf(key) : {}, depth)
    case 'table':
      return table(token)
    case 'paragraph':
    case 'text':
      return { tag: 'p', key, set, kids: () => inline(token.tokens ?? [token]) }
    default:
      return { tag: 'p', key, set, kids: () => inline([token]) }
  }
}

/** In a tight list item the text has no paragraph of its own. */
function inside(tokens: Token[], depth: number): View[] {
  return (tokens as Block[]).filter(isVisible).flatMap((token): View[] => {
    if (token.type === 'text' || token.type === 'checkbox') return inline([token])
    return [block(token, depth + 1)]
  })
}

/** The item of a list that has paragraphs, though its own source does not say so. */
function paragraphs(tokens: Token[]): Token[] {
  const [box, text, ...others] = tokens as Block[]
  if (box?.type !== 'checkbox')
    return (tokens as Block[]).map(one => (one.type === 'text' ? paragraph(one as Tokens.Text) : one))
  const first = text?.type === 'text' ? [box, ...('tokens' in text ? (text.tokens ?? []) : [text])] : [box]
  const rest = text === undefined || text.type === 'text' ? others : [text, ...others]
  return [paragraph({ raw: box.raw + (text?.raw ?? ''), text: '', tokens: first }), ...paragraphs(rest)]
}

const paragraph = ({ raw, text, tokens }: Pick<Tokens.Text, 'raw' | 'text' | 'tokens'>): Token => ({
  type: 'paragraph',
  raw,
  text,
  tokens: tokens ?? [{ type: 'text', raw, text }],
})

function list(token: Tokens.List, own: Branch['set'], depth: number): Branch {
  const first = token.ordered && token.start !== 1 ? { start: String(token.start) } : {}
  const item = (one: Tokens.ListItem): Branch => ({
    tag: 'li',
    // An item that becomes loose gets paragraphs, though its source is the same.
    key: `${token.loose ? 'loose' : 'tight'} ${one.raw}`,
    set: { ...(one.task ? { class: 'task' } : {}), dir: 'auto' },
    kids: () => inside(token.loose && !one.loose ? paragraphs(one.tokens) : one.tokens, depth + 1),
  })
  return {
    tag: token.ordered ? 'ol' : 'ul',
    key: token.raw,
    set: { ...own, ...first },
    kids: () => token.items.map(item),
  }
}

const ALIGNED: Record<string, Branch['set']> = { right: { class: 'num' }, center: { class: 'mid' } }

/** The alignment counts too: the first line is shown before the second one tells it. */
const cellKey = (cell: Tokens.TableCell) => `${cell.align} ${cell.text}`

const row = (cells: Tokens.TableCell[]): Branch => ({
  tag: 'tr',
  key: cells.map(cellKey).join('|'),
  kids: () =>
    cells.map(one => ({
      tag: one.header ? 'th' : 'td',
      key: cellKey(one),
      set: ALIGNED[one.align ?? ''] ?? {},
      kids: () => inline(one.tokens),
    })),
})

function table({ raw, header, rows }: Tokens.Table): Branch {
  const head: Branch = { tag: 'thead', key: raw, kids: () => [row(header)] }
  const body: Branch = { tag: 'tbody', key: raw, kids: () => rows.map(row) }
  const parts = rows.length > 0 ? [head, body] : [head]
  return {
    tag: 'div',
    key: raw,
    set: { class: 'sideways', tabindex: '0', role: 'region', 'aria-label': 'Table' },
    kids: () => [{ tag: 'table', key: raw, set: wayOf(raw.split('\n', 1)[0] ?? ''), kids: () => parts }],
  }
}

/** Blocks as views, in the look's own markup. */
import type { MarkedToken, Token, Tokens } from 'marked'
import { code } from './code.ts'
import { inline } from './inline.ts'
import type { Attribute, Branch, Tag, View } from './view.ts'

/** Deeper than anyone writes on purpose; below it the source is shown, so that no stack overflows. */
const DEEPEST = 20

/** A block of its own finds its own direction; what stands inside one follows it. */
const OWN_WAY: Partial<Record<Attribute, string>> = { dir: 'auto' }

/** The page's own headings end at h2, so an answer's begin at h3. */
const HEADINGS: Tag[] = ['h3', 'h4', 'h5', 'h6']

/** True for what leaves something on the page. */
export const isVisible = (token: Token): boolean => token.type !== 'space' && token.type !== 'def'

/** One view for each visible token. */
export const blocks = (tokens: Token[]): Branch[] =>
  (tokens as MarkedToken[]).filter(isVisible).map(token => block(token, 0))

function block(token: MarkedToken, depth: number): Branch {
  const key = token.raw
  const set = depth === 0 ? OWN_WAY : {}
  if (depth > DEEPEST) return { tag: 'p', key, kids: () => [token.raw] }
  switch (token.type) {
    case 'heading': {
      const tag = HEADINGS[token.depth - 1] ?? 'h6'
      return { tag, key, set, kids: () => inline(token.tokens) }
    }
    case 'hr':
      return { tag: 'hr', key: '' }
    case 'code':
      return code(token)
    case 'blockquote':
      return { tag: 'blockquote', key, set, kids: () => inside(token.tokens, depth) }
    case 'list':
      return list(token, set, depth)
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
  return (tokens as MarkedToken[]).filter(isVisible).flatMap((token): View[] => {
    if (token.type === 'text' || token.type === 'checkbox') return inline([token])
    return [block(token, depth + 1)]
  })
}

function list(token: Tokens.List, own: Branch['set'], depth: number): Branch {
  const first = token.ordered && token.start !== 1 ? { start: String(token.start) } : {}
  const item = (one: Tokens.ListItem): Branch => ({
    tag: 'li',
    // An item that becomes loose gets paragraphs, though its source is the same.
    key: `${token.loose ? 'loose' : 'tight'} ${one.raw}`,
    ...(one.task ? { set: { class: 'task' } } : {}),
    kids: () => inside(one.tokens, depth + 1),
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
    kids: () => [{ tag: 'table', key: raw, set: OWN_WAY, kids: () => parts }],
  }
}

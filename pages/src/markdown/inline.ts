/** The inside of a line as views: emphasis, code, links, chips. */
import type { Token } from 'marked'
import { DEEPEST } from './budget.ts'
import { decode } from './entities.ts'
import { formula } from './formula.ts'
import type { Block } from './lex.ts'
import { chip, link } from './links.ts'
import type { Tag, View } from './view.ts'

/** What marks its words; Markdown's own, and the few tags that are heeded. */
const TAGS: Record<string, Tag> = {
  strong: 'strong',
  em: 'em',
  del: 'del',
  sub: 'sub',
  sup: 'sup',
  kbd: 'kbd',
  mark: 'mark',
}

/** The words alone, as for an image's alternative text. */
export function words(tokens: Token[]): string {
  return (tokens as Block[])
    .map(token => {
      if (token.type === 'formula') return token.raw
      if ('tokens' in token && token.tokens) return words(token.tokens)
      if (token.type === 'br') return ' '
      if (token.type === 'codespan' || token.type === 'escape') return token.text
      return 'text' in token ? decode(token.text) : ''
    })
    .join('')
}

export function inline(tokens: Token[], inLink = false, depth = 0): View[] {
  if (depth > DEEPEST) return [tokens.map(token => token.raw).join('')]
  return join((tokens as Block[]).flatMap(token => piece(token, inLink, depth)))
}

function piece(token: Block, inLink: boolean, depth: number): View[] {
  const tag = TAGS[token.type]
  if (tag !== undefined && 'tokens' in token) {
    const { tokens = [] } = token
    return [{ tag, key: token.raw, kids: () => inline(tokens, inLink, depth + 1) }]
  }
  switch (token.type) {
    case 'formula':
      return [formula(token, false)]
    case 'codespan':
      return [{ tag: 'code', key: token.raw, kids: () => [token.text] }]
    case 'br':
      return [{ tag: 'br', key: '' }]
    case 'escape':
      return [token.text]
    case 'link': {
      // References are not resolved in an address that stands for itself.
      if (token.autolink) return inLink ? [token.text] : link(token.href, token.text, [token.text], token.raw)
      const kids = inline(token.tokens, true, depth + 1)
      return inLink ? kids : link(decode(token.href), words(token.tokens), kids, token.raw)
    }
    case 'image': {
      const alt = words(token.tokens)
      return inLink ? [alt] : chip(decode(token.href), alt)
    }
    case 'checkbox': {
      const state = token.checked ? { checked: '', 'aria-label': 'Done' } : { 'aria-label': 'To do' }
      return [{ tag: 'input', key: token.raw, set: { type: 'checkbox', disabled: '', ...state } }, ' ']
    }
    case 'text':
      return token.tokens ? inline(token.tokens, inLink, depth + 1) : [decode(token.text)]
    default:
      return [token.raw]
  }
}

/** Neighbouring texts become one, so that what was read in two steps makes the same nodes as in one. */
function join(views: View[]): View[] {
  const joined: View[] = []
  for (const view of views) {
    const last = joined.at(-1)
    if (view === '') continue
    if (typeof view === 'string' && typeof last === 'string') joined[joined.length - 1] = last + view
    else joined.push(view)
  }
  return joined
}

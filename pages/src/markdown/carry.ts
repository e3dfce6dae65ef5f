/** A block whose beginning is done and stands on the page, while what comes still belongs to it. */
import { OPEN } from './complete.ts'
import type { Block } from './lex.ts'
import type { Kind, Part } from './settle.ts'
import type { Live } from './sync.ts'
import type { Branch } from './view.ts'

export interface Carried {
  kind: Kind
  /** Of a list: its attributes, as they are told by its first item, and whether its items are paragraphs. */
  set?: Branch['set'] | undefined
  loose?: boolean
  /** Of a paragraph: the space before what comes, and the nodes that are done. */
  space?: string
  nodes?: number
}

/** Is this what it goes on with? Else it has ended. */
export const goesOn = (carried: Carried, token: Block | undefined): boolean => token?.type === carried.kind

export function carry(
  { view }: Live,
  token: Block | undefined,
  { kind, space = '' }: Part,
  before: Carried | null
): Carried | null {
  if (kind === null) return null
  if (token?.type !== 'list') return { kind, space }
  return { kind, set: view?.set, loose: before?.loose === true || token.loose }
}

/** What of a block is done, as a block. */
export function begun(token: Block, { count }: Part): Block {
  switch (token.type) {
    case 'list':
      return { ...token, items: token.items.slice(0, count) }
    case 'table':
      return { ...token, rows: token.rows.slice(0, count) }
    case 'code':
      // A block's last break is not shown, and this is not its last.
      return { ...token, text: `${token.text.slice(0, count)}\n`, raw: token.raw.slice(0, count) + OPEN }
    default:
      return token
  }
}

/**
 * The nodes of what is done are nobody's any more: what is live of this block is only what comes. The keys above them
 * told of both, and are forgotten.
 */
export function letGo(live: Live, { kind, count }: Part): Node[] {
  live.key = GONE
  const [first, second] = live.kids
  switch (kind) {
    case 'list':
      return nodes(live.kids.splice(0, count))
    case 'table': {
      const [head, body] = first?.kids ?? []
      if (first) first.key = GONE
      if (head) head.key = GONE
      if (body) body.key = GONE
      return nodes(body?.kids.splice(0, count) ?? [])
    }
    case 'code': {
      const code = second?.kids[0]
      if (second) second.key = GONE
      if (code) part(code, count)
      return []
    }
    case 'paragraph':
      return nodes(live.kids.splice(0))
    case null:
      return []
  }
}

/** Takes away what is not done. */
export function dropOpen(live: Live[], carried: Carried | null): void {
  const open = carried === null ? live : [...openOf(live[0], carried), ...live.slice(1)]
  for (const { node } of open) node.remove()
}

/** What of a block that goes on is not done. */
export function openOf(live: Live | undefined, { kind }: Carried): Live[] {
  const [first, second] = live?.kids ?? []
  if (kind === 'table') return first?.kids[1]?.kids ?? []
  return (kind === 'code' ? second?.kids[0]?.kids : live?.kids) ?? []
}

/** No source has it, so nothing is ever passed over as equal to what is gone. */
const GONE = '\0gone'

const nodes = (gone: Live[]): Node[] => gone.map(({ node }) => node)

/** Parts the text of a block of code, behind so many characters. */
function part(code: Live, count: number): void {
  code.key = GONE
  const [text] = code.kids
  const node = text?.node
  code.kids.length = 0
  if (!(node instanceof Text) || node.length <= count) return
  const rest = node.splitText(count)
  code.kids.push({ node: rest, key: rest.data, kids: [] })
}

const BLOCKS = 'ul, ol, blockquote, figure, div, hr, p, h3, h4, h5, h6'

/** The items of a list that turns out to have paragraphs get theirs. */
export function loosen(items: Iterable<Element>): void {
  for (const item of items) {
    let paragraph: Element | null = null
    for (const node of Array.from(item.childNodes)) {
      if (node instanceof Element && node.matches(BLOCKS)) {
        paragraph = null
        continue
      }
      if (paragraph === null) node.before((paragraph = document.createElement('p')))
      paragraph.append(node)
    }
  }
}

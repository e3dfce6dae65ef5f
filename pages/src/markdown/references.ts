/** `[label]` may be defined long after its use: what could have used one is read again at the end. */
import { blocks } from './blocks.ts'
import type { Links } from './definitions.ts'
import { type Block, lex } from './lex.ts'
import { grow, type Live } from './sync.ts'
import type { Branch } from './view.ts'

/** Milliseconds of reading again at a time. */
const SLICE_MS = 8

/** Something that stands on the page and had a bracket in its source. */
interface Use {
  node: Element
  source: string
  /** Where it is in the view of that source. */
  pick: (view: Branch) => Branch | undefined
}

/** The view at the end of this way. */
const inside =
  (...way: number[]): Use['pick'] =>
  view =>
    way.reduce<Branch | undefined>((at, n) => {
      const kid = at?.kids?.()[n]
      return typeof kid === 'string' ? undefined : kid
    }, view)

export class References {
  #uses: Use[] = []

  add(node: Node | undefined, source: string, pick: Use['pick'] = view => view): void {
    if (node instanceof Element && source.includes('[')) this.#uses.push({ node, source, pick })
  }

  /** Items of a list and rows of a table, which are read again by themselves; `before` is the head of the table. */
  addParts(nodes: Node[], open: Block | undefined, before: string): void {
    if (open?.type === 'list') nodes.forEach((node, n) => this.add(node, open.items[n]?.raw ?? '', inside(0)))
    if (open?.type !== 'table') return
    const rows = open.raw.split('\n').slice(2)
    nodes.forEach((node, n) => this.add(node, before + (rows[n] ?? ''), inside(0, 1, 0)))
  }

  clear(): void {
    this.#uses = []
  }

  /** Makes anew what these definitions change. */
  resolve(links: Links): void {
    const uses = this.#uses
    this.#uses = []
    const next = (from: number): void => {
      const start = performance.now()
      for (let n = from; n < uses.length; n += 1) {
        const use = uses[n]
        if (use === undefined || !use.node.isConnected) continue
        if (performance.now() - start > SLICE_MS) return void setTimeout(() => next(n))
        const view = blocks(lex(use.source, links), null).map(use.pick)[0]
        if (view !== undefined && isSame(view, use.node)) this.#renew(use, view)
      }
    }
    next(0)
  }

  /** It may be defined by what is pushed later still. */
  #renew(use: Use, view: Branch): void {
    const { node } = grow(view)
    if (node instanceof Element && differ(node, use.node)) {
      use.node.replaceWith(node)
      use.node = node
    }
    this.#uses.push(use)
  }
}

/** What is still open, read again with these definitions. */
export function renewed(live: Live, source: string, links: Links): Live {
  if (!source.includes('[') || !(live.node instanceof Element)) return live
  const [view] = blocks([...lex(source, links)])
  if (view === undefined || !isSame(view, live.node)) return live
  const fresh = grow(view)
  if (!(fresh.node instanceof Element) || !differ(fresh.node, live.node)) return live
  live.node.replaceWith(fresh.node)
  return fresh
}

/** The same block; what a heading was shown as, it stays. */
function isSame(view: Branch, { localName }: Element): boolean {
  if (/^h[3-6]$/.test(view.tag) && /^h[3-6]$/.test(localName)) view.tag = localName as Branch['tag']
  return view.tag === localName
}

/** Code that was coloured meanwhile is no difference. */
const differ = (one: Element, other: Element): boolean =>
  one.textContent !== other.textContent || addresses(one) !== addresses(other)

const addresses = (node: Element) => [...node.querySelectorAll('a')].map(({ href }) => href).join(' ')

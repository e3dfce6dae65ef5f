/** `[label]` may be defined long after its use: what could have used one is read again at the end. */
import { blocks } from './blocks.ts'
import type { Links } from './definitions.ts'
import { lex } from './lex.ts'
import { grow } from './sync.ts'
import type { Branch } from './view.ts'

/** Milliseconds of reading again at a time. */
const SLICE_MS = 8

const addresses = (node: Element) => [...node.querySelectorAll('a')].map(({ href }) => href).join(' ')

/** Something that stands on the page and had a bracket in its source. */
interface Use {
  node: Element
  source: string
  /** Where it is in the view of that source. */
  pick: (view: Branch) => Branch | undefined
}

export class References {
  #uses: Use[] = []

  add(node: Node | undefined, source: string, pick: Use['pick'] = view => view): void {
    if (node instanceof Element && source.includes('[')) this.#uses.push({ node, source, pick })
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
        if (view !== undefined && view.tag === use.node.localName) this.#renew(use, view)
      }
    }
    next(0)
  }

  /** It may be defined by what is pushed later still. */
  #renew(use: Use, view: Branch): void {
    const { node } = grow(view)
    if (!(node instanceof Element)) return
    // Code that was coloured meanwhile is no difference.
    if (node.textContent !== use.node.textContent || addresses(node) !== addresses(use.node)) {
      use.node.replaceWith(node)
      use.node = node
    }
    this.#uses.push(use)
  }
}

/** Renders Markdown that is still being written: in linear time, as nodes, and never as HTML. */
import { blocks, isVisible } from './blocks.ts'
import { complete } from './complete.ts'
import { copyCode } from './copy.ts'
import { visibleEnd } from './hold.ts'
import { intake } from './intake.ts'
import { gather, lex, noLinks } from './lex.ts'
import { settle } from './settle.ts'
import { grow, type Live, sync } from './sync.ts'

export interface Markdown {
  /** Appends, and shows at once. Whoever has many deltas paces them: see `schedule.ts`. */
  push(delta: string): void
  /** Nothing more will come for now: shows what was kept back, and resolves references. More may be pushed later. */
  end(): void
  /** Starts again from this text. */
  reset(text?: string): void
}

/**
 * Blocks in one wrapper. A container of thousands of children costs layout time for each of them at every change;
 * small groups keep the cost of an answer linear in its length.
 */
const GROUP = 16

/** `root` is to be empty, and belongs to the renderer from now on. */
export function markdown(root: HTMLElement): Markdown {
  let all = ''
  let tail = ''
  let links = noLinks()
  let live: Live[] = []
  let input = intake()
  root.addEventListener('click', copyCode)

  /** Settled blocks are never read or touched again; what is still open is one or two blocks at the end. */
  const show = (isOver: boolean): void => {
    const text = isOver ? tail : tail.slice(0, visibleEnd(tail))
    const tokens = lex(text, links)
    const settled = settle(tokens, text)
    const done = tokens.slice(0, settled.tokens)
    if (!isOver) complete(tokens, links)
    sync(live, blocks(tokens), node => lastGroup(root).append(node))
    if (root.lastElementChild?.childElementCount === 0) root.lastElementChild.remove()
    live.splice(0, done.filter(isVisible).length)
    gather(done, links)
    tail = tail.slice(settled.chars)
  }

  const append = (text: string, isOver: boolean): void => {
    all += text
    tail += text
    show(isOver)
  }

  /** A definition may come long after its use. Only blocks with a bracket in them can have used one. */
  const resolve = (): void => {
    const whole = lex(all, noLinks())
    gather(whole, links)
    if (Object.keys(links).length === 0) return
    const nodes = [...root.querySelectorAll(':scope > div > *')]
    blocks(whole).forEach((view, i) => {
      const old = nodes[i]
      if (!old || view.tag === 'figure' || !view.key.includes('[')) return
      const fresh = grow(view)
      old.replaceWith(fresh.node)
      const open = live.findIndex(one => one.node === old)
      if (open !== -1) live[open] = fresh
    })
  }

  return {
    push: delta => append(input.take(delta), false),
    end() {
      append(input.rest(), true)
      if (/^[ >\t\d.)*+-]*\[[^\]]+\]:/m.test(all)) resolve()
    },
    reset(text = '') {
      root.replaceChildren()
      all = tail = ''
      links = noLinks()
      live = []
      input = intake()
      append(input.take(text), false)
    },
  }
}

/** A heading is never the last of its group, so that the space under it is the style sheet's `h3 + *`. */
function lastGroup(root: Element): Element {
  const group = root.lastElementChild
  const isFull =
    group && group.childElementCount >= GROUP && !group.lastElementChild?.matches('h3, h4, h5, h6')
  return group && !isFull ? group : root.appendChild(document.createElement('div'))
}

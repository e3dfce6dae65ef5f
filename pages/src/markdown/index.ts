/** Renders Markdown that is still being written: in linear time, as nodes, and never as HTML. */
import { blocks, isVisible, type Outline, outlineOf } from './blocks.ts'
import { DENSE, NODES, PARAGRAPH_WINDOW, PLAIN, WINDOW } from './budget.ts'
import { begun, type Carried, carry, dropOpen, goesOn, letGo, loosen, openOf } from './carry.ts'
import { complete } from './complete.ts'
import { copyCode, copySelection } from './copy.ts'
import { visibleEnd } from './hold.ts'
import { intake, whole } from './intake.ts'
import { gather, noLinks } from './definitions.ts'
import { asText, type Block, lex } from './lex.ts'
import { References, renewed } from './references.ts'
import { force, type Part, settle } from './settle.ts'
import { breaksIn, sizeOf } from './size.ts'
import { type Live, sync } from './sync.ts'

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

/** Nothing but headings does not make a larger one. */
const LARGEST_GROUP = 64

/** `root` is to be empty, and belongs to the renderer from now on. */
export function markdown(root: HTMLElement): Markdown {
  let tail = ''
  let links = noLinks()
  let live: Live[] = []
  let carried: Carried | null = null
  let outline: Outline = null
  /** Of what is settled. */
  let nodes = 0
  /** The rest is plain text, and goes here. */
  let rest: Text | null = null
  let input = intake()
  const references = new References()
  root.addEventListener('click', copyCode)
  root.addEventListener('copy', copySelection)

  const draw = (tokens: Block[]): void => {
    if (carried !== null && tokens.length === 0) return
    if (carried !== null && !goesOn(carried, tokens[0])) {
      live.shift()
      carried = null
    }
    const [first] = tokens
    if (carried?.kind === 'list' && first?.type === 'list' && first.loose && !carried.loose) {
      carried.loose = true
      const open = new Set(live[0]?.kids.map(({ node }) => node))
      const list = live[0]?.node
      if (list instanceof Element) loosen([...list.children].filter(item => !open.has(item)))
    }
    sync(live, blocks(tokens, outline, carried), node => lastGroup(root).append(node))
    if (root.lastElementChild?.childElementCount === 0) root.lastElementChild.remove()
  }

  /** What is settled is never read or touched again. */
  const settled = (done: Block[], open: Block | undefined, part: Part | null): void => {
    const visible = done.filter(isVisible)
    live.splice(0, visible.length).forEach((one, n) => {
      const before = n === 0 ? carried : null
      // Of what goes on, the beginning was counted when it was done.
      const counted = before === null ? [one] : openOf(one, before)
      nodes += counted.reduce((sum, { node }) => sum + sizeOf(node), 0)
      if (before === null) references.add(one.node, visible[n]?.raw ?? '')
    })
    if (done.length > 0 && (visible.length > 0 || carried === null)) carried = null
    gather(done, links)
    outline = outlineOf(done, outline)
    const [held] = live
    if (!part?.kind || held === undefined) return
    const before = carried?.nodes ?? 0
    carried = carry(held, open, part, carried)
    const gone = letGo(held, part)
    const lines = open?.type === 'code' ? breaksIn(open.text.slice(0, part.count)) : 0
    const size = gone.reduce((sum, node) => sum + sizeOf(node), lines)
    nodes += size
    if (carried?.kind === 'paragraph') carried.nodes = before + size
    references.addParts(gone, open, part.before)
  }

  /** What is open at the end may define and use too. */
  const unsettled = (tokens: Block[]): void => {
    gather(tokens, links)
    if (Object.keys(links).length === 0) return
    const visible = tokens.filter(isVisible)
    live = live.map((one, n) => (n === 0 && carried ? one : renewed(one, visible[n]?.raw ?? '', links)))
    references.resolve(links)
  }

  /** Too much stands already: the rest is read no more, and its lines are kept. */
  const plain = (): true => {
    dropOpen(live, carried)
    live = []
    carried = null
    while (tail !== '') {
      if (rest === null || rest.length > PLAIN) {
        rest = document.createTextNode('')
        const paragraph = lastGroup(root).appendChild(document.createElement('p'))
        paragraph.className = 'rest'
        paragraph.append(rest)
      }
      const piece = tail.slice(0, PLAIN)
      const end = piece.length < PLAIN ? piece.length : piece.lastIndexOf('\n') + 1 || whole(piece)
      rest.appendData(tail.slice(0, end))
      tail = tail.slice(end)
    }
    return true
  }

  /** A paragraph that has so much in it already goes on as plain text. */
  const read = (text: string, mayGoOn = false): Block[] => {
    const tokens = lex(text, links, mayGoOn)
    const [first] = tokens
    if (carried?.kind === 'paragraph' && (carried.nodes ?? 0) > DENSE && first?.type === 'paragraph')
      first.tokens = asText(first.raw)
    return tokens
  }

  /** Reads as much as is read at once. False if there is more. */
  const step = (isOver: boolean): boolean => {
    if (nodes > NODES) return plain()
    let isAll = tail.length <= WINDOW
    const text = isAll ? tail.slice(0, isOver ? tail.length : visibleEnd(tail)) : tail.slice(0, WINDOW)
    const tokens = read(text, !(isAll && isOver))
    if (tokens[0]?.type === 'paragraph' && tokens[0].raw.length > PARAGRAPH_WINDOW) isAll = false
    const found = settle(tokens, text)
    const done = tokens.slice(0, found.tokens)
    const open = tokens[found.tokens]
    const { part, end } = isAll || found.end > 0 ? found : force(tokens, text)
    if (isAll) {
      if (!isOver) complete(tokens, links)
      draw(tokens)
      settled(done, open, part)
      if (isOver) unsettled(tokens.slice(found.tokens))
    } else if (part?.kind && open !== undefined) {
      const piece = part.kind === 'paragraph' ? read(text.slice(0, end))[0] : begun(open, part)
      draw(piece === undefined ? done : [...done, piece])
      settled(done, open, part)
    } else {
      const pieces = found.end > 0 ? done : read(text.slice(0, end))
      draw(pieces)
      settled(pieces, undefined, null)
    }
    tail = (part?.before ?? '') + tail.slice(end)
    return isAll
  }

  const show = (isOver: boolean): void => {
    while (!step(isOver));
  }

  return {
    push(delta) {
      tail += input.take(delta)
      show(false)
    },
    end() {
      tail += input.rest()
      show(true)
    },
    reset(text = '') {
      root.replaceChildren()
      links = noLinks()
      live = []
      carried = null
      outline = null
      nodes = 0
      rest = null
      references.clear()
      input = intake()
      tail = input.take(text)
      show(false)
    },
  }
}

/** A heading is never the last of its group, so that the space under it is the style sheet's `h3 + *`. */
function lastGroup(root: Element): Element {
  const group = root.lastElementChild
  const size = group?.childElementCount ?? 0
  const isFull =
    size >= LARGEST_GROUP || (size >= GROUP && !group?.lastElementChild?.matches('h3, h4, h5, h6'))
  return group && !isFull ? group : root.appendChild(document.createElement('div'))
}

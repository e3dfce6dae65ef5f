/** Makes nodes match views and touches only what differs. The one place where an answer's nodes are made. */
import type { Branch, View } from './view.ts'

/** A view that stands on the page. A text's key is the text itself. */
export interface Live {
  node: Element | Text
  key: string
  kids: Live[]
  view?: Branch
  frozen?: boolean
}

const SVG = 'http://www.w3.org/2000/svg'

const isSvg = (tag: string) => tag === 'svg' || tag === 'use'

export function grow(view: View): Live {
  if (typeof view === 'string') return { node: document.createTextNode(view), key: view, kids: [] }
  const node = isSvg(view.tag) ? document.createElementNS(SVG, view.tag) : document.createElement(view.tag)
  for (const [name, value] of Object.entries(view.set ?? {})) node.setAttribute(name, value)
  const live: Live = { node, key: view.key, kids: [], view }
  fill(live, node, view)
  return live
}

/** Brings what stands up to date, or answers false when it has to be replaced. */
function update(live: Live, view: View): boolean {
  if (typeof view === 'string') {
    if (!(live.node instanceof Text)) return false
    // Appending keeps the reader's selection and costs less than setting the whole text.
    if (view.startsWith(live.key)) live.node.appendData(view.slice(live.key.length))
    else live.node.data = view
    live.key = view
    return true
  }
  if (!live.view || live.node instanceof Text || live.view.tag !== view.tag) return false
  if (live.key === view.key) return true
  if (live.frozen || !sameAttributes(live.view, view)) return false
  live.key = view.key
  fill(live, live.node, view)
  return true
}

function fill(live: Live, node: Element, view: Branch): void {
  if (view.kids) sync(live.kids, view.kids(), kid => node.append(kid))
  if (!view.complete) return
  live.frozen = true
  view.complete(node)
}

function sameAttributes(old: Branch, view: Branch): boolean {
  const was = Object.entries(old.set ?? {})
  const is = Object.entries(view.set ?? {})
  return (
    was.length === is.length && is.every(([name, value], i) => was[i]?.[0] === name && was[i]?.[1] === value)
  )
}

/** `live` is changed in place; `append` puts a new last node where it belongs. */
export function sync(live: Live[], views: View[], append: (node: Node) => void): void {
  views.forEach((view, i) => {
    const old = live[i]
    if (old && update(old, view)) return
    const fresh = grow(view)
    if (old) old.node.replaceWith(fresh.node)
    else append(fresh.node)
    live[i] = fresh
  })
  for (const gone of live.splice(views.length)) gone.node.remove()
}

/** What becomes of a tree: pieces of it are fetched, questions asked, answers finished, and some of it taken back. */

import type { PathMessage } from '../../../workers/protocol/nouns.ts'
import { choose, type Tree } from './tree.ts'

/** Marks the ids of questions that Burrow has not named yet. */
export const OWN = 'asked-'

/** Told of a question that has Burrow's id from now on, and not the page's own. */
export type Rename = (from: string, to: string) => void

/** Adds messages as Burrow has them. What was held of them before is replaced, siblings that were known stay known. */
export function merge(tree: Tree, piece: readonly PathMessage[], rename: Rename): Tree {
  let named = tree
  for (const { id, parent } of piece) {
    // With an answer comes the id by which Burrow knows its question.
    const asked = named.held.get(id)?.parent
    if (!asked?.startsWith(OWN) || parent === null || parent === asked) continue
    rename(asked, parent)
    named = renamed(named, asked, parent)
  }
  const held = new Map(named.held)
  for (const message of piece) {
    const known = held.get(message.id)?.siblings ?? []
    const stale = known.length > (message.siblings?.length ?? 0)
    held.set(message.id, stale ? { ...message, siblings: known } : message)
  }
  return { ...named, held }
}

function renamed({ held, chosen, tip }: Tree, from: string, to: string): Tree {
  const name = <T extends string | null>(id: T) => (id === from ? to : id)
  const others = [...held.values()].filter(({ id }) => id !== from || !held.has(to))
  return {
    held: new Map(
      others.map(each => [name(each.id), { ...each, id: name(each.id), parent: name(each.parent) }])
    ),
    chosen: new Map([...chosen].map(([parent, child]) => [name(parent), name(child)])),
    tip: name(tip),
  }
}

/** Adds what was just asked, parents first, and shows it. */
export const add = (tree: Tree, fresh: readonly PathMessage[]): Tree =>
  fresh.reduce(
    (grown, message) => choose({ ...grown, held: new Map(grown.held).set(message.id, message) }, message),
    tree
  )

/** Takes messages out again; where the tip was one of them, `tip` is it from now on. */
export function without(tree: Tree, ids: ReadonlySet<string>, tip: string | null): Tree {
  if (ids.size === 0) return tree
  return {
    held: new Map([...tree.held].filter(([id]) => !ids.has(id))),
    chosen: new Map([...tree.chosen].filter(([, child]) => !ids.has(child))),
    tip: tree.tip !== null && ids.has(tree.tip) ? tip : tree.tip,
  }
}

/** What this page believes to have asked, and is not in what Burrow says of that path. */
export function ghosts(tree: Tree, piece: readonly PathMessage[]): Set<string> {
  const said = new Set(piece.map(({ id }) => id))
  const lost = [...tree.held.values()].filter(
    ({ id, status, parent }) =>
      !said.has(id) && (status === 'running' || id.startsWith(OWN) || parent?.startsWith(OWN))
  )
  return new Set(lost.map(({ id }) => id))
}

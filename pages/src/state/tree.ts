/**
 * A chat is a tree; what is read is one path through it. The page holds the pieces of paths that it has fetched, so a
 * path may begin in the middle of its chat, and a version may be known by its id alone.
 */

import type { PathMessage } from '../../../workers/protocol/nouns.ts'

export interface Tree {
  /** In the order in which they became known. */
  readonly held: ReadonlyMap<string, PathMessage>
  /** The child that was picked, by parent. Where none was, the newest is shown. */
  readonly chosen: ReadonlyMap<string | null, string>
  /** A message on the path that is shown; from it the path goes up to the root, and down to a leaf. Null: nothing is held. */
  readonly tip: string | null
}

export const EMPTY: Tree = { held: new Map(), chosen: new Map(), tip: null }

export interface Step {
  message: PathMessage
  /** Ids of all versions of this message, oldest first; its own among them. */
  versions: string[]
}

/** The path that is shown, as far up as it is held. */
export function pathOf({ held, chosen, tip }: Tree): Step[] {
  const children = Map.groupBy(held.values(), message => message.parent)
  const step = (message: PathMessage): Step => ({
    message,
    versions: versionsOf(children.get(message.parent) ?? []),
  })
  const path: Step[] = []
  for (let one = held.get(tip ?? ''); one; one = held.get(one.parent ?? '')) path.push(step(one))
  path.reverse()
  for (let last = path.at(-1); last;) {
    const below: PathMessage[] = children.get(last.message.id) ?? []
    const picked = chosen.get(last.message.id)
    const newest = versionsOf(below).findLast(id => held.has(id))
    const next = held.get(picked ?? '') ?? held.get(newest ?? '')
    last = next && step(next)
    if (last) path.push(last)
  }
  return path
}

/** Siblings only ever grow, and in one order: the longest list is the newest, and what it lacks is newer still. */
function versionsOf(siblings: readonly PathMessage[]): string[] {
  let longest: string[] = []
  for (const { siblings: known = [] } of siblings) if (known.length > longest.length) longest = known
  const listed = new Set(longest)
  return [...longest, ...siblings.map(({ id }) => id).filter(id => !listed.has(id))]
}

/** More of the path stands above what is held of it. */
export const hasEarlier = (path: readonly Step[]): boolean => (path[0]?.message.parent ?? null) !== null

/** The reader picked a version somewhere on this path, or asked something on it: it is not left for a newer one. */
export const isPicked = (path: readonly Step[], { chosen }: Tree): boolean =>
  path.some(({ message }) => chosen.get(message.parent) === message.id)

/** Shows this version, which is held, from here on. */
export const choose = (tree: Tree, { id, parent }: PathMessage): Tree => ({
  ...tree,
  chosen: new Map(tree.chosen).set(parent, id),
  tip: id,
})

/** A question and the answer to it, which may not be there yet. */
export interface Exchange {
  question: Step
  answer: Step | null
}

export function exchanges(path: readonly Step[]): Exchange[] {
  const all: Exchange[] = []
  for (const step of path) {
    const last = all.at(-1)
    if (step.message.role === 'user') all.push({ question: step, answer: null })
    else if (last) last.answer = step
  }
  return all
}

/** A chat is a tree; what is read is one path through it. */

import type { Message } from '../../../workers/protocol/nouns.ts'

/** The child that was picked, by parent. Where none was, the newest is shown. */
export type Chosen = ReadonlyMap<string | null, string>

export interface Step {
  message: Message
  /** Ids of all versions of this message, oldest first; its own among them. */
  versions: string[]
}

export function visiblePath(messages: readonly Message[], chosen: Chosen): Step[] {
  const children = Map.groupBy(messages, message => message.parent)
  const path: Step[] = []
  for (let parent: string | null = null; ;) {
    const siblings: Message[] = children.get(parent) ?? []
    const message = siblings.find(each => each.id === chosen.get(parent)) ?? siblings.at(-1)
    if (!message) return path
    path.push({ message, versions: siblings.map(each => each.id) })
    parent = message.id
  }
}

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

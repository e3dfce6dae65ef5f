/** Which branch of a chat was looked at last, kept in this browser: a reload shows it again, and the next question goes on from it. */

import { effect } from '@preact/signals'
import { current } from './chat.ts'
import { recall, remember } from './store.ts'
import { isPicked } from './tree.ts'

/** Chats whose branch is kept, the last ones: at 80 characters each some 16 kB. */
const MOST = 200

const KEY = 'branches'

/** A chat and a message on its branch. */
type Entry = readonly [chat: string, message: string]

const isEntry = (value: unknown): value is Entry =>
  Array.isArray(value) && value.length === 2 && value.every(each => typeof each === 'string')

/** Read each time: another tab may have written. What is not as it was written is as nothing. */
function entries(): Entry[] {
  try {
    const kept: unknown = JSON.parse(recall(KEY) ?? '[]')
    return Array.isArray(kept) ? kept.filter(isEntry) : []
  } catch {
    return []
  }
}

/** A message on the branch that was looked at last, where the chat has more than one. */
export const branchOf = (chat: string): string | undefined => entries().find(([id]) => id === chat)?.[1]

/** `message`: null where there is one branch only, or nobody knows it any more. */
export function keepBranch(chat: string, message: string | null) {
  const before = entries()
  const known = before.find(([id]) => id === chat)?.[1] ?? null
  if (known === message) return
  const others = before.filter(([id]) => id !== chat)
  const kept = message === null ? others : [...others, [chat, message] as const].slice(-MOST)
  remember(KEY, kept.length > 0 ? JSON.stringify(kept) : null)
}

/** Keeps what is picked in the chat that is shown. */
export function watchBranches() {
  effect(() => {
    const { id, path, tree } = current.value
    const { tip } = tree.value
    if (tip === null || !isPicked(path.value, tree.value)) return
    const branches = path.value.some(({ versions }) => versions.length > 1)
    keepBranch(id, branches ? tip : null)
  })
}

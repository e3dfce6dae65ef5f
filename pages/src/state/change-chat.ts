/** Renames and deletes a chat: at once on the page, then at Burrow. */

import type { ChatSummary } from '../../../workers/protocol/nouns.ts'
import type { Problem } from '../../../workers/protocol/problems.ts'
import { isolate } from '../words/isolate.ts'
import { changeChat, deleteChat } from '../wire/routes.ts'
import { chatOf, forget } from './chat.ts'
import { deleted, retitle } from './chats.ts'
import { goTo, route } from './route.ts'
import { show } from './toast.ts'

export async function renameChat({ id, title: before }: ChatSummary, title: string) {
  if (!title || title === before) return
  const set = (to: string) => {
    retitle(id, to)
    chatOf(id).title.value = to
  }
  set(title)
  const answer = await changeChat(id, { title })
  if (answer.ok) return set(answer.value?.title ?? title)
  set(before)
  show({ text: `“${isolate(before)}” could not be renamed. ${reason(answer.problem)}` })
}

/** The chat is gone from the page at once, and from Burrow when the toast is. `back` is told when that is undone. */
export function removeChat({ id, title }: ChatSummary, back: () => void) {
  const open = route.peek() === id
  hide(id)
  if (open) goTo(null)
  show({
    text: `Deleted “${isolate(title)}”.`,
    undo() {
      unhide(id)
      if (open) goTo(id)
      back()
    },
    gone: () => void destroy(id, title),
  })
}

async function destroy(id: string, title: string) {
  chatOf(id).live.peek()?.leave()
  const answer = await deleteChat(id)
  if (answer.ok || answer.problem?.code === 'not_found') return forget(id)
  unhide(id)
  show({ text: `“${isolate(title)}” could not be deleted. ${reason(answer.problem)}` })
}

const reason = (problem: Problem | null) => problem?.message ?? 'Burrow did not answer.'

function hide(id: string) {
  deleted.value = new Set(deleted.peek()).add(id)
}

function unhide(id: string) {
  const others = new Set(deleted.peek())
  others.delete(id)
  deleted.value = others
}

/** Renames and deletes a chat: at once on the page, then at Burrow. */

import type { ChatSummary } from '../../../workers/protocol/nouns.ts'
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
  show({ text: `“${before}” could not be renamed. ${answer.problem?.message ?? 'Burrow did not answer.'}` })
}

/** The chat is gone from the page at once, and from Burrow when the toast is. */
export function removeChat({ id, title }: ChatSummary) {
  const open = route.peek() === id
  hide(id)
  if (open) goTo(null)
  show({
    text: `Deleted “${title}”.`,
    undo() {
      unhide(id)
      if (open) goTo(id)
    },
    gone: () => void destroy(id, title),
  })
}

async function destroy(id: string, title: string) {
  chatOf(id).live.peek()?.leave()
  const answer = await deleteChat(id)
  if (answer.ok || answer.problem?.code === 'not_found') return forget(id)
  unhide(id)
  show({ text: `“${title}” could not be deleted. ${answer.problem?.message ?? 'Burrow did not answer.'}` })
}

function hide(id: string) {
  deleted.value = new Set(deleted.peek()).add(id)
}

function unhide(id: string) {
  const others = new Set(deleted.peek())
  others.delete(id)
  deleted.value = others
}

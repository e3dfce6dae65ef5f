/** Opens the last question of a chat for editing; answers whether there was one to open. */

import type { Chat } from './chat.ts'

export function editLast(chat: Chat): boolean {
  const last = chat.path.peek().findLast(step => step.message.role === 'user')
  if (!last || chat.live.peek()) return false
  chat.editing.value = { question: last.message.id, text: last.message.text }
  return true
}

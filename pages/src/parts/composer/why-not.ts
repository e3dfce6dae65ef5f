/** Why nothing can be sent just now, and whether it has been said: Enter that does nothing must not do it in silence. */

import { signal } from '@preact/signals'
import { draftKey, type Chat } from '../../state/chat.ts'
import { draftOf } from '../../state/drafts.ts'
import { leaveName } from '../../words/place.ts'
import { excessOf, excessWords } from '../../words/question.ts'

/** Null where it can be sent, and where there is nothing to send. */
export function whyNot(chat: Chat): string | null {
  if (!draftOf(draftKey(chat)).value.trim()) return null
  const phase = chat.live.value?.phase.value
  switch (phase?.state) {
    case undefined:
      return tooLongNow(chat)
    case 'queued':
      return `Your question is still waiting. ${leaveName(phase)}, or wait.`
    default:
      return 'It is still answering. Stop it, or wait.'
  }
}

/** By how much what is written is too long, in a sentence; null where it fits. */
export function tooLongNow(chat: Chat): string | null {
  const over = excessOf(draftOf(draftKey(chat)).value)
  return over > 0 ? excessWords(over) : null
}

/** The chat in which it was tried, and how often: said again, it is heard again. */
export const tried = signal<{ chat: Chat; times: number } | null>(null)

export function tryInVain(chat: Chat) {
  tried.value = { chat, times: (tried.peek()?.times ?? 0) + 1 }
}

/** A question that did not begin: the page takes it back, and its writer gets the text and the reason. */

import { batch } from '@preact/signals'
import type { Message } from '../../../workers/protocol/nouns.ts'
import type { Problem } from '../../../workers/protocol/problems.ts'
import { announce } from './announce.ts'
import { refreshBox } from './box.ts'
import { disown, draftKey, type Chat } from './chat.ts'
import { giveBack } from './drafts.ts'
import { load } from './open-chat.ts'
import { goTo, route } from './route.ts'
import { online } from './wake.ts'

export interface Asked {
  parent: string | null
  /** Absent where a question is asked again. */
  text?: string
  /** The answer whose rest is asked for. */
  resume?: string
  /** Where the text came from: the composer, the question that was edited, or nowhere. */
  from: 'composer' | 'again' | (string & {})
}

export function refuse(chat: Chat, asked: Asked, shown: readonly Message[], why: Problem | null) {
  const ids = new Set(shown.map(each => each.id))
  const busy = why?.code === 'chat_busy'
  batch(() => {
    chat.messages.value = chat.messages.peek().filter(each => !ids.has(each.id))
    chat.chosen.value = new Map([...chat.chosen.peek()].filter(([, child]) => !ids.has(child)))
    // A chat that is busy exists, whoever began it.
    if (chat.messages.peek().length === 0 && !busy) leave(chat)
    chat.refusal.value = why?.message ?? (online() ? 'Burrow did not answer.' : 'Your browser is offline.')
    if (asked.from === 'composer') giveBack(draftKey(chat), asked.text ?? '')
    else if (asked.text !== undefined) chat.editing.value = { question: asked.from, text: asked.text }
  })
  announce('Not sent')
  if (busy) void load(chat)
  void refreshBox()
}

function leave(chat: Chat) {
  const here = route.peek() === chat.id
  disown(chat)
  if (here) goTo(null, 'replace')
}

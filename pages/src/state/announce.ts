/** What a screen reader is told of what happens, once. The words of an answer are told by `speak.ts`. */

import { effect, signal } from '@preact/signals'
import { type Chat, current } from './chat.ts'
import { type Phase, waitingIn } from './live.ts'
import { newsOf } from './waiting.ts'

export const announcement = signal('')

export function announce(text: string) {
  announcement.value = text
}

/** `before`: the phase that it follows, which may be the same one with other figures. */
export function announcePhase(phase: Phase, before: Phase) {
  switch (phase.state) {
    case 'queued': {
      const news = newsOf(waitingIn(before), phase)
      return news === null ? undefined : announce(news)
    }
    case 'loading':
      return announce('Loading the model')
    case 'reading':
      return announce('Reading your question')
    case 'waiting':
      return announce('Interrupted, trying again')
    case 'thinking':
      return announce('Thinking')
    case 'writing':
      return announce('Generating response')
    case 'sent':
  }
}

/** Says which chat is shown whenever it is another, or is gone; the first is what the page itself begins with. */
export function announceChats() {
  let shown: Chat | null = null
  effect(() => {
    const chat = current.value
    const name = nameOf(chat)
    if (name === null || (chat === shown && chat.presence.value !== 'missing')) return
    if (shown) announce(name)
    shown = chat
  })
}

/** Null while nobody knows. */
function nameOf({ presence, title }: Chat): string | null {
  switch (presence.value) {
    case 'new':
      return 'New chat'
    case 'missing':
      return 'There is no such chat here'
    case 'here':
      return title.value ? `Chat: ${title.value}` : null
    default:
      return null
  }
}

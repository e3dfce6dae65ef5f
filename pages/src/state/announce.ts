/** What a screen reader is told of what happens, once. The words of an answer are told by `speak.ts`. */

import { effect, signal } from '@preact/signals'
import { type Chat, current } from './chat.ts'
import { type Phase, waitingIn } from './live.ts'
import { atOwner } from './route.ts'
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

/** Says what is shown whenever it is another chat or page, or is gone; the first is what the page itself begins with. */
export function announceChats() {
  let shown: Chat | 'Box' | null = null
  effect(() => {
    const chat = atOwner.value ? 'Box' : current.value
    const name = chat === 'Box' ? chat : nameOf(chat)
    const isGone = chat !== 'Box' && chat.presence.value === 'missing'
    if (name === null || (chat === shown && !isGone)) return
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

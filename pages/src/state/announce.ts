/** What a screen reader is told of what happens, once. The words of an answer are told by `speak.ts`. */

import { effect, signal } from '@preact/signals'
import { ordinal } from '../words/numbers.ts'
import { type Chat, current } from './chat.ts'
import type { Phase } from './live.ts'

export const announcement = signal('')

export function announce(text: string) {
  announcement.value = text
}

export function announcePhase(phase: Phase) {
  switch (phase.state) {
    case 'queued':
      if (phase.position === undefined) return announce('Waiting for the box')
      return announce(`Waiting in the queue, ${ordinal(phase.position)}`)
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

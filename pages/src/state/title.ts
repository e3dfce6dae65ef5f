/** The tab's title: the open chat, and a dot where an answer ended while nobody looked. */

import { effect, signal } from '@preact/signals'
import { isolate } from '../words/isolate.ts'
import { current } from './chat.ts'
import { atOwner } from './route.ts'

const unseen = signal(false)

export function markDone() {
  if (document.visibilityState === 'hidden') unseen.value = true
}

export function watchTitle() {
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') unseen.value = false
  })
  effect(() => {
    const title = atOwner.value ? 'Box' : current.value.title.value
    document.title = `${unseen.value ? '● ' : ''}${title ? `${isolate(title)} · Burrow` : 'Burrow'}`
  })
}

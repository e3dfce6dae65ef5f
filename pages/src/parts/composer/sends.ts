/** Whether a key sends what was written: Enter does, but not with Shift, in the middle of a word, or on a phone. */

import { signal } from '@preact/signals'
import { composing } from '../composing.ts'

/** On a touch keyboard there is no Shift+Enter, so Enter is the new line and the button sends. */
export const touch = signal(false)

/** A tablet has fingers at one moment and a keyboard with a trackpad at the next. */
export function watchTouch() {
  const coarse = matchMedia('(pointer: coarse)')
  const look = () => (touch.value = coarse.matches)
  coarse.addEventListener('change', look)
  look()
}

export function sends(event: KeyboardEvent): boolean {
  if (event.key !== 'Enter' || composing(event)) return false
  return event.metaKey || event.ctrlKey || !(event.shiftKey || touch.peek())
}

/** What a touch keyboard writes on its Enter. Read while drawing, it follows `touch`. */
export const enterHint = () => (touch.value ? 'enter' : 'send')

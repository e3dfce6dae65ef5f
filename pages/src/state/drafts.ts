/** What is being written, chat by chat. Kept in this browser until it is sent; tabs share it, and no tab undoes another's. */

import { signal, type Signal } from '@preact/signals'
import { forget, recall, remember, watchStore } from './store.ts'

/** Milliseconds after the last key before a draft is kept. */
const KEEP_MS = 300

const PREFIX = 'draft:'

const drafts = new Map<string, Signal<string>>()
const timers = new Map<string, ReturnType<typeof setTimeout>>()

/** Drafts that were written in this tab: a tab keeps no other. */
const own = new Set<string>()

export function draftOf(key: string): Signal<string> {
  let draft = drafts.get(key)
  if (!draft) {
    draft = signal(recall(PREFIX + key) ?? '')
    drafts.set(key, draft)
  }
  return draft
}

export function write(key: string, text: string) {
  draftOf(key).value = text
  own.add(key)
  clearTimeout(timers.get(key))
  timers.set(
    key,
    setTimeout(() => keep(key), KEEP_MS)
  )
}

function keep(key: string) {
  const text = draftOf(key).peek()
  remember(PREFIX + key, text || null)
  if (!text) own.delete(key)
}

/** The draft is on its way as a question: in every tab that shows it, it is a draft no longer. */
export function send(key: string) {
  clearTimeout(timers.get(key))
  own.delete(key)
  draftOf(key).value = ''
  // Empty first, which is how other tabs tell it from one that was only taken away.
  remember(PREFIX + key, '')
  remember(PREFIX + key, null)
}

/** A refused question comes back, before whatever was begun since. */
export function giveBack(key: string, text: string) {
  const begun = draftOf(key).peek()
  write(key, begun ? `${text}\n\n${begun}` : text)
}

/** What was written in this tab is kept no longer. */
export function forgetOwnDrafts() {
  for (const timer of timers.values()) clearTimeout(timer)
  const written = [...own]
  // First: this tab would keep again what another takes away.
  own.clear()
  for (const key of written) remember(PREFIX + key, null)
}

/** Nothing that was being written is kept any more. Of what other tabs are at, they have to hear. */
export function forgetDrafts() {
  forgetOwnDrafts()
  forget(PREFIX)
}

export function watchDrafts() {
  addEventListener('pagehide', () => own.forEach(keep))
  watchStore(PREFIX, (key, before, now) => {
    const draft = drafts.get(key)
    if (!draft || now) return
    const gone = now === '' && draft.peek() === before
    if (gone) {
      clearTimeout(timers.get(key))
      own.delete(key)
      draft.value = ''
    } else if (own.has(key)) keep(key)
  })
}

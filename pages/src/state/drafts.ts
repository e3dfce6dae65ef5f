/** What is being written, chat by chat. Kept in this browser until it is sent. */

import { signal, type Signal } from '@preact/signals'
import { recall, remember } from './store.ts'

/** Milliseconds after the last key before a draft is kept. */
const KEEP_MS = 300

const drafts = new Map<string, Signal<string>>()
const timers = new Map<string, ReturnType<typeof setTimeout>>()

export function draftOf(key: string): Signal<string> {
  let draft = drafts.get(key)
  if (!draft) {
    draft = signal(recall(`draft:${key}`) ?? '')
    drafts.set(key, draft)
  }
  return draft
}

export function write(key: string, text: string) {
  draftOf(key).value = text
  clearTimeout(timers.get(key))
  timers.set(
    key,
    setTimeout(() => keep(key), KEEP_MS)
  )
}

const keep = (key: string) => remember(`draft:${key}`, draftOf(key).peek() || null)

/** A refused question comes back, before whatever was begun since. */
export function giveBack(key: string, text: string) {
  const begun = draftOf(key).peek()
  write(key, begun ? `${text}\n\n${begun}` : text)
}

export function watchDrafts() {
  addEventListener('pagehide', () => {
    for (const key of drafts.keys()) keep(key)
  })
}

/** Whether whoever uses this browser is known to be an owner: remembered, so that nothing is asked only for a link. */

import { signal } from '@preact/signals'
import { recall, remember, watchStore } from './store.ts'

const KEY = 'owner'

export const isOwner = signal(false)

/** The owner's page has been answered, or is not there for them. */
export function noteOwner(is: boolean) {
  isOwner.value = is
  remember(KEY, is ? 'yes' : null)
}

export function watchOwner() {
  isOwner.value = recall(KEY) !== null
  watchStore(KEY, (_, _before, now) => (isOwner.value = now !== null))
}

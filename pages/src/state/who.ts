/** Who this browser is may change, in any tab: all that a tab shows is another's then, and it begins anew. */

import { forgetDrafts } from './drafts.ts'
import { noteOwner } from './owner.ts'
import { atOwner, OWNER_PATH } from './route.ts'
import { remember, watchStore } from './store.ts'

const KEY = 'who'

const begin = () => location.assign(atOwner.peek() ? OWNER_PATH : '/')

/** Somebody has signed in here, or out; who signs out leaves nothing that they were writing. */
export function beginAnew(how: 'in' | 'out') {
  if (how === 'out') forgetDrafts()
  noteOwner(false)
  remember(KEY, crypto.randomUUID())
  begin()
}

export const watchWho = () => watchStore(KEY, begin)

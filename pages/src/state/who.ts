/** Who this browser is may change, in any tab: all that a tab shows is another's then, and it begins anew. */

import { forgetDrafts, forgetOwnDrafts } from './drafts.ts'
import { noteOwner } from './owner.ts'
import { atOwner, OWNER_PATH } from './route.ts'
import { forget, remember, watchStore } from './store.ts'
import { abandon } from './toast.ts'

const KEY = 'who'

/** Somebody has signed in here, or out, or was forgotten. */
type How = 'in' | 'out' | 'forgotten'

/** Who signs out leaves nothing that they were writing; of who was forgotten nothing at all is kept here. */
export function beginAnew(how: How) {
  // First: a tab that hears it too late would keep what it was writing behind their back.
  remember(KEY, `${how} ${crypto.randomUUID()}`)
  if (how === 'out') forgetDrafts()
  noteOwner(false)
  if (how === 'forgotten') forgetAll()
  begin()
}

/** As `beginAnew`, where every tab hears of it by itself. */
export function beginAsNew() {
  forgetAll()
  begin()
}

function forgetAll() {
  abandon()
  forgetOwnDrafts()
  forget('')
}

export const watchWho = () =>
  watchStore(KEY, (_, _before, now) => {
    if (now === null) return
    if (!now.startsWith('in')) forgetOwnDrafts()
    if (now.startsWith('forgotten')) abandon()
    begin()
  })

/** The page is on its way out. */
let over = false
export const isOver = () => over

function begin() {
  if (over) return
  over = true
  // Whoever goes back is not shown again what was here.
  addEventListener('pageshow', ({ persisted }) => persisted && location.reload())
  location.assign(atOwner.peek() ? OWNER_PATH : '/')
}

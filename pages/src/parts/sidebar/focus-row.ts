/** Puts the focus on a chat's row, where the sidebar shows one. */

import { pathOf } from '../../state/route.ts'
import { focusHome } from '../composer/focus.ts'

/** Waits for the next frame: the row may be there again only then. */
export function focusRow(chat: string) {
  requestAnimationFrame(() => {
    const rows = document.querySelectorAll<HTMLElement>(`.side a[href="${pathOf(chat)}"]`)
    const row = [...rows].find(each => each.checkVisibility())
    if (row) row.focus()
    else focusHome()
  })
}

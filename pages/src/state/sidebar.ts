/** Whether the sidebar stands beside the room, and whether the drawer is open where there is no room for it. */

import { effect, signal } from '@preact/signals'
import { recall, remember } from './store.ts'
import { atOwner, route } from './route.ts'

/** From here up there is a sidebar, below there is a drawer. The stylesheet has the same figure. */
const WIDE = '(width >= 56rem)'

export const drawerOpen = signal(false)
const folded = signal(false)

export function toggleSidebar() {
  if (!matchMedia(WIDE).matches) {
    drawerOpen.value = !drawerOpen.value
    return
  }
  folded.value = !folded.value
  remember('side', folded.value ? 'off' : null)
}

export function watchSidebar() {
  folded.value = recall('side') === 'off'
  effect(() => {
    if (folded.value) document.documentElement.dataset.side = 'off'
    else delete document.documentElement.dataset.side
  })
  effect(() => {
    // A drawer that was used to get somewhere is in the way there.
    void [route.value, atOwner.value]
    drawerOpen.value = false
  })
}

/** Goes to the unwritten chat, ready to write. */

import { drawerOpen } from '../../state/sidebar.ts'
import { goTo } from '../../state/route.ts'
import { focusComposer } from '../composer/focus.ts'

export function newChat() {
  drawerOpen.value = false
  goTo(null)
  focusComposer()
}

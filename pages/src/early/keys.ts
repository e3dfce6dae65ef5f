/** The keys that work everywhere on the page. `late/shortcuts.tsx` lists them. */

import { newChat } from '../parts/sidebar/new-chat.ts'
import { focusComposer } from '../parts/composer/focus.ts'
import { shortcutsOpen } from '../parts/shortcuts.tsx'
import { announce } from '../state/announce.ts'
import { current } from '../state/chat.ts'
import { toggleSidebar } from '../state/sidebar.ts'
import { stop } from '../state/stop.ts'

/** By key, with Shift and the command key held. */
const WITH_SHIFT: Record<string, () => void> = {
  o: newChat,
  s: toggleSidebar,
  c: copyLastAnswer,
}

export function watchKeys() {
  addEventListener('keydown', event => {
    if (event.defaultPrevented || event.isComposing) return
    const act = deedOf(event)
    if (!act) return
    event.preventDefault()
    act()
  })
}

function deedOf(event: KeyboardEvent): (() => void) | undefined {
  if (event.key === 'Escape') {
    if (event.shiftKey) return focusComposer
    // An open dialog takes its Escape itself.
    const running = current.peek().live.peek() && !document.querySelector('dialog[open]')
    return running ? () => void stop(current.peek()) : undefined
  }
  if (!(event.metaKey || event.ctrlKey) || event.altKey) return undefined
  if (event.key === '/') return () => (shortcutsOpen.value = true)
  return event.shiftKey ? WITH_SHIFT[event.key.toLowerCase()] : undefined
}

function copyLastAnswer() {
  const answer = current
    .peek()
    .path.peek()
    .findLast(each => each.message.role === 'assistant')
  if (!answer) return
  void navigator.clipboard.writeText(answer.message.text).then(() => announce('Copied'))
}

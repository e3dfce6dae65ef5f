/** The keys that work everywhere on the page. `late/shortcuts.tsx` lists them. */

import { composing } from '../parts/composing.ts'
import { copyText } from '../parts/copy-text.ts'
import { newChat } from '../parts/sidebar/new-chat.ts'
import { focusComposer } from '../parts/composer/focus.ts'
import { shortcutsOpen } from '../parts/shortcuts.tsx'
import { announce } from '../state/announce.ts'
import { current } from '../state/chat.ts'
import { toggleSidebar } from '../state/sidebar.ts'
import { stop } from '../state/stop.ts'
import { toast, undo } from '../state/toast.ts'
import { textToCopy } from '../state/text-to-copy.ts'
import { keyName } from './key-name.ts'

/** By the key's name, with Shift and the command key held. */
const WITH_SHIFT: Record<string, () => void> = {
  o: newChat,
  s: toggleSidebar,
  c: () => void copyLastAnswer(),
}

export function watchKeys() {
  addEventListener('keydown', event => {
    if (event.defaultPrevented || composing(event)) return
    const act = deedOf(event)
    if (!act) return
    event.preventDefault()
    act()
  })
}

function deedOf(event: KeyboardEvent): (() => void) | undefined {
  if (event.key === 'Escape') {
    if (event.shiftKey) return focusComposer
    // An open dialog takes its Escape itself. One that is held down was meant for something before.
    const running = current.peek().live.peek() && !document.querySelector('dialog[open]')
    return running && !event.repeat ? () => void stop(current.peek()) : undefined
  }
  // AltGr types signs, and some systems report it as Ctrl and Alt.
  if (!(event.metaKey || event.ctrlKey) || event.altKey || event.getModifierState('AltGraph'))
    return undefined
  const name = keyName(event)
  // With Shift as well: that is how many layouts type it.
  if (name === '/') return () => (shortcutsOpen.value = true)
  if (event.shiftKey) return WITH_SHIFT[name]
  // In a field it takes back what was typed.
  return name === 'z' && toast.peek()?.undo && !isField(event.target) ? undo : undefined
}

const isField = (target: EventTarget | null) =>
  target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement

async function copyLastAnswer() {
  const answer = current
    .peek()
    .path.peek()
    .findLast(each => each.message.role === 'assistant')
  if (answer && (await copyText(textToCopy(answer.message)))) announce('Copied')
}

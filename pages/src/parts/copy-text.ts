/** Puts a text into the clipboard, for every Copy there is. Says so where it does not get in, and answers whether it did. */

import { show } from '../state/toast.ts'

export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    // Without TLS, as in a home's own network, there is no such clipboard. What is selected can still be copied.
    if (copySelected(text)) return true
  }
  show({ text: 'Not copied. Your browser does not let this page use the clipboard: select the text itself.' })
  return false
}

/** By way of a field that nobody sees; the focus and what was selected come back. */
function copySelected(text: string): boolean {
  const focused = document.activeElement
  const selection = getSelection()
  const ranges = Array.from({ length: selection?.rangeCount ?? 0 }, (_, n) => selection?.getRangeAt(n))
  const field = document.createElement('textarea')
  field.className = 'unseen'
  // As it is drawn it is copied, spaces and all.
  field.style.whiteSpace = 'pre'
  field.readOnly = true
  field.value = text
  // An open dialog lets nothing outside of it have the focus.
  const place = focused?.closest('dialog') ?? document.body
  place.append(field)
  field.select()
  const copied = document.execCommand('copy')
  field.remove()
  if (focused instanceof HTMLElement) focused.focus({ preventScroll: true })
  selection?.removeAllRanges()
  for (const range of ranges) if (range) selection?.addRange(range)
  return copied
}

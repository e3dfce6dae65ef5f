/** What the Copy button of a block of code does. One listener on the answer serves all of them. */

import { copyText } from '../parts/copy-text.ts'

/** Long enough to be read, short enough not to be there for the next time. */
const THANKS_MS = 2_000

export function copyCode(event: Event): void {
  const button = event.target instanceof Element ? event.target.closest('.code button') : null
  const code = button?.closest('.code')?.querySelector('code')
  if (button && code) void copyText(code.textContent).then(copied => copied && thank(button))
}

function thank(button: Element): void {
  const label = button.lastChild
  if (!(label instanceof Text)) return
  label.data = 'Copied'
  setTimeout(() => (label.data = 'Copy'), THANKS_MS)
}

/** A formula is copied as it was written: what is drawn of it is letters without any order. */
export function copySelection(event: ClipboardEvent): void {
  const selection = getSelection()
  if (!selection || selection.rangeCount === 0 || !event.clipboardData) return
  const range = selection.getRangeAt(0).cloneRange()
  const begin = formulaOf(range.startContainer)
  const end = formulaOf(range.endContainer)
  if (begin) range.setStartBefore(begin)
  if (end) range.setEndAfter(end)
  const copied = range.cloneContents()
  const formulas = copied.querySelectorAll('[data-source]')
  if (formulas.length === 0) return
  for (const formula of formulas) formula.replaceWith(formula.getAttribute('data-source') ?? '')
  // Laid out, for the breaks between blocks are not in their text.
  const aside = document.createElement('div')
  aside.className = 'unseen'
  aside.style.whiteSpace = 'pre-line'
  aside.append(copied)
  document.body.append(aside)
  event.clipboardData.setData('text/plain', aside.innerText)
  aside.remove()
  event.preventDefault()
}

const formulaOf = (node: Node): Element | null =>
  (node instanceof Element ? node : node.parentElement)?.closest('[data-source]') ?? null

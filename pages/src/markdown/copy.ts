/** What the Copy button of a block of code does. One listener on the answer serves all of them. */

/** Long enough to be read, short enough not to be there for the next time. */
const THANKS_MS = 2_000

export function copyCode(event: Event): void {
  const button = event.target instanceof Element ? event.target.closest('.code button') : null
  const code = button?.closest('.code')?.querySelector('code')
  if (button && code) void copy(code).then(copied => copied && thank(button))
}

async function copy(code: Element): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(code.textContent)
    return true
  } catch {
    // Without TLS there is no clipboard to write to. What is selected can still be copied.
    getSelection()?.selectAllChildren(code)
    return document.execCommand('copy')
  }
}

function thank(button: Element): void {
  const label = button.lastChild
  if (!(label instanceof Text)) return
  label.data = 'Copied'
  setTimeout(() => (label.data = 'Copy'), THANKS_MS)
}

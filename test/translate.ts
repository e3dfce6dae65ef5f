/** What the translators of browsers do to a page. */

/** Runs in the page: does from now on what the translators of Chrome and Edge do to what may be translated. */
export function translate(): void {
  const isLeft = (node: Node) =>
    node.textContent?.trim() === '' ||
    node.parentElement?.closest('[translate]')?.getAttribute('translate') === 'no' ||
    node.parentElement?.closest('font, textarea, script, style, svg') !== null
  const wrap = () => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    const texts: Node[] = []
    while (walker.nextNode()) if (!isLeft(walker.currentNode)) texts.push(walker.currentNode)
    for (const text of texts) {
      const font = document.createElement('font')
      font.append(document.createElement('font'))
      font.firstElementChild?.append(text.textContent ?? '')
      ;(text as Text).replaceWith(font)
    }
  }
  wrap()
  new MutationObserver(wrap).observe(document.body, { subtree: true, childList: true, characterData: true })
}

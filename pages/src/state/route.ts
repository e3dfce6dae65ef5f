/** Which chat the address names. Null is a new one. */

import { signal } from '@preact/signals'

/** Null at first, as in the prerendered page, until `watchRoute` reads the address. */
export const route = signal<string | null>(null)

/** Whatever stands there names a chat, which there may not be. */
const CHAT_PATH = /^\/c\/(.+)$/

export const pathOf = (chat: string | null) => (chat === null ? '/' : `/c/${chat}`)

const read = () => {
  route.value = CHAT_PATH.exec(location.pathname)?.[1] ?? null
}

export function goTo(chat: string | null, how: 'push' | 'replace' = 'push') {
  const path = pathOf(chat)
  if (path === location.pathname) return
  if (how === 'push') history.pushState(null, '', path)
  else history.replaceState(null, '', path)
  read()
}

/** Follows the address, and turns clicks on this site's links into moves within the page. */
export function watchRoute() {
  read()
  addEventListener('popstate', read)
  addEventListener('click', event => {
    if (event.defaultPrevented || event.button !== 0) return
    // With a modifier the visitor asks the browser for a tab, a window or a download.
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
    const link = event.target instanceof Element ? event.target.closest('a') : null
    if (!link || link.target || link.origin !== location.origin || link.closest('.said')) return
    event.preventDefault()
    goTo(CHAT_PATH.exec(link.pathname)?.[1] ?? null)
  })
}

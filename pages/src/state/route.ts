/** Which chat the address names, or the owner's page. Null is a new chat. */

import { batch, signal } from '@preact/signals'

/** Null at first, as in the prerendered page, until `watchRoute` reads the address. */
export const route = signal<string | null>(null)

/** The address is that of the owner's page, and names no chat. */
export const atOwner = signal(false)

export const OWNER_PATH = '/owner'

/** Whatever stands there names a chat, which there may not be. */
const CHAT_PATH = /^\/c\/(.+)$/

export const pathOf = (chat: string | null) => (chat === null ? '/' : `/c/${chat}`)

const chatAt = (path: string) => CHAT_PATH.exec(path)?.[1] ?? null

const read = () =>
  batch(() => {
    route.value = chatAt(location.pathname)
    atOwner.value = location.pathname === OWNER_PATH
  })

type How = 'push' | 'replace'

export const goTo = (chat: string | null, how: How = 'push') => go(pathOf(chat), how)

function go(path: string, how: How) {
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
    go(link.pathname === OWNER_PATH ? OWNER_PATH : pathOf(chatAt(link.pathname)), 'push')
  })
}

/**
 * Keeps the newest line in sight while the reader wants it there. Only what a person does lets go of it: the browser
 * fires scroll events of its own, and believing those would lose the end for good.
 */

import { signal } from '@preact/signals'

/** Pixels from the end within which scrolling down takes hold again. */
const NEAR_PX = 60
/** Pixels upward that are a wish and not a rounding. */
const WISH_PX = 3

const AWAY_KEYS = new Set(['PageUp', 'ArrowUp', 'Home'])

export const pinned = signal(true)

let log: HTMLElement | null = null

export function toLatest() {
  pinned.value = true
  if (log) log.scrollTop = log.scrollHeight
}

const fromEnd = (element: HTMLElement) => element.scrollHeight - element.scrollTop - element.clientHeight

/** Watches `scroller` and follows the growth of `content`; answers a way to stop. */
export function pin(scroller: HTMLElement, content: HTMLElement): () => void {
  log = scroller
  pinned.value = true
  const leave = new AbortController()
  const { signal: until } = leave
  let held = false
  let last = 0

  const letGo = () => {
    if (scroller.scrollHeight > scroller.clientHeight) pinned.value = false
  }
  const on = <K extends keyof HTMLElementEventMap>(type: K, act: (event: HTMLElementEventMap[K]) => void) =>
    scroller.addEventListener(type, act, { passive: true, signal: until })

  on('wheel', event => event.deltaY < 0 && letGo())
  on('keydown', event => AWAY_KEYS.has(event.key) && event.target === scroller && letGo())
  on('touchstart', () => (held = true))
  // A press on the scroller itself, and on nothing in it, is a press on its scrollbar.
  on('pointerdown', event => (held = event.target === scroller))
  for (const type of ['pointerup', 'touchend', 'touchcancel'] as const) {
    addEventListener(type, () => (held = false), { passive: true, signal: until })
  }
  on('scroll', () => {
    const top = scroller.scrollTop
    if (held && top < last - WISH_PX) letGo()
    if (!pinned.peek() && top > last && fromEnd(scroller) <= NEAR_PX) pinned.value = true
    last = top
  })

  const grown = new ResizeObserver(() => {
    if (pinned.peek()) scroller.scrollTop = scroller.scrollHeight
  })
  grown.observe(content)
  grown.observe(scroller)

  return () => {
    leave.abort()
    grown.disconnect()
    if (log === scroller) log = null
    pinned.value = true
  }
}

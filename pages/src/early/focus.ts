/**
 * Focus never falls to nowhere. Whoever's place goes away or dies under them, by their own deed or by what happens in
 * another tab, is led to the message box; a place that only moves takes them along.
 */

import { COMPOSER_ID, focusHome } from '../parts/composer/focus.ts'

/** What takes a place away: it leaves the page, it may not be pressed any more, the sidebar is folded. */
const WATCHED = {
  childList: true,
  subtree: true,
  attributes: true,
  attributeFilter: ['disabled', 'data-side'],
}

const nowhere = () => document.activeElement === null || document.activeElement === document.body

const isDead = (place: HTMLElement) => !place.isConnected || place.matches(':disabled')

const isGone = (place: HTMLElement) => isDead(place) || !place.checkVisibility()

export function watchFocus() {
  let place: HTMLElement | null = null

  const gone = new MutationObserver(records => {
    if (!place) return
    const last = place
    // Whether it can be seen is dear to know, and an answer that grows asks many times a second.
    const folded = records.some(({ attributeName }) => attributeName === 'data-side')
    if (folded ? isGone(last) : isDead(last)) {
      // Whoever knows a nearer place leads there in the next frame.
      requestAnimationFrame(() => requestAnimationFrame(() => leadFrom(last)))
      return
    }
    if (!nowhere()) return
    const moved = records.some(({ removedNodes }) => [...removedNodes].some(node => node.contains(last)))
    if (moved) last.focus({ preventScroll: true })
  })

  const leadFrom = (last: HTMLElement) => {
    if (place !== last || !isGone(last)) return
    // A browser may leave the focus on what may not be pressed any more.
    if (!nowhere() && document.activeElement !== last) return
    place = null
    focusHome()
  }

  addEventListener('focusin', ({ target }) => {
    place = target instanceof HTMLElement ? target : null
    gone.disconnect()
    // The message box stays, and many answers grow while somebody is in it.
    if (place && place.id !== COMPOSER_ID) gone.observe(document.documentElement, WATCHED)
  })
  addEventListener('focusout', ({ target }) => {
    // A place that is there still was left on purpose.
    setTimeout(() => {
      if (place && place === target && nowhere() && !isGone(place)) place = null
    })
  })
}

/** The keyboard of a phone: what its Enter does, and how much of the page it covers where the browser makes no room itself. */

import { watchTouch } from '../parts/composer/sends.ts'

export function watchKeyboard() {
  watchTouch()
  const view = window.visualViewport
  if (!view) return
  const measure = () => {
    // Zoomed in, the difference is the zoom and not a keyboard.
    const covered = view.scale > 1 ? 0 : Math.max(0, innerHeight - view.height - view.offsetTop)
    document.documentElement.style.setProperty('--kb', `${Math.round(covered)}px`)
  }
  view.addEventListener('resize', measure)
  view.addEventListener('scroll', measure)
}

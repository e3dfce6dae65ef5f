/** Tells the stylesheet how much of the page a phone's keyboard covers, where the browser does not make room itself. */

export function watchKeyboard() {
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

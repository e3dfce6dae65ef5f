/** What was pressed stays under the hand, though what stands above it has another height now. */

/** `top` is where it stood on the screen. */
export function keepPlace(pressed: Element, top: number) {
  const log = pressed.closest('[role=log]')
  if (log) log.scrollTop += pressed.getBoundingClientRect().top - top
}

/** Puts the cursor into the message box, from wherever somebody is. */

export const COMPOSER_ID = 'ask'

/** Waits for the next frame: what was just opened or closed has then been drawn. */
export function focusComposer() {
  requestAnimationFrame(() => document.getElementById(COMPOSER_ID)?.focus())
}

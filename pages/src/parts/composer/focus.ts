/** Puts the cursor into the message box, from wherever somebody is. */

import { touch } from './sends.ts'

export const COMPOSER_ID = 'ask'

/** Waits for the next frame: what was just opened or closed has then been drawn. */
export function focusComposer() {
  requestAnimationFrame(() => (document.getElementById(COMPOSER_ID) ?? noComposer())?.focus())
}

/** On the owner's page there is none. */
const noComposer = () => document.querySelector<HTMLElement>('.room > .scroll')

/** For whoever has no place any more: an open dialog, else the message box; a phone would open its keyboard for that. */
export function focusHome() {
  const home = touch.peek() ? '[role=log], .pen button:enabled' : `#${COMPOSER_ID}`
  const dialogs = document.querySelectorAll<HTMLElement>('dialog[open]')
  const place = [...dialogs].at(-1) ?? document.querySelector<HTMLElement>(home) ?? noComposer()
  place?.focus({ preventScroll: true })
}

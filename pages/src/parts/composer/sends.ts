/** Whether a key sends what was written: Enter does, but not with Shift, in the middle of a word, or on a phone. */

/** On a touch keyboard there is no Shift+Enter, so Enter is the new line and the button sends. */
const touch = () => matchMedia('(pointer: coarse)').matches

/** Some browsers report the Enter that ends an input method's word without `isComposing`, as this code. */
const COMPOSING = 229

export function sends(event: KeyboardEvent): boolean {
  if (event.key !== 'Enter' || event.isComposing || event.keyCode === COMPOSING) return false
  return event.metaKey || event.ctrlKey || !(event.shiftKey || touch())
}

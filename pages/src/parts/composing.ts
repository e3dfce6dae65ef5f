/** Whether a key still belongs to an input method, which makes a word of several keys: then it is nobody else's. */

/** Safari ends the word before the key that ends it, and reports that key by this code and without `isComposing`. */
const COMPOSING = 229

export const composing = (event: KeyboardEvent): boolean => event.isComposing || event.keyCode === COMPOSING

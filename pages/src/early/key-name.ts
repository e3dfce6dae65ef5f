/** Which key was pressed, by its name on a Latin keyboard, whatever the layout: shortcuts are named by those. */

/** Names of keys, `Dead` and `Process` among them, are words; what a key types is one sign, or of another script. */
const WORD = /^[\x20-~]{2,}$/

/** The last sign of ASCII: a key that types what stands behind it has no Latin letter. */
const LAST = '~'

/** Answers '' for a key that types nothing. */
export function keyName({ key, code }: KeyboardEvent): string {
  if (WORD.test(key)) return ''
  const letter = /^Key([A-Z])$/.exec(code)?.[1]
  if (letter && key > LAST) return letter.toLowerCase()
  // Where Latin layouts have the slash, Cyrillic and Hebrew ones have the full stop; German ones have the minus, and
  // with the command key that is the browser's own.
  if (code === 'Slash' && (key > LAST || key === '.')) return '/'
  return key.toLowerCase()
}

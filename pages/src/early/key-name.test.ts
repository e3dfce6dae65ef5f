/** Shortcuts on the keyboards of the world. */

import { test } from 'vitest'
import { keyName } from './key-name.ts'

const nameOf = (key: string, code: string) => keyName({ key, code } as KeyboardEvent)

test.for([
  ['a Latin keyboard', 'O', 'KeyO', 'o'],
  ['Dvorak, which has its letters elsewhere', 'O', 'KeyS', 'o'],
  ['Dvorak, where the slash of others is z', 'z', 'Slash', 'z'],
  ['Russian', 'Щ', 'KeyO', 'o'],
  ['Greek', 'Ο', 'KeyO', 'o'],
  ['Hebrew', 'ם', 'KeyO', 'o'],
  ['Arabic, where a key types two letters', 'لا', 'KeyB', 'b'],
  ['the slash itself, wherever it is', '/', 'Digit7', '/'],
  ['Russian, where the full stop is', '.', 'Slash', '/'],
  ['Arabic, where a letter is', 'ظ', 'Slash', '/'],
  ['German, where the minus makes the page smaller', '-', 'Slash', '-'],
] as const)('on %s the key is the one that is meant', ([, key, code, name], { expect }) => {
  expect(nameOf(key, code)).toBe(name)
})

test.for(['Dead', 'Process', 'Unidentified', 'Enter'])(
  '%s types nothing and is no shortcut',
  (key, { expect }) => {
    expect(nameOf(key, 'KeyO')).toBe('')
  }
)

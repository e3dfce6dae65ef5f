/** Where an answer is split that was cut and continued. */

import { test } from 'vitest'
import { splitAtSeams } from './seams.ts'

test('the pieces joined are the answer', ({ expect }) => {
  const text = 'One.\n\nTwo, and\n\nthree.\n\nFour.'
  for (let seam = 0; seam <= text.length; seam++) expect(splitAtSeams(text, [seam, 12]).join('')).toBe(text)
})

test('the seam stands at the block boundary before the cut', ({ expect }) => {
  expect(splitAtSeams('One.\n\nTwo, and three.', [12])).toEqual(['One.\n\n', 'Two, and three.'])
})

test('a block that was cut at its first words is not split from nothing', ({ expect }) => {
  expect(splitAtSeams('One and two.', [5])).toEqual(['One and two.'])
})

test('a seam in its thinking is nowhere in its text', ({ expect }) => {
  const text = '\n\nOne.\n\nTwo.'
  expect(splitAtSeams(text, [-1])).toEqual([text])
})

test('an empty line inside a code block is no boundary', ({ expect }) => {
  const text = 'Look:\n\n```js\nlet a\n\nlet b\n```\n\nThat is all.'
  expect(splitAtSeams(text, [text.indexOf('let b')])).toEqual(['Look:\n\n', text.slice(7)])
})

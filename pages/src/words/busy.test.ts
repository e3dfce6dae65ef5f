/** How busy the box is. */

import { test } from 'vitest'
import { busyWords } from './busy.ts'

test.for([
  [1, 2, 'One answer is being written, 2 people are waiting.'],
  [1, 0, 'One answer is being written, nobody is waiting.'],
  [1, 1, 'One answer is being written, one person is waiting.'],
  [4, 1_200, '4 answers are being written, 1,200 people are waiting.'],
  [0, 1, 'One person is waiting.'],
  [0, 3, '3 people are waiting.'],
] as const)('%i answered and %i waiting', ([answering, waiting, words], { expect }) => {
  expect(busyWords(answering, waiting)).toBe(words)
})

test('what an older gateway does not count is not said', ({ expect }) => {
  // What JSON does not have, whatever the type says.
  const none = undefined as unknown as number
  expect(busyWords(none, 2)).toBe('2 people are waiting.')
})

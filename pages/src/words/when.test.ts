/** Moments in words. The reader's clock is that of the machine that runs this. */

import { test } from 'vitest'
import { onDay, when } from './when.ts'

const now = new Date(2026, 10, 27, 13, 40).getTime()

test.for<[RegExp, Date]>([
  [/^0?9:05( AM)?$/, new Date(2026, 10, 27, 9, 5)],
  [/^(00|12):00( AM)?$/, new Date(2026, 10, 27)],
  [/^tomorrow, (14:00|2:00 PM)$/, new Date(2026, 10, 28, 14)],
  [/^yesterday, (23:59|11:59 PM)$/, new Date(2026, 10, 26, 23, 59)],
  [/^Sunday, (22:14|10:14 PM)$/, new Date(2026, 10, 22, 22, 14)],
  [/^November 20, (22:14|10:14 PM)$/, new Date(2026, 10, 20, 22, 14)],
  [/^December 31, 2025, (22:14|10:14 PM)$/, new Date(2025, 11, 31, 22, 14)],
])('%s', ([words, then], { expect }) => {
  expect(when(then.getTime(), now)).toMatch(words)
})

test.for<[string, Date]>([
  ['today', new Date(2026, 10, 27, 0, 1)],
  ['yesterday', new Date(2026, 10, 26, 23, 59)],
  ['November 22', new Date(2026, 10, 22)],
  ['December 31, 2025', new Date(2025, 11, 31)],
])('on %s', ([words, then], { expect }) => {
  expect(onDay(then.getTime(), now)).toBe(words)
})

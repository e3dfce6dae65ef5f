/** Under which heading a chat stands. */

import { test } from 'vitest'
import { groupByDay } from './groups.ts'

const now = new Date(2026, 10, 24, 0, 30)
const headingOf = (then: Date) =>
  groupByDay([{ id: '', title: '', updatedAt: then.getTime() }], now).map(group => group.heading)[0]

test('days are those of the calendar', ({ expect }) => {
  expect(headingOf(new Date(2026, 10, 24, 0, 1))).toBe('Today')
  expect(headingOf(new Date(2026, 10, 23, 23, 59))).toBe('Yesterday')
  expect(headingOf(new Date(2026, 10, 17))).toBe('Last 7 days')
  expect(headingOf(new Date(2026, 10, 16))).toBe('November')
})

test('a month of another year has its year', ({ expect }) => {
  expect(headingOf(new Date(2025, 10, 24))).toBe('November 2025')
})

test('a clock that runs behind makes no chat of tomorrow', ({ expect }) => {
  expect(headingOf(new Date(2026, 10, 25))).toBe('Today')
})

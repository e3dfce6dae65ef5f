/** Work that nobody waits for takes nothing from anybody: not a slot, not a model, not what was read of their chat. */

import { expect, it } from 'vitest'
import { aHost, aQueue, aRun, aWaiter } from '../../testing/queue.ts'
import { mayWorkBehind, READING_MS, type Warm, WARM_MS, type Work } from './background.ts'
import type { Queue } from './order.ts'

const TITLE: Work = { model: 'a', readingMs: 100 }
const NOW = WARM_MS

const may = (work: Partial<Work>, different: Partial<Queue> = {}, warm: Warm[] = []) =>
  mayWorkBehind({ ...TITLE, ...work }, 'h', aQueue({ now: NOW, ...different }), warm)

it('is done on a host that rests, with a model that it has loaded', () => {
  expect(may({})).toBe(true)
  expect(may({ model: 'b' })).toBe(false)
})

it('is aborted as soon as anybody waits, for whatever model', () => {
  expect(may({}, { waiting: [aWaiter(1, 'b')] })).toBe(false)
})

it('is aborted as soon as a turn has a slot of its host, and goes on beside one of another', () => {
  expect(may({}, { hosts: [aHost({ slots: 2 })], runs: [aRun()] })).toBe(false)
  expect(may({}, { runs: [aRun({ host: 'other' })] })).toBe(true)
})

it('waits for a host that is not well, that still reads, or that is gone', () => {
  expect(may({}, { hosts: [aHost({ well: false })] })).toBe(false)
  expect(may({}, { hosts: [aHost({ drainingUntil: NOW + 1 })] })).toBe(false)
  expect(may({}, { hosts: [] })).toBe(false)
})

it('is not begun with a prompt that takes long to read, for an aborted host reads it to its end', () => {
  expect(may({ readingMs: READING_MS })).toBe(true)
  expect(may({ readingMs: READING_MS + 1 })).toBe(false)
})

it('never throws away what was read of a chat to which somebody may come back', () => {
  const warm = { model: 'a', chat: 'c', usedAt: NOW }
  expect(may({}, {}, [warm])).toBe(false)
  expect(may({ chat: 'another' }, {}, [warm])).toBe(false)
  expect(may({ chat: 'c' }, {}, [warm])).toBe(true)
  expect(may({}, {}, [{ ...warm, model: 'b' }])).toBe(true)
  expect(may({}, {}, [{ ...warm, usedAt: NOW - WARM_MS }])).toBe(true)
})

/** What a turn is told while it has no text to come, from a gateway of another age. */

import { test } from 'vitest'
import { parseEvent } from './parse-event.ts'
import { parseTurnState } from './turn-state.ts'

const PLACE = {
  position: 3,
  ahead: 2,
  aboutMs: 40_000,
  changingTo: 'gemma3:12b',
  drainsMs: 12_000,
  why: 'cut',
}

test('[T12] a place is read as it is told, without what this page does not know', ({ expect }) => {
  expect(parseTurnState({ state: 'queued' })).toEqual({ state: 'queued' })
  expect(parseTurnState({ state: 'queued', ...PLACE })).toEqual({ state: 'queued', ...PLACE })
  expect(parseTurnState({ state: 'queued', ...PLACE, lane: 'slow' })).toEqual({ state: 'queued', ...PLACE })
})

test.for(['cut', 'loaded', 'older', 'back', 'host'])(
  '[Q4] that it has risen is read with why: %s',
  (why, { expect }) => {
    expect(parseTurnState({ state: 'queued', ...PLACE, why })).toEqual({ state: 'queued', ...PLACE, why })
  }
)

test('until when a question is kept is read with it, with or without a place', ({ expect }) => {
  const until = 1_764_252_000_000
  expect(parseTurnState({ state: 'queued', until })).toEqual({ state: 'queued', until })
  expect(parseTurnState({ state: 'queued', ...PLACE, until })).toEqual({ state: 'queued', ...PLACE, until })
  expect(parseTurnState({ state: 'queued', until: 'tomorrow' })).toEqual({ state: 'queued' })
  expect(parseTurnState({ state: 'reading', until })).toEqual({ state: 'reading' })
})

test.for([0, -1, 1.5, Number.NaN, Infinity, '3', null, true, {}, 2 ** 60])(
  'a position of %j is none, nor is what is said of it, and the turn waits all the same',
  (position, { expect }) => {
    const { aboutMs, changingTo, drainsMs } = PLACE
    const queued = { state: 'queued', aboutMs, changingTo, drainsMs }
    expect(parseTurnState({ state: 'queued', ...PLACE, position })).toEqual(queued)
  }
)

test.for([
  { ahead: -1 },
  { ahead: '2' },
  { aboutMs: 'soon' },
  { aboutMs: -5 },
  { changingTo: 7 },
  { changingTo: '' },
  { drainsMs: null },
  { why: 'fate' },
  { why: ['cut'] },
])('%j is dropped alone', (wrong, { expect }) => {
  const [field = ''] = Object.keys(wrong)
  const rest = Object.fromEntries(Object.entries(PLACE).filter(([key]) => key !== field))
  expect(parseTurnState({ state: 'queued', ...PLACE, ...wrong })).toEqual({ state: 'queued', ...rest })
})

test('a try is told with its number and with why, as far as that has a name', ({ expect }) => {
  const waiting = { state: 'waiting', attempt: 2, attempts: 3 }
  expect(parseTurnState({ ...waiting, code: 'busy' })).toEqual({ ...waiting, code: 'busy' })
  expect(parseTurnState({ ...waiting, code: 503 })).toEqual(waiting)
  expect(parseTurnState({ state: 'waiting', attempt: 2 })).toBeNull()
})

test.for([null, undefined, 'queued', 7, [], {}, { state: 'dreaming' }, { state: 7 }])(
  '%j is no state',
  (value, { expect }) => {
    expect(parseTurnState(value)).toBeNull()
    expect(parseEvent({ id: '0', event: 'state', data: JSON.stringify(value ?? null) })).toBeNull()
  }
)

test('an event carries the same', ({ expect }) => {
  const data = JSON.stringify({ state: 'queued', position: 1, ahead: 0, aboutMs: 'x' })
  const told = { type: 'state', data: { state: 'queued', position: 1, ahead: 0 } }
  expect(parseEvent({ id: '0', event: 'state', data })).toEqual(told)
})

/** What becomes of a place from one time that it is told to the next. */

import { describe, test } from 'vitest'
import { placeWords, type Told } from '../words/place.ts'
import { newsOf, type Waiting, waitOn } from './waiting.ts'

/** What is read of each place in a row, and what is heard of it. */
function follow(places: Told[], before: Waiting | null = null) {
  return places.map(place => {
    const wait = waitOn(before, { state: 'queued', ...place })
    const heard = newsOf(before, wait)
    before = wait
    const { first, rest } = placeWords(wait, 0)
    return { read: `${first} ${rest}`.trim(), heard }
  })
}

const at = (position: number, more: Told = {}) => ({ position, ...more })
const heardOf = (...places: Told[]) => follow(places).map(({ heard }) => heard)

describe('a place that is told again and again', () => {
  test('[T12] is heard first, and when it is the next, and not in between', ({ expect }) => {
    expect(heardOf(at(4), at(3), at(3), at(2), at(1), at(1))).toEqual([
      'Waiting in the queue, 4th',
      null,
      null,
      null,
      'You are next',
      null,
    ])
    expect(heardOf(at(1), at(1))).toEqual(['You are next', null])
  })

  test('[T12] is heard once it is known, however often it is not meanwhile', ({ expect }) => {
    expect(heardOf({}, {}, at(3), {}, at(3), at(2))).toEqual([
      'Waiting for the box',
      null,
      'Waiting in the queue, 3rd',
      null,
      null,
      null,
    ])
  })

  test('[Q4] that rises is read and heard with why', ({ expect }) => {
    const [, risen, again, fallen] = follow([at(3), at(4, { why: 'cut' }), at(4, { aboutMs: 20_000 }), at(3)])
    const words = 'You are 4th, and were 3rd: an answer that broke off goes on first'
    expect(risen).toEqual({ read: `${words}.`, heard: words })
    expect(again).toEqual({ read: `${words}. About 20 seconds.`, heard: null })
    expect(fallen).toEqual({ read: 'You are 3rd.', heard: null })
  })

  test('[Q4] that rises while nobody said where it was rises from where it was seen last', ({ expect }) => {
    const [, , risen] = follow([at(2), {}, at(3, { why: 'host' })])
    expect(risen?.read).toBe('You are 3rd, and were 2nd: one of the boxes has gone away.')
  })

  test('is not said while the box is away, is heard once, and again when the box is back', ({ expect }) => {
    const until = Date.now() + 60_000
    const away = 'Waiting for the box to come back'
    const told = follow([at(2), { until }, { ...at(1), until }, at(2), at(1)])
    expect(told.map(({ heard }) => heard)).toEqual([
      'Waiting in the queue, 2nd',
      away,
      null,
      'Waiting in the queue, 2nd',
      'You are next',
    ])
    expect(told[2]?.read).toMatch(/^Waiting for the box to come back\. Kept until .+\.$/)
    expect(heardOf({ until }, { until })).toEqual([away, null])
    // The chat said so when it was opened, and nobody has heard it yet.
    const met: Waiting = { state: 'queued', until }
    expect(follow([{ until }, { until }], met).map(({ heard }) => heard)).toEqual([away, null])
  })

  test('that is the first that is seen has not risen, whatever was told to others', ({ expect }) => {
    expect(follow([at(4, { why: 'cut' })])[0]?.read).toBe('You are 4th.')
    // History may be older than the queue.
    const met: Waiting = { state: 'queued', position: 2 }
    expect(follow([at(4, { why: 'cut' })], met)[0]).toEqual({
      read: 'You are 4th.',
      heard: 'Waiting in the queue, 4th',
    })
  })
})

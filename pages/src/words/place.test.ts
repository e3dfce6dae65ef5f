/** A place in the queue, in sentences. */

import { describe, test } from 'vitest'
import { about } from './numbers.ts'
import { placeHeard, placeWords, standing, type Told } from './place.ts'

const said = (place: Told, agoMs = 0) => {
  const { first, rest } = placeWords(place, agoMs)
  return `${first} ${rest}`.trim()
}

describe('[T12] a place', () => {
  test.for<[string, Told]>([
    ['You are 3rd. 2 people before you, about 40 seconds.', { position: 3, ahead: 2, aboutMs: 40_000 }],
    ['You are 2nd. 1 person before you, about 3 minutes.', { position: 2, ahead: 1, aboutMs: 170_000 }],
    ['You are next. About 10 seconds.', { position: 1, ahead: 0, aboutMs: 9_000 }],
    ['You are next. A few seconds.', { position: 1, ahead: 0, aboutMs: 900 }],
    ['You are next.', { position: 1, ahead: 0, aboutMs: 0 }],
    ['You are 21st. 20 people before you.', { position: 21, ahead: 20 }],
    ['You are 112th.', { position: 112 }],
    ['Waiting for the box.', {}],
  ])('%s', ([words, place], { expect }) => {
    expect(said(place)).toBe(words)
    expect(words.startsWith(standing(place))).toBe(true)
  })
})

describe('[T12] what holds it up', () => {
  const next = { position: 1, ahead: 0 }
  const second = { position: 2, ahead: 1, aboutMs: 20_000 }
  test.for<[string, Told]>([
    [
      'You are next. The box is still reading a question that was stopped, about 10 s.',
      { ...next, aboutMs: 30_000, drainsMs: 12_000 },
    ],
    [
      'You are 2nd. 1 person before you, about 20 seconds. The box is still reading a question that was stopped.',
      { ...second, drainsMs: 12_000 },
    ],
    ['You are 2nd. The box is changing to gemma3:12b, about 20 s.', { ...second, changingTo: 'gemma3:12b' }],
    ['You are next. The box is changing to gemma3:12b.', { ...next, changingTo: 'gemma3:12b' }],
    [
      'Waiting for the box. The box is changing to gemma3:12b, about 2 min.',
      { aboutMs: 120_000, changingTo: 'gemma3:12b' },
    ],
    ['You are next. The box is changing to \u2068המודל\u2069.', { ...next, changingTo: 'המודל' }],
  ])('%s', ([words, place], { expect }) => {
    expect(said(place)).toBe(words)
  })
})

describe('[Q4] a place that rises says why', () => {
  const fourth = { position: 4, ahead: 3, was: 3 }
  test.for<[string, Told]>([
    [
      'You are 4th, and were 3rd: somebody who has had no turn yet wants the model that is loaded.',
      { ...fourth, why: 'loaded' },
    ],
    [
      'You are 2nd, and were next: an answer that broke off goes on first. About 40 seconds.',
      { position: 2, ahead: 1, was: 1, why: 'cut', aboutMs: 40_000 },
    ],
    ['You are 4th, and were 3rd: somebody who has waited longer goes first.', { ...fourth, why: 'older' }],
    [
      'You are 4th, and were 3rd: somebody who could not be reached is in the queue again.',
      { ...fourth, why: 'back' },
    ],
    ['You are 4th, and were 3rd: one of the boxes has gone away.', { ...fourth, why: 'host' }],
    ['You are 4th, and were 3rd.', fourth],
  ])('%s', ([words, place], { expect }) => {
    expect(said(place)).toBe(words)
    expect(words.startsWith(placeHeard(place))).toBe(true)
  })
})

test('an estimate gets shorter as it passes, and is not said any more once it has run out', ({ expect }) => {
  const place = { position: 2, ahead: 1, aboutMs: 40_000 }
  expect(said(place, 19_000)).toBe('You are 2nd. 1 person before you, about 20 seconds.')
  expect(said(place, 38_000)).toBe('You are 2nd. 1 person before you, a few seconds.')
  expect(said(place, 41_000)).toBe('You are 2nd. 1 person before you.')
  const held = { position: 1, drainsMs: 12_000 }
  expect(said(held, 13_000)).toBe('You are next. The box is still reading a question that was stopped.')
})

test.for([
  [1_000, 'a few seconds', 'a few seconds'],
  [4_000, 'about 5 seconds', 'about 5 s'],
  [57_000, 'about 55 seconds', 'about 55 s'],
  [58_000, 'about 1 minute', 'about 1 min'],
  [89 * 60_000, 'about 89 minutes', 'about 89 min'],
  [90 * 60_000, 'about 2 hours', 'about 2 hours'],
  [80 * 60_000 * 24, 'about 32 hours', 'about 32 hours'],
] as const)('%i ms are %s', ([ms, whole, briefly], { expect }) => {
  expect(about(ms)).toBe(whole)
  expect(about(ms, 'briefly')).toBe(briefly)
})

test.for<[string, Told]>([
  ['Waiting for the box', {}],
  ['You are next', { position: 1, ahead: 0, aboutMs: 10_000 }],
  ['Waiting in the queue, 3rd', { position: 3, ahead: 2, changingTo: 'gemma3:12b' }],
])('%s is what is heard of it', ([words, place], { expect }) => {
  expect(placeHeard(place)).toBe(words)
})

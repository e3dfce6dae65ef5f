/** What the owner is told of the box. */

import { describe, it } from 'vitest'
import type { OwnerHost, OwnerTurn, OwnerView } from '../../../workers/protocol/owner.ts'
import { boxNow, boxTime, dayAt, dayName, hostNow, lastDays, turnFor, turnPlace } from './owner.ts'

const NOW = Date.UTC(2026, 10, 27, 14)

const host = (more: Partial<OwnerHost> = {}): OwnerHost => ({
  name: 'attic',
  state: 'ready',
  answering: 0,
  slots: 1,
  loaded: [],
  ...more,
})
const turn = (state: OwnerTurn['state'], secondsAgo: number, place?: number): OwnerTurn => ({
  turn: `${state} ${secondsAgo}`,
  model: 'qwen3:14b',
  isProgram: false,
  state,
  since: NOW - secondsAgo * 1_000,
  ...(place !== undefined && { place }),
})

function said(hosts: OwnerHost[], turns: OwnerTurn[] = []): string {
  const settings = { paused: null, welcome: '', limits: {} }
  const configured = { turnsAMinute: 1, boxMinutes: 1, addressBoxMinutes: 1, newVisitorsAnHour: 1 }
  const none = { days: [], visitors: [], models: [], changes: [] }
  const view: OwnerView = { now: NOW, hosts, turns, settings, configured, ...none }
  const { is, first, rest } = boxNow(view, NOW)
  return `${is}: ${first} ${rest ?? ''}`.trim()
}

describe('how the box is', () => {
  it.for<[string, OwnerHost[], OwnerTurn[]]>([
    ['ready: Ready. Nobody is waiting.', [host()], []],
    ['ready: Ready. 1 of 2 hosts cannot answer.', [host(), host({ state: 'offline' })], []],
    ['busy: Busy. One answer is being written, nobody is waiting.', [host()], [turn('answering', 9)]],
    [
      'busy: Busy. One answer is being written, 2 people are waiting, the longest for 14 s.',
      [host()],
      [turn('answering', 9), turn('waiting', 14, 1), turn('waiting', 3, 2)],
    ],
    ['loading: Loading a model. Nobody is waiting.', [host({ state: 'loading' })], []],
    ['away: The box is offline. Questions wait for it, for a day at most.', [host({ state: 'offline' })], []],
    // What waits for a box that is away keeps nobody from anything.
    [
      'away: The box is offline. Questions wait for it, for a day at most.',
      [host({ state: 'offline' })],
      [turn('until-back', 9)],
    ],
    [
      'failed: Misconfigured. It is no Ollama.',
      [host({ state: 'misconfigured', problem: 'It is no Ollama.' })],
      [],
    ],
  ])('%s', ([words, hosts, turns], { expect }) => {
    expect(said(hosts, turns)).toBe(words)
  })
})

describe('what a host does', () => {
  it.for<[string, Partial<OwnerHost>]>([
    ['ready: Ready', {}],
    ['writing: Writing, 41 tokens a second', { answering: 1, rate: 40.7 }],
    ['writing: Writing, 1 of 2', { answering: 1, slots: 2 }],
    ['loading: Loading a model', { state: 'loading' }],
    ['away: Offline', { state: 'offline' }],
    ['failed: Misconfigured', { state: 'misconfigured' }],
    ['failed: Ready', { problem: 'It has no model that can chat.' }],
  ])('%s', ([words, more], { expect }) => {
    const { is, first } = hostNow(host(more))
    expect(`${is}: ${first}`).toBe(words)
  })
})

describe('a turn', () => {
  it.for<[string, string, OwnerTurn]>([
    ['now', '9 s', turn('answering', 9)],
    ['2nd', 'waiting 1 min 14 s', turn('waiting', 74, 2)],
    ['–', 'waiting 3 s', turn('waiting', 3)],
  ])('stands at %s, for %s', ([place, time, each], { expect }) => {
    expect([turnPlace(each), turnFor(each, NOW)]).toEqual([place, time])
  })

  it('that has begun after the moment of the answer has not begun in the future', ({ expect }) => {
    expect(turnFor(turn('answering', -5), NOW)).toBe('0 s')
  })
})

describe('times', () => {
  it.for([
    [0, '0 s'],
    [59, '59 s'],
    [60, '1 min'],
    [3_599, '1 h'],
    [7_500, '2 h 5 min'],
    [90_000, '25 h'],
  ] as const)('%i s of the box are %s', ([s, words], { expect }) => {
    expect(boxTime(s)).toBe(words)
  })

  it('days are those of UTC', ({ expect }) => {
    const today = dayAt(NOW)
    const names = [0, 1, 2, 6, 7].map(ago => dayName(today - ago, today))
    expect(names).toEqual(['Today', 'Yesterday', 'Wednesday', 'Saturday', 'November 20'])
  })
})

describe('the last seven days', () => {
  it('are seven, those included on which nobody came', ({ expect }) => {
    const day = { visitors: 1, turns: 2, failed: 0, boxSeconds: 3, longestWaitSeconds: 0 }
    const shown = lastDays(
      [
        { day: 100, ...day },
        { day: 97, ...day },
        { day: 90, ...day },
      ],
      100,
      7
    )
    expect(shown.map(each => each.day)).toEqual([100, 99, 98, 97, 96, 95, 94])
    expect(shown.map(({ turns }) => turns)).toEqual([2, 0, 0, 2, 0, 0, 0])
  })
})

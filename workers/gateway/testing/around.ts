/** What the Box has around it in a test of its parts. */

import type { Around, News, Told, Watcher } from '../box/around.ts'

/** Turns of these tests wait for as long as they like. */
export const UNTIL = Number.MAX_SAFE_INTEGER

/** Sessions that go on with whatever they are granted, and say so; nobody watches. */
export const aroundNobody = (): Around => ({
  granted: () => Promise.resolve(true),
  offered: () => true,
  over: () => true,
  holds: () => true,
  runs: () => Promise.resolve(true),
  back: () => Promise.resolve(),
  wakeAt: () => {},
  woken: () => {},
  watchers: () => [],
  later: work => void work,
})

/** Somebody who watches a turn, and all that they were told. */
export interface Seeing extends Watcher {
  heard: News[]
}

export function seeing(turn: string): Seeing {
  const watcher: Seeing = {
    turn,
    told: null,
    heard: [],
    say(news: News, told: Told) {
      watcher.told = told
      watcher.heard.push(news)
    },
    note: told => void (watcher.told = told),
    moved: () => void watcher.heard.push({ moved: true }),
    away: until => void watcher.heard.push({ away: { until } }),
  }
  return watcher
}

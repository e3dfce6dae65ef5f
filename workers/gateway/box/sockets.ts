/** The platform around the Box, as its parts see it. */

import type { Around, News, Told, Watcher } from './around.ts'

/** Says what is wrong with one that speaks: RFC 6455, policy violation. */
export const refuseSocket = (socket: WebSocket): void => socket.close(1008)

/** An alarm that is so late, in milliseconds, is believed in no longer: to set it once more is a row. */
const LATE_MS = 10_000

export function aroundOf(ctx: DurableObjectState, { HISTORY }: Pick<GatewayEnv, 'HISTORY'>): Around {
  /** When the alarm rings, as far as is known; setting it is a row written. */
  let set = Infinity
  return {
    granted: ({ owner, chat }, turn) => HISTORY.granted(owner, chat, turn),
    runs: ({ owner, chat }, turn) => HISTORY.runs(owner, chat, turn),
    back: visitor => HISTORY.back(visitor),
    wakeAt(at) {
      if (set <= at && set > Date.now() - LATE_MS) return
      set = at
      // Not awaited: the output gate holds whatever leaves until it is on disk.
      void ctx.storage.setAlarm(at)
    },
    // By the clock it may be due still: that stands still between events.
    woken: () => void (set = Infinity),
    watchers: () =>
      ctx.getWebSockets().flatMap(socket => {
        const [turn] = ctx.getTags(socket)
        return turn === undefined ? [] : [watcherOf(socket, turn)]
      }),
    later: work => ctx.waitUntil(work),
  }
}

/** One socket of somebody who watches this turn. */
export function watcherOf(socket: WebSocket, turn: string): Watcher {
  const send = (news: News): void => {
    try {
      socket.send(JSON.stringify(news))
    } catch {
      // It has gone, and is forgotten when the runtime says so.
    }
  }
  const last = (news: News): void => {
    send(news)
    try {
      socket.close(1000)
    } catch {
      // Closed already.
    }
  }
  return {
    turn,
    told: socket.deserializeAttachment() as Told | null,
    say(news, told) {
      socket.serializeAttachment(told)
      send(news)
    },
    note: told => socket.serializeAttachment(told),
    moved: () => last({ moved: true }),
    away: until => last({ away: { until } }),
  }
}

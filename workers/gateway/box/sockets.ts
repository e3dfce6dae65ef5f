/** The platform around the Box, as its parts see it. */

import type { Around, HolderNews, News, Told, Watcher } from './around.ts'

/** The tag of a socket that holds a turn of a program. */
export const HOLDS = 'holds'

/** With this code whoever holds a turn says that it has ended: RFC 6455, normal closure. */
export const ENDED = 1000

/** Says what is wrong with one that speaks: RFC 6455, policy violation. */
export const refuseSocket = (socket: WebSocket): void => socket.close(1008)

/** An alarm that is so late, in milliseconds, is believed in no longer: to set it once more is a row. */
const LATE_MS = 10_000

export function aroundOf(ctx: DurableObjectState, { HISTORY }: Pick<GatewayEnv, 'HISTORY'>): Around {
  /** When the alarm rings, as far as is known; setting it is a row written. */
  let set = Infinity
  return {
    granted: ({ owner, chat }, turn) => HISTORY.granted(owner, chat, turn),
    offered(turn) {
      const holders = holdersOf(ctx, turn)
      for (const socket of holders) sayTo(socket, { offered: true })
      return holders.length > 0 ? true : null
    },
    over(turn, why) {
      const holders = holdersOf(ctx, turn)
      for (const socket of holders) sayTo(socket, { over: why })
      return holders.length > 0
    },
    holds: turn => holdersOf(ctx, turn).length > 0,
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
        const [turn, holds] = ctx.getTags(socket)
        if (turn === undefined) return []
        return [holds === HOLDS ? holderOf(socket, turn) : watcherOf(socket, turn)]
      }),
    later: work => ctx.waitUntil(work),
  }
}

/** Those that hold this turn now: one that is closing holds nothing. */
const holdersOf = (ctx: DurableObjectState, turn: string): WebSocket[] =>
  ctx
    .getWebSockets(turn)
    .filter(socket => socket.readyState === WebSocket.READY_STATE_OPEN && ctx.getTags(socket).includes(HOLDS))

function sayTo(socket: WebSocket, news: News | HolderNews): void {
  try {
    socket.send(JSON.stringify(news))
  } catch {
    // It has gone, and is forgotten when the runtime says so.
  }
}

/** The socket that holds this turn: it is told places, and stays when the turn has moved on. */
const holderOf = (socket: WebSocket, turn: string): Watcher => ({
  ...watcherOf(socket, turn),
  moved() {},
  away() {},
})

/** One socket of somebody who watches this turn. */
export function watcherOf(socket: WebSocket, turn: string): Watcher {
  const last = (news: News): void => {
    sayTo(socket, news)
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
      sayTo(socket, news)
    },
    note: told => socket.serializeAttachment(told),
    moved: () => last({ moved: true }),
    away: until => last({ away: { until } }),
  }
}

/** Places and about-times: the rule run forward, as if nobody else came and every answer took the mean. */

import { type Queue, type Waiter, order } from './order.ts'

/** Turns that are run forward; each looks at every waiter. Who stands behind them is told no place. */
export const FORESEEN_TURNS = 200

export interface Foreseen {
  /** How many begin before. */
  ahead: number
  /** Milliseconds until the turn begins, the loading of its model included. */
  aboutMs: number
}

/** A turn that runs, and when it ends by estimate, in milliseconds. */
export interface Run {
  host: string
  endsAt: number
}

/** `runs` are as many as the hosts' `running`. Absent is who is behind `FORESEEN_TURNS`, or whom no host can serve. */
export function foresee(queue: Queue, runs: readonly Run[], meanMs: number): Map<Waiter, Foreseen> {
  const seen = new Map<Waiter, Foreseen>()
  let { now, waiting, hosts } = queue
  let left = [...runs]
  for (;;) {
    const { grants } = order({ ...queue, now, waiting, hosts })
    for (const { waiter, host: name, loaded, loads } of grants) {
      const begins = now + (loads ? queue.changeMs : 0)
      seen.set(waiter, { ahead: seen.size, aboutMs: begins - queue.now })
      if (seen.size >= FORESEEN_TURNS) return seen
      left.push({ host: name, endsAt: begins + meanMs })
      hosts = hosts.map(host =>
        host.name === name
          ? { ...host, loaded, running: host.running + 1, ...(loads ? { loadedAt: begins } : {}) }
          : host
      )
    }
    waiting = waiting.filter(one => !seen.has(one))
    const drained = hosts.map(host => host.drainingUntil).filter(until => until > now)
    const then = Math.min(...left.map(run => run.endsAt), ...drained)
    if (waiting.length === 0 || then === Infinity) return seen
    now = Math.max(now, then)
    const ended = left.filter(run => run.endsAt <= now)
    left = left.filter(run => run.endsAt > now)
    hosts = hosts.map(host => ({
      ...host,
      running: host.running - ended.filter(run => run.host === host.name).length,
    }))
  }
}

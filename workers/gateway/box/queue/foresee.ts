/** Places and about-times: the rule run forward, as if nobody else came and every answer took what it takes by estimate. */

import { after, order, type Queue, type Run, type Waiter } from './order.ts'

/** Turns that are run forward; each looks at every waiter, and 500 at 500 took 15 ms. Who stands behind is told no place. */
export const FORESEEN_TURNS = 500

export interface Foreseen {
  /** How many begin before. */
  ahead: number
  /** Milliseconds until the turn begins, the loading of its model included. */
  aboutMs: number
}

interface Ending extends Run {
  endsAt: number
}

/** Absent is who is behind `FORESEEN_TURNS`, and whom no host that is well can serve. */
export function foresee(queue: Queue): Map<Waiter, Foreseen> {
  const seen = new Map<Waiter, Foreseen>()
  let then = { ...queue, runs: endings(queue) }
  for (;;) {
    for (const grant of order(then).grants) {
      const { waiter, host, loads } = grant
      const { visitor, takesMs } = waiter
      const begins = then.now + (loads ? then.changeMs : 0)
      seen.set(waiter, { ahead: seen.size, aboutMs: begins - queue.now })
      if (seen.size >= FORESEEN_TURNS) return seen
      const runs = [...then.runs, { host, visitor, takesMs, endsAt: begins + takesMs }]
      then = { ...after(then, grant), runs }
    }
    const { now, hosts, waiting, runs } = then
    const drained = hosts.map(host => host.drainingUntil).filter(until => until > now)
    const next = Math.min(...runs.map(({ endsAt }) => endsAt), ...drained)
    if (waiting.length === 0 || next === Infinity) return seen
    then = { ...then, now: next, runs: runs.filter(({ endsAt }) => endsAt > next) }
  }
}

/**
 * When the turns that run will end. Answers are of such different lengths that one which runs is as far from its end as
 * it was when it began, however long ago; several on one host end one after another.
 */
function endings({ now, hosts, runs }: Queue): Ending[] {
  return hosts.flatMap(({ name, loadedAt }) => {
    const here = runs.filter(run => run.host === name)
    return here.map((run, n) => ({
      ...run,
      endsAt: Math.max(now, loadedAt) + (run.takesMs * (n + 1)) / here.length,
    }))
  })
}

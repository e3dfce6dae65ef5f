/** Hosts and people of a queue, as a test wants them. */

import type { Host, Queue, Run, Waiter } from '../box/queue/order.ts'

/** One slot, one resident model, models a, b and c. */
export const aHost = (different: Partial<Host> = {}): Host => ({
  name: 'h',
  well: true,
  slots: 1,
  room: 1,
  models: ['a', 'b', 'c'],
  loaded: ['a'],
  loadedAt: 0,
  drainingUntil: 0,
  ...different,
})

/** Somebody who waits since 0, with an answer of 10 s. */
export const aWaiter = (arrival: number, model: string, different: Partial<Waiter> = {}): Waiter => ({
  visitor: `v${arrival}`,
  model,
  arrival,
  since: 0,
  takesMs: 10_000,
  ...different,
})

/** A turn of somebody who does not wait. */
export const aRun = (different: Partial<Run> = {}): Run => ({
  host: 'h',
  visitor: 'another',
  takesMs: 10_000,
  ...different,
})

/** A moment in which nobody waits, on one host at rest. A change of model takes 8 s. */
export const aQueue = (different: Partial<Queue> = {}): Queue => ({
  now: 0,
  changeMs: 8_000,
  waiting: [],
  hosts: [aHost()],
  runs: [],
  ...different,
})

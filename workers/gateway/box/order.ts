/**
 * Whose turn it is: one pure function over plain data.
 *
 * What costs a crowd on one GPU most is the changing of models, and what is unfair is to leave somebody waiting for it.
 * On each host those who want a loaded model go first, by arrival, as long as they have begun no turn since the
 * longest-waiting person of another model came; who came after that person goes before only until the model has been kept
 * for `KEPT_CHANGES` changes' time since then. Then that person's model is loaded. Whoever is let before X therefore
 * began before somebody at least as old as X came, so nobody begins two turns while X waits on a host that could serve X.
 */

/** For so many changes' time later comers may go before: more wins little, none is first come. */
export const KEPT_CHANGES = 8

/** A visitor stands with one question, the oldest; the next enters, with a new arrival, when that one has begun. */
export interface Waiter {
  visitor: string
  model: string
  /** Strictly increasing over all visitors. */
  arrival: number
  /** When they began to wait, in milliseconds. */
  since: number
  /** The highest arrival that had been given when their last turn began; absent where they have begun none. */
  began?: number
}

export interface Host {
  name: string
  slots: number
  /** How many models it keeps loaded at once. */
  room: number
  models: readonly string[]
  /** Longest loaded first. */
  loaded: readonly string[]
  /** When the last model came, in milliseconds. */
  loadedAt: number
  /** How many turns run. */
  running: number
  /** Until then, in milliseconds, it is granted nothing. */
  drainingUntil: number
}

export interface Queue {
  now: number
  /** What a change of model takes, in milliseconds. */
  changeMs: number
  waiting: readonly Waiter[]
  hosts: readonly Host[]
}

export interface Grant {
  waiter: Waiter
  host: string
  /** The host's models after the grant; the waiter's is last where it is to be loaded. */
  loaded: readonly string[]
  loads: boolean
}

export interface Order {
  grants: Grant[]
  /** Hosts that get nothing until their slots are idle, because a model must go for the next person's. */
  idle: string[]
}

interface Choice {
  host: Host
  waiter: Waiter
}

/** Who is granted now. Looks at every waiter once for each host and granted slot. */
export function order({ now, changeMs, waiting, hosts }: Queue): Order {
  const left = new Set(waiting)
  const state = new Map(hosts.map(host => [host.name, host]))
  const grants: Grant[] = []
  for (;;) {
    const choices = [...state.values()].flatMap(host => choose(host, left, now, changeMs))
    const best = choices.filter(ready).toSorted(better)[0]
    if (best === undefined) return { grants, idle: choices.map(({ host }) => host.name) }
    const { host, waiter } = best
    const loads = !host.loaded.includes(waiter.model)
    const loaded = loads ? withModel(host, waiter.model) : host.loaded
    const loadedAt = loads ? now + changeMs : host.loadedAt
    grants.push({ waiter, host: host.name, loaded, loads })
    left.delete(waiter)
    state.set(host.name, { ...host, loaded, loadedAt, running: host.running + 1 })
  }
}

function choose(host: Host, left: Iterable<Waiter>, now: number, changeMs: number): Choice[] {
  if (host.running >= host.slots || now < host.drainingUntil) return []
  const waiter = next(host, left, now, changeMs)
  return waiter === undefined ? [] : [{ host, waiter }]
}

/** Who is next on this host, whether or not their model can be loaded at once. */
function next(host: Host, left: Iterable<Waiter>, now: number, changeMs: number): Waiter | undefined {
  const able = [...left].filter(one => host.models.includes(one.model))
  const other = first(able.filter(one => !host.loaded.includes(one.model)))
  const wanted = able.filter(one => host.loaded.includes(one.model))
  if (other === undefined) return first(wanted)
  const late = now - Math.max(host.loadedAt, other.since) >= KEPT_CHANGES * changeMs
  const free = wanted.filter(
    one => (one.began ?? -1) < other.arrival && (!late || one.arrival < other.arrival)
  )
  return first(free) ?? other
}

function first(some: Waiter[]): Waiter | undefined {
  return some.reduce<Waiter | undefined>(
    (a, b) => (a === undefined || b.arrival < a.arrival ? b : a),
    undefined
  )
}

/** A model is changed on a full host only while none of its slots is used. */
function ready({ host, waiter }: Choice): boolean {
  return host.loaded.includes(waiter.model) || host.loaded.length < host.room || host.running === 0
}

/** Where it is loaded, then where fewest run, then the longest-waiting. */
function better(a: Choice, b: Choice): number {
  const loads = ({ host, waiter }: Choice) => (host.loaded.includes(waiter.model) ? 0 : 1)
  return loads(a) - loads(b) || a.host.running - b.host.running || a.waiter.arrival - b.waiter.arrival
}

function withModel(host: Host, model: string): string[] {
  return [...host.loaded.slice(Math.max(0, host.loaded.length - host.room + 1)), model]
}

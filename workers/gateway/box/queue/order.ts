/**
 * Whose turn it is: one pure function over plain data.
 *
 * What costs a crowd on one GPU most is the changing of models, and what is unfair is to leave somebody waiting for it.
 * On each host those who want a loaded model go first, by arrival, as long as they have begun no turn since the
 * longest-waiting person of another model came; who came after that person goes before only until the model has been kept
 * for `KEPT_CHANGES` changes' time since then. Then that person's model is loaded. Whoever is let before X therefore
 * began before somebody at least as old as X came, so nobody begins two turns while X waits on a host that could serve X.
 *
 * Turns that were cut go on before all who have not begun. Meanwhile nobody else begins on a host that could serve them,
 * so those who wait for the cut ones wait for turns that had begun, and for no others. A visitor has one turn that runs
 * or was cut; their next question keeps its arrival and is granted nothing until that one has ended.
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
  /** Their turn was cut, and its lease ended. It has the arrival with which it began, and going on is no beginning. */
  resumes?: boolean
  /** Hosts that cannot serve them, though they have a model of that name. */
  not?: readonly string[]
  /** What the answer takes by estimate, in milliseconds. The order is blind to it, so that long answers are not put off. */
  takesMs: number
}

/** A turn that has a slot. */
export interface Run {
  host: string
  visitor: string
  /** As its waiter's. */
  takesMs: number
}

export interface Host {
  name: string
  /** One that is not is granted nothing. */
  well: boolean
  slots: number
  /** How many models it keeps loaded at once. */
  room: number
  models: readonly string[]
  /** Longest loaded first. */
  loaded: readonly string[]
  /** When the last model came for somebody who had not begun, in milliseconds. */
  loadedAt: number
  /** Until then, in milliseconds, it is granted nothing. */
  drainingUntil: number
}

export interface Queue {
  now: number
  /** What a change of model takes, in milliseconds. */
  changeMs: number
  waiting: readonly Waiter[]
  hosts: readonly Host[]
  /** Longest running first. */
  runs: readonly Run[]
}

export interface Grant {
  waiter: Waiter
  host: string
  /** The host's after the grant; the waiter's model is last where it is to be loaded. */
  loaded: readonly string[]
  loadedAt: number
  loads: boolean
}

export interface Order {
  grants: Grant[]
  /** Hosts that get nothing until their slots are idle, because a model must go for the next person's. */
  idle: string[]
}

interface Choice {
  host: Host
  running: number
  waiter: Waiter
}

/** Who is granted now. Looks at every waiter once for each host and granted slot. */
export function order(queue: Queue): Order {
  const grants: Grant[] = []
  for (let left = queue; ;) {
    const choices = left.hosts.flatMap(host => choose(host, left))
    const best = choices.filter(ready).toSorted(better)[0]
    if (best === undefined) return { grants, idle: choices.map(({ host }) => host.name) }
    const grant = granted(best, left)
    grants.push(grant)
    left = after(left, grant)
  }
}

/** The queue with this grant given. */
export function after(queue: Queue, { waiter, host: name, loaded, loadedAt }: Grant): Queue {
  const { visitor, takesMs } = waiter
  return {
    ...queue,
    waiting: queue.waiting.filter(one => one !== waiter),
    hosts: queue.hosts.map(host => (host.name === name ? { ...host, loaded, loadedAt } : host)),
    runs: [...queue.runs, { host: name, visitor, takesMs }],
  }
}

function choose(host: Host, queue: Queue): Choice[] {
  const running = queue.runs.filter(run => run.host === host.name).length
  if (!host.well || running >= host.slots || queue.now < host.drainingUntil) return []
  const waiter = next(host, queue)
  return waiter === undefined ? [] : [{ host, running, waiter }]
}

/** Who is next on this host, whether or not their model can be loaded at once. */
function next(host: Host, queue: Queue): Waiter | undefined {
  const { now, changeMs } = queue
  const able = free(queue).filter(one => serves(host, one))
  const isLoaded = (one: Waiter) => host.loaded.includes(one.model)
  const cut = able.filter(one => one.resumes)
  if (cut.length > 0) return first(cut.filter(isLoaded)) ?? first(cut)
  const other = first(able.filter(one => !isLoaded(one)))
  const wanted = able.filter(isLoaded)
  if (other === undefined) return first(wanted)
  const late = now - Math.max(host.loadedAt, other.since) >= KEPT_CHANGES * changeMs
  const before = wanted.filter(
    one => (one.began ?? -1) < other.arrival && (!late || one.arrival < other.arrival)
  )
  return first(before) ?? other
}

const serves = ({ name, models }: Host, { model, not }: Waiter): boolean =>
  models.includes(model) && !not?.includes(name)

/** Those of whom no other turn runs or was cut. */
function free({ waiting, runs }: Queue): Waiter[] {
  const running = new Set(runs.map(({ visitor }) => visitor))
  const cut = new Set(waiting.filter(one => one.resumes).map(({ visitor }) => visitor))
  return waiting.filter(one => !running.has(one.visitor) && (one.resumes || !cut.has(one.visitor)))
}

function first(some: Waiter[]): Waiter | undefined {
  return some.reduce<Waiter | undefined>(
    (a, b) => (a === undefined || b.arrival < a.arrival ? b : a),
    undefined
  )
}

/** A model is changed on a full host only while none of its slots is used. */
function ready({ host, running, waiter }: Choice): boolean {
  return host.loaded.includes(waiter.model) || host.loaded.length < host.room || running === 0
}

/** Where it is loaded, then where fewest run, then the longest-waiting. */
function better(a: Choice, b: Choice): number {
  const loads = ({ host, waiter }: Choice) => (host.loaded.includes(waiter.model) ? 0 : 1)
  return loads(a) - loads(b) || a.running - b.running || a.waiter.arrival - b.waiter.arrival
}

function granted({ host, waiter }: Choice, { now, changeMs }: Queue): Grant {
  const { name } = host
  if (host.loaded.includes(waiter.model))
    return { waiter, host: name, loaded: host.loaded, loadedAt: host.loadedAt, loads: false }
  const kept = host.loaded.slice(Math.max(0, host.loaded.length - host.room + 1))
  // A model that comes for a turn that was cut is kept for nobody: whoever waited for another would wait anew.
  const loadedAt = waiter.resumes ? host.loadedAt : now + changeMs
  return { waiter, host: name, loaded: [...kept, waiter.model], loadedAt, loads: true }
}

/** People who ask, wait, read and ask again, in pretended time, with the rule of the gateway or first come. */

import { mulberry32 } from '../demo/showroom/bench.ts'
import { type Host, type Order, type Queue, type Waiter, order } from '../workers/gateway/box/order.ts'

export interface Case {
  regulars: number
  shares: readonly number[]
  changeS: number
  /** One stranger, who asks once, every so many seconds. */
  strangersS?: number
  /** Questions that one visitor asks at once. */
  greedy?: number
  /** The waits of strangers count. */
  open?: boolean
  hours?: number
  slots?: number
  room?: number
  hosts?: number
}

export interface Result {
  perHour: number
  worst: number
  p95: number
  jain: number
  least: number
  twice: number
}

interface Coming {
  at: number
  who: number
  model?: string
}

interface Asking {
  who: number
  model: string
  /** Seconds that its answer takes. */
  takes: number
}

const MEAN_READING_S = 60
const MEDIAN_ANSWER_S = 12

export function simulate(seed: number, one: Case, rule: 'since' | 'first come'): Result {
  const random = mulberry32(seed)
  const exp = (mean: number) => -Math.log(1 - random()) * mean
  const answer = () =>
    Math.exp(
      Math.log(MEDIAN_ANSWER_S) -
        0.32 +
        0.8 * Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
    )
  const pick = () => {
    let x = random()
    return `m${Math.max(
      0,
      one.shares.findIndex(share => (x -= share) <= 0)
    )}`
  }
  const models = one.shares.map((_, n) => `m${n}`)
  const end = 3_600 * (one.hours ?? 4)
  const favourite = Array.from({ length: one.regulars }, pick)
  const coming: Coming[] = favourite.map((_, who) => ({ at: exp(MEAN_READING_S), who }))
  let nobody = one.regulars
  const every = one.strangersS
  if (every !== undefined) {
    for (let at = exp(every); at < end; at += exp(every)) {
      coming.push({ at, who: nobody++, ...(one.open ? {} : { model: 'm0' }) })
    }
  }
  for (let n = 0; n < (one.greedy ?? 0); n += 1) coming.push({ at: 600 + n, who: -1, model: 'm1' })
  coming.sort((a, b) => a.at - b.at)

  let hosts: Host[] = Array.from({ length: one.hosts ?? 1 }, (_, n) => ({
    name: `h${n}`,
    slots: one.slots ?? 1,
    room: one.room ?? 1,
    models,
    loaded: [],
    loadedAt: 0,
    running: 0,
    drainingUntil: 0,
  }))
  let runs: { host: string; at: number }[] = []
  let waiting: Waiter[] = []
  const behind = new Map<number, Asking[]>()
  const began = new Map<string, number>()
  const lengths = new Map<Waiter, number>()
  const passed = new Map<Waiter, Set<string>>()
  const got = favourite.map(() => 0)
  const waits: number[] = []
  const counts = (who: number) => who >= 0 && (who < one.regulars || one.open === true)
  let [now, arrivals, done, twice] = [0, 0, 0, 0]
  /** Thrown when it is asked, so that every rule meets the same questions. */
  const asked = ({ who, model }: Coming): Asking => {
    const loyal = random() < 0.9
    const thrown = (loyal ? favourite[who] : undefined) ?? pick()
    return { who, model: model ?? thrown, takes: answer() }
  }
  const enter = ({ who, model, takes }: Asking, since: number) => {
    const visitor = String(who)
    const mark = began.get(visitor)
    const waiter = {
      visitor,
      model,
      arrival: ++arrivals,
      since,
      ...(mark === undefined ? {} : { began: mark }),
    }
    waiting.push(waiter)
    lengths.set(waiter, takes)
  }
  while (now < end * 1_000) {
    for (let asking = coming[0]; asking !== undefined && asking.at * 1_000 <= now; asking = coming[0]) {
      coming.shift()
      const question = asked(asking)
      const visitor = String(asking.who)
      if (waiting.some(other => other.visitor === visitor)) {
        behind.set(asking.who, [...(behind.get(asking.who) ?? []), question])
      } else enter(question, asking.at * 1_000)
    }
    const queue = { now, changeMs: one.changeS * 1_000, waiting, hosts }
    for (const { waiter, host, loaded, loads } of (rule === 'since' ? order(queue) : firstCome(queue))
      .grants) {
      waiting = waiting.filter(other => other !== waiter)
      passed.delete(waiter)
      for (const other of waiting) {
        const seen = passed.get(other) ?? new Set()
        if (seen.has(waiter.visitor)) twice += 1
        passed.set(other, seen.add(waiter.visitor))
      }
      const begins = now + (loads ? one.changeS * 1_000 : 0)
      const at = begins + (lengths.get(waiter) ?? 0) * 1_000
      runs.push({ host, at })
      hosts = hosts.map(h =>
        h.name === host ? { ...h, loaded, running: h.running + 1, loadedAt: loads ? begins : h.loadedAt } : h
      )
      began.set(waiter.visitor, arrivals)
      done += 1
      const who = Number(waiter.visitor)
      if (counts(who)) waits.push((begins - waiter.since) / 1_000)
      if (who >= 0 && who < one.regulars) {
        got[who] = (got[who] ?? 0) + 1
        const next = { at: at / 1_000 + exp(MEAN_READING_S), who }
        const place = coming.findIndex(other => other.at > next.at)
        coming.splice(place < 0 ? coming.length : place, 0, next)
      }
      const held = behind.get(who)?.shift()
      if (held !== undefined) enter(held, now)
    }
    const then = Math.min(...runs.map(run => run.at), (coming[0]?.at ?? Infinity) * 1_000)
    if (then === Infinity) break
    now = Math.max(now, then)
    const over = runs.filter(run => run.at <= now)
    runs = runs.filter(run => run.at > now)
    hosts = hosts.map(h => ({ ...h, running: h.running - over.filter(run => run.host === h.name).length }))
  }
  const still = waiting.filter(w => counts(Number(w.visitor))).map(w => (now - w.since) / 1_000)
  const sum = got.reduce((a, b) => a + b, 0)
  const sorted = waits.toSorted((a, b) => a - b)
  return {
    perHour: (done * 3_600) / end,
    worst: Math.max(0, ...waits, ...still),
    p95: sorted[Math.floor(sorted.length * 0.95)] ?? 0,
    jain: (sum * sum) / (got.length * got.reduce((a, b) => a + b * b, 0)),
    least: Math.min(...got) / (sum / got.length),
    twice,
  }
}

/** Each who is longest in the queue, one at a time, on a host that can take their model now. */
function firstCome(queue: Queue): Order {
  const [head] = queue.waiting.toSorted((a, b) => a.arrival - b.arrival)
  if (head === undefined) return { grants: [], idle: [] }
  const answer = order({ ...queue, waiting: [head] })
  const [grant] = answer.grants
  if (grant === undefined) return answer
  const hosts = queue.hosts.map(h =>
    h.name === grant.host ? { ...h, loaded: grant.loaded, running: h.running + 1 } : h
  )
  const rest = firstCome({ ...queue, hosts, waiting: queue.waiting.filter(other => other !== head) })
  return { grants: [grant, ...rest.grants], idle: rest.idle }
}

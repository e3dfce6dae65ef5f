/** The gateway's own rule, or first come, over an afternoon in pretended time. */

import { foresee } from '../../workers/gateway/box/foresee.ts'
import { type Grant, type Host, order, type Queue, type Waiter } from '../../workers/gateway/box/order.ts'
import { firstCome } from './first-come.ts'
import { type Asking, type Case, END_S, People } from './people.ts'
import { type Result, Tally } from './result.ts'

export type Rule = 'since' | 'first come'

/** What the Box would take an answer for, in milliseconds; they have this median, and a long tail. */
const MEAN_MS = 12_000

/** A wait is foreseen for those before whom so many begin. */
const FORESEEN_AHEAD = 3

export const simulate = (seed: number, one: Case, rule: Rule): Result => new Afternoon(seed, one, rule).run()

class Afternoon {
  readonly #case: Case
  readonly #rule: (queue: Queue) => Grant[]
  readonly #foresees: boolean
  readonly #people: People
  readonly #tally: Tally
  #hosts: Host[]
  #runs: { host: string; endsAt: number }[] = []
  #waiting: Waiter[] = []
  #now = 0
  #arrivals = 0
  /** Questions of those who stand in the queue with another. */
  readonly #behind = new Map<number, Asking[]>()
  readonly #began = new Map<string, number>()
  readonly #takes = new Map<Waiter, number>()
  /** Who has begun a turn while each of these waited. */
  readonly #passedBy = new Map<Waiter, Set<string>>()
  readonly #foreseen = new Map<Waiter, number>()

  constructor(seed: number, one: Case, rule: Rule) {
    this.#case = one
    this.#foresees = rule === 'since'
    this.#rule = rule === 'since' ? queue => order(queue).grants : firstCome
    this.#people = new People(seed, one)
    this.#tally = new Tally(one)
    this.#hosts = Array.from({ length: one.hosts ?? 1 }, (_, n) => ({
      name: `h${n}`,
      slots: one.slots ?? 1,
      room: one.room ?? 1,
      models: one.shares.map((_share, m) => `m${m}`),
      loaded: [],
      loadedAt: 0,
      running: 0,
      drainingUntil: 0,
    }))
  }

  run(): Result {
    while (this.#now < END_S * 1_000) {
      while (this.#people.next * 1_000 <= this.#now) this.#ask(this.#people.take())
      for (const grant of this.#rule(this.#queue)) this.#begin(grant)
      const then = Math.min(...this.#runs.map(({ endsAt }) => endsAt), this.#people.next * 1_000)
      if (then === Number.POSITIVE_INFINITY) break
      this.#now = Math.max(this.#now, then)
      this.#end()
    }
    for (const { visitor, since } of this.#waiting)
      this.#tally.waitsStill(Number(visitor), (this.#now - since) / 1_000)
    return this.#tally.result
  }

  get #queue(): Queue {
    const changeMs = this.#case.changeS * 1_000
    return { now: this.#now, changeMs, waiting: this.#waiting, hosts: this.#hosts }
  }

  #ask(question: Asking): void {
    const visitor = `${question.who}`
    if (!this.#waiting.some(other => other.visitor === visitor)) this.#enter(question, question.at * 1_000)
    else this.#behind.set(question.who, [...(this.#behind.get(question.who) ?? []), question])
  }

  #enter({ who, model, takes }: Asking, since: number): void {
    const began = this.#began.get(`${who}`)
    this.#arrivals += 1
    const waiter = {
      visitor: `${who}`,
      model,
      arrival: this.#arrivals,
      since,
      ...(began !== undefined && { began }),
    }
    this.#waiting.push(waiter)
    this.#takes.set(waiter, takes)
    if (!this.#foresees) return
    const told = foresee(this.#queue, this.#runs, MEAN_MS).get(waiter)
    if (told !== undefined && told.ahead >= FORESEEN_AHEAD)
      this.#foreseen.set(waiter, this.#now - since + told.aboutMs)
  }

  #begin({ waiter, host, loaded, loads }: Grant): void {
    const begins = this.#now + (loads ? this.#case.changeS * 1_000 : 0)
    const endsAt = begins + (this.#takes.get(waiter) ?? 0) * 1_000
    this.#waiting = this.#waiting.filter(other => other !== waiter)
    this.#pass(waiter)
    this.#runs.push({ host, endsAt })
    this.#change(host, found => ({ loaded, running: found.running + 1, ...(loads && { loadedAt: begins }) }))
    this.#began.set(waiter.visitor, this.#arrivals)
    const about = this.#foreseen.get(waiter)
    if (about !== undefined) this.#tally.foresaw((begins - waiter.since) / about)
    const who = Number(waiter.visitor)
    this.#tally.began(who, (begins - waiter.since) / 1_000)
    this.#people.read(who, endsAt / 1_000)
    const next = this.#behind.get(who)?.shift()
    if (next !== undefined) this.#enter(next, this.#now)
  }

  #pass({ visitor }: Waiter): void {
    for (const other of this.#waiting) {
      const seen = this.#passedBy.get(other) ?? new Set()
      if (seen.has(visitor)) this.#tally.passedTwice()
      this.#passedBy.set(other, seen.add(visitor))
    }
  }

  #end(): void {
    for (const { host } of this.#runs.filter(({ endsAt }) => endsAt <= this.#now))
      this.#change(host, ({ running }) => ({ running: running - 1 }))
    this.#runs = this.#runs.filter(({ endsAt }) => endsAt > this.#now)
  }

  #change(name: string, to: (host: Host) => Partial<Host>): void {
    this.#hosts = this.#hosts.map(host => (host.name === name ? { ...host, ...to(host) } : host))
  }
}

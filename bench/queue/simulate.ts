/** The gateway's own rule, or first come, over an afternoon in pretended time. */

import { foresee } from '../../workers/gateway/box/queue/foresee.ts'
import {
  after,
  type Grant,
  type Host,
  order,
  type Queue,
  type Run,
  type Waiter,
} from '../../workers/gateway/box/queue/order.ts'
import { entering, type Question, refusal } from '../../workers/gateway/box/queue/standing.ts'
import { firstCome } from './first-come.ts'
import { type Asking, type Case, END_S, People } from './people.ts'
import { type Result, Tally } from './result.ts'

export type Rule = 'since' | 'first come'

/** A wait is foreseen for those before whom so many begin. */
const FORESEEN_AHEAD = 3

export const simulate = (seed: number, one: Case, rule: Rule): Result => new Afternoon(seed, one, rule).run()

interface Asked extends Question {
  asking: Asking
}

/** The rule is told what an answer takes in the mean, as the Box would be, and never when it ends. */
interface Running extends Run {
  endsAt: number
}

class Afternoon {
  readonly #case: Case
  readonly #rule: (queue: Queue) => Grant[]
  readonly #foresees: boolean
  readonly #people: People
  readonly #tally: Tally
  #hosts: readonly Host[]
  #runs: Running[] = []
  #waiting: Waiter[] = []
  #now = 0
  #arrivals = 0
  #asked = 0
  /** All that wait, those who stand behind another question of theirs too. */
  #questions: Asked[] = []
  readonly #began = new Map<string, number>()
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
      well: true,
      slots: one.slots ?? 1,
      room: one.room ?? 1,
      models: one.shares.map((_share, m) => `m${m}`),
      loaded: [],
      loadedAt: 0,
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
      this.#runs = this.#runs.filter(({ endsAt }) => endsAt > this.#now)
    }
    for (const { who, at } of [...this.#questions.map(({ asking }) => asking), ...this.#people.away])
      this.#tally.waitsStill(who, this.#now / 1_000 - at)
    return this.#tally.result
  }

  get #queue(): Queue {
    const changeMs = this.#case.changeS * 1_000
    return { now: this.#now, changeMs, waiting: this.#waiting, hosts: this.#hosts, runs: this.#runs }
  }

  #ask(asking: Asking): void {
    const visitor = `${asking.who}`
    const refused = refusal(visitor, this.#questions, () => this.#queue)
    if (refused === undefined) {
      this.#questions.push({ visitor, asked: ++this.#asked, asking })
      this.#enter()
      return
    }
    this.#tally.refused()
    this.#people.comeBack(asking, (this.#now + (refused.retryAfterMs ?? 0)) / 1_000)
  }

  #enter(): void {
    for (const question of entering(this.#questions)) {
      const { visitor } = question
      const { model } = question.asking
      const began = this.#began.get(visitor)
      question.arrival = ++this.#arrivals
      const waiter: Waiter = {
        visitor,
        model,
        arrival: question.arrival,
        since: this.#now,
        takesMs: this.#people.mean(model) * 1_000,
        ...(began !== undefined && { began }),
      }
      this.#waiting.push(waiter)
      if (this.#foresees) this.#foresee(waiter)
    }
  }

  #foresee(waiter: Waiter): void {
    const told = foresee(this.#queue).get(waiter)
    if (told !== undefined && told.ahead >= FORESEEN_AHEAD) this.#foreseen.set(waiter, told.aboutMs)
  }

  #begin(grant: Grant): void {
    const { waiter, host, loads } = grant
    const { visitor, takesMs } = waiter
    const question = this.#questions.find(({ arrival }) => arrival === waiter.arrival)
    if (question === undefined) throw new Error('nobody asked this')
    const { who, at, takes } = question.asking
    const begins = this.#now + (loads ? this.#case.changeS * 1_000 : 0)
    const endsAt = begins + takes * 1_000
    const { waiting, hosts } = after(this.#queue, grant)
    this.#hosts = hosts
    this.#waiting = [...waiting]
    this.#questions = this.#questions.filter(other => other !== question)
    this.#pass(waiter)
    this.#runs.push({ host, visitor, takesMs, endsAt })
    this.#began.set(visitor, this.#arrivals)
    const about = this.#foreseen.get(waiter)
    if (about !== undefined) this.#tally.foresaw((begins - waiter.since) / about)
    this.#tally.began(who, begins / 1_000 - at)
    this.#people.read(who, endsAt / 1_000)
    this.#enter()
  }

  #pass({ visitor }: Waiter): void {
    for (const other of this.#waiting) {
      const seen = this.#passedBy.get(other) ?? new Set()
      if (seen.has(visitor)) this.#tally.passedTwice()
      this.#passedBy.set(other, seen.add(visitor))
    }
  }
}

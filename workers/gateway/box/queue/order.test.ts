/** The rule keeps its promises for any sequence of arrivals, ends, cuts and leavings, over several slots, hosts and models. */

import { describe, expect, it } from 'vitest'
import { Dice } from '../../../../test/soak/dice.ts'
import { aHost, aQueue, aRun, aWaiter } from '../../testing/queue.ts'
import { after, type Grant, type Host, order, type Queue, type Run, type Waiter } from './order.ts'

const MODELS = ['a', 'b', 'c'] as const
const SEEDS = Array.from({ length: 200 }, (_, n) => n + 1)

interface Running extends Run {
  waiter: Waiter
}

/** Random events. Of each who waits it is known who has begun since then on a host that could serve them. */
class Afternoon {
  readonly #dice: Dice
  readonly #seen = new Map<Waiter, Set<string>>()
  readonly #began = new Map<string, number>()
  #hosts: readonly [Host, ...Host[]]
  #runs: Running[] = []
  #arrivals = 0
  #now = 0
  resumed = 0
  readonly log: string[] = []
  /** What was not kept. */
  readonly broken = new Set<string>()

  constructor(seed: number) {
    this.#dice = new Dice(seed)
    this.#hosts = this.#dice.chance(0.5) ? [this.#host(0)] : [this.#host(0), this.#host(1)]
  }

  play(steps: number): this {
    for (let step = 0; step < steps; step += 1) {
      this.#happen(step)
      const queue = this.#queue
      const answer = order(queue)
      let then = queue
      for (const grant of answer.grants) then = this.#grant(then, grant)
      const open = ({ name, slots, well, drainingUntil }: Host) =>
        well && this.#on(name) < slots && this.#now >= drainingUntil && !answer.idle.includes(name)
      for (const host of this.#hosts.filter(open))
        for (const { model } of then.waiting.filter(one => may(one, then)))
          this.#must('no slot is wasted', !host.models.includes(model))
      for (const { waiter } of answer.grants) if (waiter.visitor.startsWith('v')) this.#arrive(waiter.visitor)
    }
    return this
  }

  get #queue(): Queue {
    const waiting = [...this.#seen.keys()]
    return aQueue({ now: this.#now, waiting, hosts: this.#hosts, runs: this.#runs })
  }

  #host(n: number): Host {
    const models = n === 0 ? MODELS : [this.#dice.pick(MODELS)]
    const [slots, room] = [this.#dice.between(1, 3), this.#dice.between(1, 2)]
    return aHost({ name: `h${n}`, slots, room, models, loaded: [] })
  }

  #happen(step: number): void {
    const dice = this.#dice
    this.#now += dice.between(0, 20_000)
    const kind = dice.between(0, 3)
    if (kind === 0) this.#arrive(`v${dice.between(0, 6)}`)
    if (kind === 1) this.#arrive(`fresh${step}`)
    const sick = this.#hosts.filter(host => host.well && dice.chance(0.03))
    for (const run of this.#runs)
      if (sick.some(host => host.name === run.host) || dice.chance(0.03)) this.#cut(run)
      else if (dice.chance(0.4)) this.#end(run)
    this.#change(dice.pick(this.#hosts).name, dice.chance(0.05) ? { drainingUntil: this.#now + 30_000 } : {})
    for (const { name, well } of this.#hosts)
      this.#change(name, { well: well ? !sick.some(host => host.name === name) : dice.chance(0.3) })
    for (const leaver of this.#seen.keys()) if (dice.chance(0.02)) this.#seen.delete(leaver)
  }

  #arrive(visitor: string): void {
    if ([...this.#seen.keys()].some(one => one.visitor === visitor && !one.resumes)) return
    const began = this.#began.get(visitor)
    const different = { visitor, since: this.#now, ...(began !== undefined && { began }) }
    this.#seen.set(aWaiter(++this.#arrivals, this.#dice.pick(MODELS), different), new Set())
  }

  #cut(run: Running): void {
    this.#end(run)
    this.#seen.set({ ...run.waiter, since: this.#now, resumes: true }, new Set())
  }

  #end(run: Running): void {
    this.#runs = this.#runs.filter(other => other !== run)
  }

  #change(name: string, to: Partial<Host>): void {
    const [first, ...others] = this.#hosts.map(host => (host.name === name ? { ...host, ...to } : host))
    if (first !== undefined) this.#hosts = [first, ...others]
  }

  #must(what: string, holds: boolean): void {
    if (!holds) this.broken.add(what)
  }

  #on = (name: string) => this.#runs.filter(run => run.host === name).length

  #grant(queue: Queue, grant: Grant): Queue {
    const { waiter, host: name, loaded, loadedAt, loads } = grant
    const host = this.#hosts.find(one => one.name === name)
    if (host === undefined) throw new Error(`There is no host ${name}.`)
    this.#must('the host is well and has the model', host.well && host.models.includes(waiter.model))
    this.#must('the host does not drain', this.#now >= host.drainingUntil)
    this.#must('a slot is free', this.#on(name) < host.slots)
    this.#must('one turn of a visitor', may(waiter, queue))
    this.#must('models have room', loaded.includes(waiter.model) && loaded.length <= host.room)
    this.#must('no model goes under a turn', !loads || host.loaded.length < host.room || this.#on(name) === 0)
    this.#must('who is granted waited', this.#seen.delete(waiter))
    if (waiter.resumes) this.resumed += 1
    else this.#begin(waiter, host, queue)
    const { visitor, takesMs } = waiter
    this.#change(name, { loaded, loadedAt })
    this.#runs.push({ host: name, visitor, takesMs, waiter })
    this.log.push(`${name} ${visitor}`)
    return after(queue, grant)
  }

  #begin({ visitor }: Waiter, host: Host, queue: Queue): void {
    for (const [other, seen] of this.#seen) {
      if (!host.models.includes(other.model)) continue
      this.#must('who was cut goes on first', !other.resumes)
      // Who may not begin yet, because another turn of theirs runs, is passed by others.
      if (!may(other, queue)) seen.clear()
      else this.#must('nobody begins two turns', !seen.has(visitor))
      seen.add(visitor)
    }
    this.#began.set(visitor, this.#arrivals)
  }
}

/** No other turn of this visitor runs or was cut. */
const may = ({ visitor, resumes }: Waiter, { runs, waiting }: Queue) =>
  runs.every(run => run.visitor !== visitor) &&
  (resumes === true || waiting.every(one => one.visitor !== visitor || !one.resumes))

describe('the order of a queue', () => {
  it('[Q1] lets nobody begin two turns on a host while another waits for it, nor before one that was cut, and wastes no slot', () => {
    let resumed = 0
    for (const seed of SEEDS) {
      const afternoon = new Afternoon(seed).play(120)
      expect([seed, ...afternoon.broken]).toEqual([seed])
      resumed += afternoon.resumed
    }
    expect(resumed).toBeGreaterThan(100)
  })

  it('is the same for the same data', () => {
    expect(new Afternoon(7).play(200).log).toEqual(new Afternoon(7).play(200).log)
  })

  it('[Q3] serves who waits for another model though a fresh visitor comes with every answer', () => {
    const patient = aWaiter(1, 'b')
    let served = 0
    for (; served < 100; served += 1) {
      const now = served * 10_000
      const fresh = aWaiter(served + 2, 'a', { since: now })
      const [grant] = order(aQueue({ now, waiting: [patient, fresh] })).grants
      if (grant?.waiter === patient) break
    }
    // Eight changes of 8 s, and the answer of 10 s that ran when they were over.
    expect(served).toBe(7)
  })

  it('[Q2] grants nothing on a host that is not well, and goes on with the others', () => {
    const waiting = [aWaiter(1, 'a'), aWaiter(2, 'a')]
    const sick = aHost({ well: false, slots: 2 })
    expect(order(aQueue({ waiting, hosts: [sick] }))).toEqual({ grants: [], idle: [] })
    const { grants } = order(aQueue({ waiting, hosts: [sick, aHost({ name: 'other', loaded: ['b'] })] }))
    expect(grants).toMatchObject([{ waiter: { arrival: 1 }, host: 'other', loads: true }])
  })

  it('[Q3] lets a visitor have one turn at a time, though slots are free', () => {
    const hosts = [aHost({ slots: 3 })]
    const own = aWaiter(5, 'a', { visitor: 'v' })
    const cut = aWaiter(1, 'a', { visitor: 'v', resumes: true })
    expect(order(aQueue({ hosts, waiting: [own], runs: [aRun({ visitor: 'v' })] })).grants).toEqual([])
    expect(order(aQueue({ hosts, waiting: [own, cut] })).grants).toMatchObject([{ waiter: cut }])
    expect(order(aQueue({ hosts, waiting: [own] })).grants).toMatchObject([{ waiter: own }])
  })
})

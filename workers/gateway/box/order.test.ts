/** The rule keeps its promises for any sequence of arrivals, ends and leavings, over several slots, hosts and models. */

import { describe, expect, it } from 'vitest'
import { Dice } from '../../../test/soak/dice.ts'
import { type Host, type Waiter, order } from './order.ts'

const MODELS = ['a', 'b', 'c'] as const
const SEEDS = Array.from({ length: 200 }, (_, n) => n + 1)

/** Random events; each waiter carries who has begun on a host that could serve it since it came. */
function play(seed: number, steps: number) {
  const dice = new Dice(seed)
  const made = (n: number): Host => ({
    name: `h${n}`,
    slots: dice.between(1, 3),
    room: dice.between(1, 2),
    models: n === 0 ? MODELS : [dice.pick(MODELS)],
    loaded: [],
    loadedAt: 0,
    running: 0,
    drainingUntil: 0,
  })
  const hosts: [Host, ...Host[]] = dice.chance(0.5) ? [made(0)] : [made(0), made(1)]
  const waiting = new Map<Waiter, Set<string>>()
  const began = new Map<string, number>()
  let arrivals = 0
  let now = 0
  let twice = 0
  const log: string[] = []
  const arrive = (visitor: string) => {
    if ([...waiting.keys()].some(one => one.visitor === visitor)) return
    const mark = began.get(visitor)
    const waiter = { visitor, model: dice.pick(MODELS), arrival: ++arrivals, since: now }
    waiting.set(mark === undefined ? waiter : { ...waiter, began: mark }, new Set())
  }
  for (let step = 0; step < steps; step += 1) {
    now += dice.between(0, 20_000)
    const kind = dice.between(0, 3)
    if (kind === 0) arrive(`v${dice.between(0, 6)}`)
    if (kind === 1) arrive(`fresh${step}`)
    for (const host of hosts) if (host.running > 0 && dice.chance(0.5)) host.running -= 1
    if (dice.chance(0.05)) dice.pick(hosts).drainingUntil = now + 30_000
    for (const leaver of waiting.keys()) if (dice.chance(0.02)) waiting.delete(leaver)
    const queue = { now, changeMs: 8_000, waiting: [...waiting.keys()], hosts }
    const answer = order(queue)
    expect(order(queue)).toEqual(answer)
    for (const { waiter, host: name, loaded, loads } of answer.grants) {
      const host = hosts.find(one => one.name === name)
      if (host === undefined) throw new Error(`There is no host ${name}.`)
      expect(waiting.delete(waiter)).toBe(true)
      expect(host.models).toContain(waiter.model)
      expect(loaded).toContain(waiter.model)
      expect(loaded.length).toBeLessThanOrEqual(host.room)
      const changes = loads && host.loaded.length >= host.room
      expect(changes && host.running > 0).toBe(false)
      expect(now).toBeGreaterThanOrEqual(host.drainingUntil)
      for (const [other, seen] of waiting) {
        if (!host.models.includes(other.model)) continue
        if (seen.has(waiter.visitor)) twice += 1
        seen.add(waiter.visitor)
      }
      Object.assign(host, { loaded, running: host.running + 1 }, loads ? { loadedAt: now + 8_000 } : {})
      expect(host.running).toBeLessThanOrEqual(host.slots)
      began.set(waiter.visitor, arrivals)
      log.push(`${name} ${waiter.visitor}`)
      if (waiter.visitor.startsWith('v')) arrive(waiter.visitor)
    }
    const idle = (host: Host) =>
      host.running < host.slots && now >= host.drainingUntil && !answer.idle.includes(host.name)
    // Who came back at their own grant is asked about at the next event.
    const unserved = queue.waiting.filter(one => waiting.has(one))
    for (const host of hosts.filter(idle)) {
      expect(unserved.some(one => host.models.includes(one.model))).toBe(false)
    }
  }
  return { twice, log }
}

describe('the order of a queue', () => {
  it('lets nobody begin two turns on a host while another waits for it, and wastes no slot [Q1]', () => {
    for (const seed of SEEDS) expect([seed, play(seed, 120).twice]).toEqual([seed, 0])
  })

  it('is the same for the same data', () => {
    expect(play(7, 200).log).toEqual(play(7, 200).log)
  })

  it('serves who waits for another model though a fresh visitor comes with every answer [Q3]', () => {
    const patient: Waiter = { visitor: 'patient', model: 'b', arrival: 1, since: 0 }
    const host: Host = {
      name: 'h',
      slots: 1,
      room: 1,
      models: MODELS,
      loaded: ['a'],
      loadedAt: 0,
      running: 0,
      drainingUntil: 0,
    }
    let served = 0
    for (; served < 100; served += 1) {
      const now = served * 10_000
      const fresh: Waiter = { visitor: `f${served}`, model: 'a', arrival: served + 2, since: now }
      const [grant] = order({ now, changeMs: 8_000, waiting: [patient, fresh], hosts: [host] }).grants
      if (grant?.waiter === patient) break
    }
    // Eight changes of 8 s, and the answer of 10 s that ran when they were over.
    expect(served).toBe(7)
  })
})

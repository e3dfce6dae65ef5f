/** Whatever comes, ends, is stopped, is cut and dies, in whatever order: the queue keeps its promises. */

import { expect, it } from 'vitest'
import { Dice } from '../../../test/soak/dice.ts'
import { inPretendedTime, pass } from '../testing/asking.ts'
import { type Reaction, Scene } from '../testing/scene.ts'

inPretendedTime()

const SEEDS = Array.from({ length: 60 }, (_, n) => n + 1)
const STEPS = 120
const VISITORS = 6
const MODELS = ['a:1b', 'b:1b'] as const

/** Five minutes are the longest for which the Box does not look around while anybody waits. */
const LONGEST_MS = 5 * 60_000

interface Asked {
  owner: string
  model: string
  is: 'waiting' | 'running' | 'cut' | 'over'
  begun: boolean
}

class Afternoon {
  readonly #dice: Dice
  readonly #scene: Scene
  readonly #hosts: { models: readonly string[]; slots: number }[]
  readonly #turns = new Map<string, Asked>()
  /** Of each visitor who waits, by the turn that stands, the beginnings of others since then: visitor and host. */
  readonly #since = new Map<string, { turn: string; began: Set<string> }>()
  readonly #reactions = new Map<string, Reaction>()
  readonly broken = new Set<string>()
  readonly log: string[] = []

  constructor(seed: number) {
    this.#dice = new Dice(seed)
    this.#hosts = this.#dice.some(1, 2, () => ({
      models: this.#dice.chance(0.7) ? MODELS : [this.#dice.pick(MODELS)],
      slots: this.#dice.between(1, 3),
      resident: this.#dice.between(1, 2),
    }))
    this.#scene = new Scene(...this.#hosts)
  }

  async play(): Promise<this> {
    for (let step = 0; step < STEPS; step += 1) await this.#does(`${step}`)
    for (const turn of this.#some('waiting')) this.#reacts(turn, 'comes')
    // Of a turn that vanished it is asked while somebody waits.
    for (let n = 0; n < 7; n += 1) await this.#asks(`last ${n}`, `last ${n}`)
    for (let n = 0; n < 500 && this.#some('waiting', 'running', 'cut').length > 0; n += 1) {
      for (const turn of this.#some('running')) await this.#ends(turn)
      for (const turn of this.#some('cut')) await this.#goesOn(turn)
      await this.#after(20)
    }
    this.#must('everybody is served', this.#some('waiting', 'running', 'cut').length === 0)
    await pass(200)
    const { waits, leases } = this.#scene.rows
    this.#must('nothing is left', waits === 0 && leases === 0)
    return this
  }

  async #does(step: string): Promise<void> {
    const [running, waiting, cut] = [this.#some('running'), this.#some('waiting'), this.#some('cut')]
    const what = this.#dice.between(0, 11)
    if (what <= 3) await this.#asks(step)
    else if (what <= 5 && running[0]) await this.#ends(this.#dice.pick([running[0], ...running]))
    else if (what === 6 && running[0]) this.#isCut(this.#dice.pick([running[0], ...running]))
    else if (what === 7 && cut[0]) await this.#goesOn(this.#dice.pick([cut[0], ...cut]))
    else if (what === 8 && waiting[0]) this.#isStopped(this.#dice.pick([waiting[0], ...waiting]))
    else if (what === 9 && this.#dice.chance(0.5)) this.#dies()
    else if (what === 10 && running[0] && this.#dice.chance(0.3)) this.#vanishes(running[0])
    else if (what === 11 && waiting[0])
      this.#reacts(
        this.#dice.pick([waiting[0], ...waiting]),
        this.#dice.pick(['accepts', 'fails', 'is silent'])
      )
    const slow = this.#some('waiting').filter(turn => this.#reactions.has(turn))
    if (slow[0] && this.#dice.chance(0.2)) await this.#comes(this.#dice.pick([slow[0], ...slow]))
    await this.#after(this.#dice.pick([0, 0, 1, 5, 20, 40]))
  }

  async #asks(turn: string, owner = `v${this.#dice.between(1, VISITORS)}`): Promise<void> {
    const model = this.#dice.pick(this.#hosts.flatMap(({ models }) => models) as [string, ...string[]])
    const admitted = await this.#scene.desk.admit({ turn, model }, owner)
    const all = [...this.#turns.values()]
    const own = all.filter(one => one.owner === owner && one.is === 'waiting' && !one.begun)
    this.#must('two of each visitor wait', admitted.ok === own.length < 2)
    if (!admitted.ok) return
    this.#turns.set(turn, { owner, model, is: 'waiting', begun: false })
    this.log.push(`${owner} asks ${turn} of ${model}`)
    await this.#scene.ask(turn, { owner, model, tokens: this.#dice.pick([10, 100, 2_000]) })
  }

  #reacts(turn: string, reaction: Reaction): void {
    this.log.push(`${turn} ${reaction}`)
    this.#reactions.set(turn, reaction)
    this.#scene.session(turn, reaction)
  }

  /** By itself, whether or not it was offered a slot. */
  async #comes(turn: string): Promise<void> {
    this.#reacts(turn, 'comes')
    await this.#scene.ask(turn)
  }

  async #ends(turn: string): Promise<void> {
    const how = this.#dice.chance(0.7) ? 'done' : 'stopped'
    const read = how === 'done' || this.#dice.chance(0.5)
    this.log.push(`${turn} is ${how}`)
    this.#set(turn, 'over')
    const both = [() => this.#scene.leave(turn), () => this.#scene.report(turn, { how, read })]
    for (const tell of this.#dice.chance(0.5) ? both : both.toReversed()) {
      tell()
      if (this.#dice.chance(0.2)) await pass(1)
    }
  }

  #isCut(turn: string): void {
    this.log.push(`${turn} is cut`)
    this.#set(turn, 'cut')
    this.#scene.leave(turn)
    this.#scene.report(turn, { how: 'cut', read: true, last: false })
  }

  async #goesOn(turn: string): Promise<void> {
    this.log.push(`${turn} goes on`)
    this.#set(turn, 'waiting')
    await this.#scene.ask(turn, { resumes: true, again: true })
  }

  #isStopped(turn: string): void {
    this.log.push(`${turn} is stopped`)
    this.#set(turn, 'over')
    this.#scene.session(turn, 'refuses')
    this.#scene.report(turn, { how: 'stopped', read: false })
  }

  /** Session and request have ended, and nobody tells. */
  #vanishes(turn: string): void {
    this.log.push(`${turn} vanishes`)
    this.#set(turn, 'over')
    this.#scene.leases.delete(turn)
    this.#scene.session(turn, 'refuses')
  }

  #dies(): void {
    this.log.push('the Box dies')
    this.#scene.dies()
  }

  /** Time passes. What has come of it is looked at. */
  async #after(seconds: number): Promise<void> {
    for (const second of [0, ...Array.from({ length: seconds }, () => 1)]) {
      await pass(second)
      this.#look()
    }
  }

  #look(): void {
    const begin = [...this.#scene.leases.keys()].filter(turn => this.#turns.get(turn)?.is === 'waiting')
    // Of those that begin in one moment none is before another.
    for (const turn of begin) this.#since.delete(this.#turns.get(turn)?.owner ?? '')
    for (const turn of begin) this.#begins(turn)
    for (const [n, { slots }] of this.#hosts.entries()) {
      const used = [...this.#scene.leases.values()].filter(({ url }) => url === this.#scene.hosts[n]?.url)
      this.#must('[Q2] no slot is used twice', used.length <= slots)
    }
    const { alarm } = this.#scene
    const isSet = alarm !== null && alarm <= Date.now() + LONGEST_MS
    this.#must('the alarm is set while anybody waits', isSet || this.#scene.rows.waits === 0)
    this.#stand()
  }

  #begins(turn: string): void {
    const { owner, begun } = this.#turns.get(turn) ?? { owner: '', begun: true }
    const at = this.#scene.hosts.findIndex(({ url }) => url === this.#scene.leases.get(turn)?.url)
    this.log.push(`${turn} of ${owner} ${begun ? 'goes on' : 'begins'} on ${at}`)
    this.#set(turn, 'running')
    this.#reacts(turn, 'comes')
    if (begun) return
    for (const [visitor, { turn: stands, began }] of this.#since) {
      const model = this.#turns.get(stands)?.model ?? ''
      if (visitor === owner || !this.#hosts[at]?.models.includes(model)) continue
      const beginning = `${owner} on ${at}`
      this.#must(`[Q1] while ${stands} waits nobody begins twice`, !began.has(beginning))
      began.add(beginning)
    }
  }

  /** Who waits, and for nothing of their own. */
  #stand(): void {
    for (let n = 1; n <= VISITORS; n += 1) {
      const owner = `v${n}`
      const own = [...this.#turns].filter(([, one]) => one.owner === owner && one.is !== 'over')
      const [turn] = own.find(([, { is }]) => is === 'waiting') ?? []
      // Who does not come when they are called is passed.
      const isCalled = (this.#reactions.get(turn ?? '') ?? 'comes') === 'comes'
      const waits =
        turn !== undefined && isCalled && own.every(([, { is, begun }]) => is === 'waiting' && !begun)
      if (!waits) this.#since.delete(owner)
      else if (this.#since.get(owner)?.turn !== turn) this.#since.set(owner, { turn, began: new Set() })
    }
  }

  #set(turn: string, is: Asked['is']): void {
    const asked = this.#turns.get(turn)
    if (asked !== undefined) Object.assign(asked, { is, begun: asked.begun || is === 'running' })
  }

  #some = (...states: Asked['is'][]): string[] =>
    [...this.#turns].flatMap(([turn, { is }]) => (states.includes(is) ? [turn] : []))

  #must(what: string, holds: boolean): void {
    if (!holds) this.broken.add(`${what} after ${this.log.length}`)
  }
}

it('[Q1] [Q2] [Q4] everybody is served, no slot is used twice, and nothing is left behind', async () => {
  for (const seed of SEEDS) {
    const afternoon = await new Afternoon(seed).play()
    expect([...afternoon.broken], `seed ${seed}: ${afternoon.log.join(', ')}`).toEqual([])
  }
})

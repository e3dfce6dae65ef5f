/** Whatever comes, ends, is stopped, is cut and dies, in whatever order: the queue keeps its promises. */

import { expect, it } from 'vitest'
import { Dice } from '../../../test/soak/dice.ts'
import { inPretendedTime, pass } from '../testing/asking.ts'
import { type Of, Scene } from '../testing/scene.ts'
import { Witness } from '../testing/witness.ts'

inPretendedTime()

const SEEDS = Array.from({ length: 50 }, (_, n) => n + 1)
const STEPS = 120
const VISITORS = 6
const MODELS = ['a:1b', 'b:1b'] as const

/** Random events before one queue. What it did not keep is noted. */
class Afternoon {
  readonly #dice: Dice
  readonly #scene: Scene
  readonly #hosts: Required<Of>[]
  readonly witness: Witness
  readonly #programs: number // how many of those who ask
  readonly #held = new Set<string>() // turns of theirs

  constructor(seed: number, programs = 0) {
    this.#programs = programs
    this.#dice = new Dice(seed)
    this.#hosts = this.#dice.some(1, 2, () => ({
      models: this.#dice.chance(0.7) ? MODELS : [this.#dice.pick(MODELS)],
      slots: this.#dice.between(1, 3),
      resident: this.#dice.between(1, 2),
    }))
    this.#scene = new Scene(...this.#hosts)
    this.witness = new Witness(this.#scene, this.#hosts)
  }

  async play(): Promise<Witness> {
    for (let step = 0; step < STEPS; step += 1) await this.#does(`${step}`)
    for (const turn of this.witness.some('waiting')) this.witness.reacts(turn, 'comes')
    for (const n of this.#hosts.keys()) this.#scene.away(n, false)
    // Of a turn that vanished it is asked while somebody waits.
    for (let n = 0; n < 7; n += 1) await this.#asks(`last ${n}`, `last ${n}`)
    for (let n = 0; n < 500 && this.witness.some('waiting', 'running', 'cut').length > 0; n += 1) {
      for (const turn of this.witness.some('running')) await this.#ends(turn)
      for (const turn of this.witness.some('cut')) await this.#goesOn(turn)
      await this.#after(20)
    }
    this.witness.must('everybody is served', this.witness.some('waiting', 'running', 'cut').length === 0)
    await pass(200)
    const { waits, leases } = this.#scene.rows
    this.witness.must('nothing is left', waits === 0 && leases === 0)
    return this.witness
  }

  async #does(step: string): Promise<void> {
    const [running, waiting] = [this.witness.some('running'), this.witness.some('waiting')]
    const cut = this.witness.some('cut')
    const what = this.#dice.between(0, 12)
    if (what <= 3) await this.#asks(step)
    else if (what <= 5 && running[0]) await this.#ends(this.#dice.pick([running[0], ...running]))
    else if (what === 6 && running[0]) await this.#isCut(this.#dice.pick([running[0], ...running]))
    else if (what === 7 && cut[0]) await this.#goesOn(this.#dice.pick([cut[0], ...cut]))
    else if (what === 8 && waiting[0]) this.#isStopped(this.#dice.pick([waiting[0], ...waiting]))
    else if (what === 9 && this.#dice.chance(0.5)) this.#dies()
    else if (what === 10 && running[0] && this.#dice.chance(0.3)) this.#vanishes(running[0])
    else if (what === 11 && waiting[0] && !waiting.some(turn => this.#held.has(turn)))
      this.witness.reacts(
        this.#dice.pick([waiting[0], ...waiting]),
        this.#dice.pick(['accepts', 'fails', 'is silent'])
      )
    else if (what === 12) this.#fails(this.#dice.between(0, this.#hosts.length - 1), this.#dice.chance(0.4))
    const [held] = this.witness.some('waiting', 'running').filter(turn => this.#scene.holding.has(turn))
    if (held !== undefined && this.#dice.chance(0.1)) this.#letsGo(held, true)
    const slow = this.witness.some('waiting').filter(turn => this.witness.reactions.has(turn))
    if (slow[0] && this.#dice.chance(0.2)) await this.#comes(this.#dice.pick([slow[0], ...slow]))
    await this.#after(this.#dice.pick([0, 0, 1, 5, 20]))
    await this.#comeAgain()
    await this.#after(this.#dice.pick([0, 0, 0, 0, 0, 40]))
  }

  async #asks(turn: string, owner = `v${this.#dice.between(1, VISITORS)}`): Promise<void> {
    const model = this.#dice.pick(this.#hosts.flatMap(({ models }) => models) as [string, ...string[]])
    const admitted = await this.#scene.desk.admit({ turn, model }, owner)
    const all = [...this.witness.turns.values()]
    const own = all.filter(one => one.owner === owner && one.is === 'waiting' && !one.begun)
    this.witness.must('two of each visitor wait', admitted.ok === own.length < 2)
    if (!admitted.ok) return
    this.witness.turns.set(turn, { owner, model, is: 'waiting', begun: false })
    this.witness.log.push(`${owner} asks ${turn} of ${model}`)
    const isProgram = this.#programs > 0 && this.#dice.chance(this.#programs)
    if (isProgram) this.#holds(turn)
    const program = isProgram ? { program: owner } : {}
    await this.#scene.ask(turn, { owner, ...program, model, tokens: this.#dice.pick([10, 100, 2_000]) })
  }

  /** By itself, whether or not it was offered a slot. */
  async #comes(turn: string): Promise<void> {
    this.witness.reacts(turn, 'comes')
    await this.#scene.ask(turn)
  }

  async #ends(turn: string): Promise<void> {
    const how = this.#dice.chance(0.7) ? 'done' : 'stopped'
    const read = how === 'done' || this.#dice.chance(0.5)
    this.witness.log.push(`${turn} is ${how}`)
    this.witness.set(turn, 'over')
    const all = [() => this.#scene.leave(turn), () => this.#scene.report(turn, { how, read })]
    if (this.#held.has(turn)) all.push(() => this.#letsGo(turn))
    for (const tell of this.#dice.chance(0.5) ? all : all.toReversed()) {
      tell()
      if (this.#dice.chance(0.2)) await pass(1)
    }
  }

  async #isCut(turn: string): Promise<void> {
    if (this.#held.has(turn)) return this.#ends(turn)
    this.witness.log.push(`${turn} is cut`)
    this.witness.set(turn, 'cut')
    this.#scene.leave(turn)
    this.#scene.report(turn, { how: 'cut', read: true, last: false })
  }

  async #goesOn(turn: string): Promise<void> {
    this.witness.log.push(`${turn} goes on`)
    this.witness.set(turn, 'waiting')
    await this.#scene.ask(turn, { resumes: true, again: true })
  }

  #isStopped(turn: string): void {
    this.witness.log.push(`${turn} is stopped`)
    this.witness.set(turn, 'over')
    if (this.#held.has(turn)) return this.#letsGo(turn)
    this.#scene.session(turn, 'refuses')
    this.#scene.report(turn, { how: 'stopped', read: false })
  }

  /** Session and request have ended, and nobody tells. */
  #vanishes(turn: string): void {
    this.witness.log.push(`${turn} vanishes`)
    this.witness.set(turn, 'vanished')
    this.#scene.leases.delete(turn)
    if (this.#held.has(turn)) this.#letsGo(turn, true)
    else this.#scene.session(turn, 'refuses')
  }

  /** A host fails, or is well again, which the Box has to find. */
  #fails(n: number, is: boolean): void {
    this.witness.log.push(`host ${n} is ${is ? 'away' : 'there'}`)
    this.#scene.away(n, is)
  }

  #dies(): void {
    this.witness.log.push('the Box dies')
    this.#scene.dies()
  }

  #holds(turn: string): void {
    this.#held.add(turn)
    this.#scene.holding.add(turn)
    this.#scene.desk.held(turn)
  }

  #letsGo(turn: string, broke = false): void {
    this.witness.log.push(`${turn} ${broke ? 'breaks' : 'lets go'}`)
    if (this.witness.turns.get(turn)?.is === 'over' || !broke) this.#held.delete(turn)
    this.#scene.holding.delete(turn)
    this.#scene.desk.unheld(turn, broke)
  }

  /** The lines that broke are there again, and who waits asks once more. */
  async #comeAgain(): Promise<void> {
    for (const turn of this.witness.some('waiting', 'running')) {
      if (!this.#held.has(turn) || this.#scene.holding.has(turn)) continue
      this.#holds(turn)
      if (this.witness.turns.get(turn)?.is === 'waiting') await this.#scene.ask(turn)
    }
  }

  /** Time passes. What has come of it is looked at. */
  async #after(seconds: number): Promise<void> {
    for (const second of [0, ...Array.from({ length: seconds }, () => 1)]) {
      await pass(second)
      this.witness.look()
    }
  }
}

it.each([
  ['visitors', 0, SEEDS],
  ['programs among them', 0.4, SEEDS.slice(0, 25)],
] as const)(
  '[Q1] [Q2] [Q4] all are served, no slot is used twice, nothing is left: %s',
  async (_, programs, seeds) => {
    for (const seed of seeds) {
      const { broken, log } = await new Afternoon(seed, programs).play()
      expect({ seed, broken: [...broken], log: broken.size > 0 && log }).toMatchObject({ log: false })
    }
  }
)

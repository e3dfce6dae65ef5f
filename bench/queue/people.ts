/** People who ask, read and ask again. They meet the same questions under every rule, drawn when they are asked. */

import { mulberry32 } from '../../demo/showroom/bench.ts'

export interface Case {
  regulars: number
  /** Of each model, the share of people whose favourite it is. */
  shares: readonly number[]
  changeS: number
  /** One stranger, who asks once, every so many seconds. */
  strangersS?: number
  /** Questions that one visitor asks at once. */
  greedy?: number
  /** The waits of strangers count. */
  open?: boolean
  slots?: number
  room?: number
  hosts?: number
  /** How many times as long the answers of a model take. */
  times?: Readonly<Record<string, number>>
}

export interface Asking {
  who: number
  model: string
  /** Seconds that its answer takes. */
  takes: number
  /** When it was first asked, in seconds. */
  at: number
}

interface Coming {
  at: number
  who: number
  model?: string
  /** It was asked before, and refused. */
  refused?: Asking
}

export const HOURS = 4
export const END_S = 3_600 * HOURS

const MEAN_READING_S = 60
const MEAN_ANSWER_S = 12
/** Of the logarithm: one answer in six takes less than a third of the mean, one in ten more than twice that. */
const SPREAD = 0.8
/** How often somebody asks their favourite. */
const LOYAL = 0.9
/** When the greedy one comes, in seconds. */
const GREEDY_S = 600

export class People {
  readonly #random: () => number
  readonly #case: Case
  readonly #favourite: string[]
  #coming: Coming[]

  constructor(seed: number, one: Case) {
    const { regulars, strangersS, greedy = 0, open = false } = one
    this.#random = mulberry32(seed)
    this.#case = one
    this.#favourite = Array.from({ length: regulars }, () => this.#pick())
    this.#coming = this.#favourite.map((_, who) => ({ at: this.#exp(MEAN_READING_S), who }))
    if (strangersS !== undefined)
      for (let at = this.#exp(strangersS), who = regulars; at < END_S; at += this.#exp(strangersS), who += 1)
        this.#coming.push({ at, who, ...(!open && { model: 'm0' }) })
    for (let n = 0; n < greedy; n += 1) this.#coming.push({ at: GREEDY_S + n, who: -1, model: 'm1' })
    this.#coming.sort((a, b) => a.at - b.at)
  }

  /** When the next one asks, in seconds. */
  get next(): number {
    return this.#coming[0]?.at ?? Number.POSITIVE_INFINITY
  }

  /** Takes the next question. */
  take(): Asking {
    const coming = this.#coming.shift()
    if (coming === undefined) throw new Error('nobody comes any more')
    const { at, who, refused } = coming
    if (refused !== undefined) return refused
    const loyal = this.#random() < LOYAL
    const thrown = (loyal ? this.#favourite[who] : undefined) ?? this.#pick()
    const model = coming.model ?? thrown
    return { at, who, model, takes: this.#answer() * this.#times(model) }
  }

  /** What an answer of this model takes in the mean, in seconds. */
  mean(model: string): number {
    return MEAN_ANSWER_S * this.#times(model)
  }

  /** Who was refused asks the same again, at `at`, in seconds. */
  comeBack(refused: Asking, at: number): void {
    this.#insert({ at, who: refused.who, refused })
  }

  /** Those who were refused and have not come back. */
  get away(): Asking[] {
    return this.#coming.flatMap(({ refused }) => refused ?? [])
  }

  /** Somebody who comes again has an answer to read, from `at`, in seconds. */
  read(who: number, at: number): void {
    if (this.#favourite[who] === undefined) return
    this.#insert({ at: at + this.#exp(MEAN_READING_S), who })
  }

  #insert(next: Coming): void {
    const place = this.#coming.findIndex(other => other.at > next.at)
    this.#coming.splice(place < 0 ? this.#coming.length : place, 0, next)
  }

  #times(model: string): number {
    return this.#case.times?.[model] ?? 1
  }

  #exp(mean: number): number {
    return -Math.log(1 - this.#random()) * mean
  }

  #answer(): number {
    const normal = Math.sqrt(-2 * Math.log(1 - this.#random())) * Math.cos(2 * Math.PI * this.#random())
    return Math.exp(Math.log(MEAN_ANSWER_S) - SPREAD ** 2 / 2 + SPREAD * normal)
  }

  #pick(): string {
    let x = this.#random()
    const n = this.#case.shares.findIndex(share => (x -= share) <= 0)
    return `m${Math.max(0, n)}`
  }
}

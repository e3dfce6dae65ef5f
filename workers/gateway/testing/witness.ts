/** Looks at what becomes of the turns of a scene, and notes every promise that is not kept. */

import type { Reaction } from './reaction.ts'
import type { Of, Scene } from './scene.ts'

/** Five minutes are the longest for which the Box does not look around while anybody waits. */
const LONGEST_MS = 5 * 60_000

interface Asked {
  owner: string
  model: string
  /** `vanished`: it has ended, but the Box has yet to find out. */
  is: 'waiting' | 'running' | 'cut' | 'vanished' | 'over'
  begun: boolean
}

export class Witness {
  readonly #scene: Scene
  readonly #hosts: readonly Required<Of>[]
  /** Of each visitor who waits, by the turn that stands, the beginnings of others since then: visitor and host. */
  readonly #since = new Map<string, { turn: string; began: Set<string> }>()
  readonly turns = new Map<string, Asked>()
  readonly reactions = new Map<string, Reaction>()
  readonly broken = new Set<string>()
  readonly log: string[] = []

  constructor(scene: Scene, hosts: readonly Required<Of>[]) {
    this.#scene = scene
    this.#hosts = hosts
  }

  reacts(turn: string, reaction: Reaction): void {
    this.log.push(`${turn} ${reaction}`)
    this.reactions.set(turn, reaction)
    this.#scene.session(turn, reaction)
  }

  /** What has come of it by now. */
  look(): void {
    const begin = [...this.#scene.leases.keys()].filter(turn => this.turns.get(turn)?.is === 'waiting')
    for (const [owner, { turn }] of this.#since)
      if (this.turns.get(turn)?.is === 'over') this.#since.delete(owner)
    // Of those that begin in one moment none is before another.
    for (const turn of begin) this.#since.delete(this.turns.get(turn)?.owner ?? '')
    for (const turn of begin) this.#begins(turn)
    for (const [n, { slots }] of this.#hosts.entries()) {
      const used = [...this.#scene.leases.values()].filter(({ url }) => url === this.#scene.hosts[n]?.url)
      this.must('[Q2] no slot is used twice', used.length <= slots)
    }
    const { alarm } = this.#scene
    const isSet = alarm !== null && alarm <= Date.now() + LONGEST_MS
    this.must('the alarm is set while anybody waits', isSet || this.#scene.rows.waits === 0)
    this.#stand()
  }

  #begins(turn: string): void {
    const { owner, begun } = this.turns.get(turn) ?? { owner: '', begun: true }
    const at = this.#scene.hosts.findIndex(({ url }) => url === this.#scene.leases.get(turn)?.url)
    this.log.push(`${turn} of ${owner} ${begun ? 'goes on' : 'begins'} on ${at}`)
    this.set(turn, 'running')
    this.reacts(turn, 'comes')
    if (begun) return
    for (const [visitor, { turn: stands, began }] of this.#since) {
      const model = this.turns.get(stands)?.model ?? ''
      if (visitor === owner || !this.#hosts[at]?.models.includes(model)) continue
      const beginning = `${owner} on ${at}`
      this.must(`[Q1] while ${stands} waits nobody begins twice`, !began.has(beginning))
      began.add(beginning)
    }
  }

  /** Who waits, and for nothing of their own. */
  #stand(): void {
    for (const owner of new Set([...this.turns.values()].map(one => one.owner))) {
      const own = [...this.turns].filter(([, one]) => one.owner === owner && one.is !== 'over')
      const [turn] = own.find(([, { is }]) => is === 'waiting') ?? []
      // Who does not come when they are called is passed.
      const isCalled = (this.reactions.get(turn ?? '') ?? 'comes') === 'comes'
      const waits =
        turn !== undefined && isCalled && own.every(([, { is, begun }]) => is === 'waiting' && !begun)
      if (!waits) this.#since.delete(owner)
      else if (this.#since.get(owner)?.turn !== turn) this.#since.set(owner, { turn, began: new Set() })
    }
  }

  set(turn: string, is: Asked['is']): void {
    const asked = this.turns.get(turn)
    if (asked !== undefined) Object.assign(asked, { is, begun: asked.begun || is === 'running' })
  }

  some = (...states: Asked['is'][]): string[] =>
    [...this.turns].flatMap(([turn, { is }]) => (states.includes(is) ? [turn] : []))

  must(what: string, holds: boolean): void {
    if (!holds) this.broken.add(`${what} after ${this.log.length}`)
  }
}

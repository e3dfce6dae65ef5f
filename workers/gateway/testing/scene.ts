/**
 * A Box of a test with all that is around it: hosts, sessions that answer as they are told to, somebody who watches, and
 * the alarm. It may die at any moment: its next life finds the rows and the alarm, and what the dead one says is lost.
 */

import type { Shelf } from '../box/book.ts'
import { Desk } from '../box/desk.ts'
import type { Entrance } from '../box/entrance.ts'
import type { TryReport } from '../../protocol/completion.ts'
import { seeing, type Seeing, UNTIL } from './around.ts'
import { Bell } from './bell.ts'
import { type Box, envOf, fakeBox, html, json, shelf, tagsOf } from './fake-box.ts'
import { answerOf, type Reaction } from './reaction.ts'

/** A host: what it has, as `name` or `name digest`, and what it can. */
export interface Of {
  models?: readonly string[]
  slots?: number
  resident?: number
}

/** What a turn asks for; `owner`: of a visitor of that name instead of one of its own. */
type Asking = Partial<Parameters<Desk['enter']>[0]> & { owner?: string }

export const MODEL = 'm:1b'

export class Scene {
  readonly hosts: readonly Box[]
  /** Turns that were offered a slot, and that were asked whether they run, in the order of the calls. */
  readonly offered: string[] = []
  readonly asked: string[] = []
  readonly told: string[] = [] // visitors whose tabs heard that the box is back
  readonly holding = new Set<string>() // turns of programs
  readonly over: string[] = [] // those that were told so, and why
  /** Leases by turn, of those that were let in and have not left. */
  readonly leases = new Map<string, { lease: string; url: string }>()
  readonly watchers: Seeing[] = []
  callable = true // false: who asks cannot be called
  writes = 0 // rows
  readonly #reactions = new Map<string, Reaction>()
  readonly #rows = shelf()
  /** How each turn asked last: so it asks again. */
  readonly #given = new Map<string, Asking>()
  readonly #env: ConstructorParameters<typeof Desk>[0]
  readonly #bell = new Bell(() => void this.desk.wake())
  #life = 0
  desk: Desk

  constructor(...hosts: readonly Of[]) {
    this.hosts = (hosts.length === 0 ? [{}] : hosts).map(({ models = [MODEL] }) => boxOf(models))
    const list = this.hosts.map(({ url }, n) => ({
      url,
      slots: hosts[n]?.slots ?? 1,
      resident: hosts[n]?.resident ?? 1,
    }))
    this.#env = envOf(this.hosts[0] ?? boxOf([]), { OLLAMA_URL: '', OLLAMA_HOSTS: JSON.stringify(list) })
    this.desk = this.#born()
  }

  /** When the Box is to be woken, in Unix milliseconds; null for never. */
  get alarm(): number | null {
    return this.#bell.at
  }

  /** The Box dies; whatever it had only in memory is lost. */
  dies(): void {
    this.holding.clear()
    this.desk = this.#born()
  }

  /** From now on the session of this turn answers so, when it is offered a slot and when it is asked whether it runs. */
  session(turn: string, reaction: Reaction): void {
    this.#reactions.set(turn, reaction)
  }

  /** A turn asks for a slot, of a visitor of its own unless `owner` says whose. */
  async enter(turn: string, more: Asking = {}): Promise<Entrance> {
    const asking = { ...this.#given.get(turn), ...more }
    this.#given.set(turn, asking)
    const { owner = `of ${turn}`, ...rest } = asking
    const session = { owner, chat: `chat of ${turn}`, until: UNTIL }
    const given = {
      turn,
      ...(this.callable && rest.program === undefined && { session }),
      model: MODEL,
      tokens: 100,
      again: false,
      resumes: false,
      keep: false,
      ...rest,
    }
    const life = this.#life
    const entrance = await this.desk.enter(given)
    if (entrance.ok && life === this.#life) this.leases.set(turn, entrance.entry)
    return entrance
  }

  /** The same, in a word: the number of its host, `queued`, or the problem's code. */
  async ask(...given: Parameters<Scene['enter']>): Promise<number | string> {
    const entrance = await this.enter(...given)
    if (entrance.ok) return this.hosts.findIndex(({ url }) => url === entrance.entry.url)
    return 'problem' in entrance ? entrance.problem.code : 'queued' in entrance ? 'queued' : 'smaller'
  }

  /** The upstream request of a turn ends. */
  leave(turn: string): void {
    const { lease } = this.leases.get(turn) ?? { lease: `none of ${turn}` }
    if (!this.leases.delete(turn)) throw new Error(`${turn} has no slot.`)
    this.desk.leave(lease)
  }

  report(turn: string, more: Partial<TryReport> = {}): void {
    this.desk.report({ turn, model: MODEL, how: 'done', read: true, last: true, ...more })
  }

  /** A turn ends as it should: what it came to is told as well. */
  end(turn: string, more: Partial<TryReport> = {}): void {
    this.leave(turn)
    this.report(turn, more)
  }

  watch(turn: string): Seeing {
    const watcher = seeing(turn)
    this.watchers.push(watcher)
    this.desk.watched()
    return watcher
  }

  /** From now on a host is away, or there again. */
  away(n: number, is = true): void {
    const box = this.hosts[n]
    if (box === undefined) throw new Error('There is no such host.')
    box.table['/api/version'] = () => (is ? html(530) : json({ version: '0.33.0' }))
    if (is) this.desk.failed(box.url)
  }

  /** How many rows of who waits there are, and how many leases. */
  get rows(): { waits: number; leases: number } {
    const ledger = this.#rows.get<{ leases: unknown[] }>('ledger')
    return { waits: [...this.#rows.list({ prefix: 'waits ' })].length, leases: ledger?.leases.length ?? 0 }
  }

  #reaction = (turn: string): Reaction => this.#reactions.get(turn) ?? 'comes'

  #born(): Desk {
    const life = (this.#life += 1)
    const alive = () => life === this.#life
    const rows: Shelf = {
      ...this.#rows,
      put: (name, value) => {
        if (!alive()) return
        this.writes += 1
        this.#rows.put(name, value)
      },
      delete: name => alive() && this.#rows.delete(name),
    }
    /** As `aroundOf`: what the alarm is set to is not known after a death. */
    let set = Infinity
    return new Desk(this.#env, rows, {
      granted: (_session, turn) => {
        this.offered.push(turn)
        const reaction = this.#reaction(turn)
        return answerOf(reaction).finally(() => reaction === 'comes' && alive() && void this.enter(turn))
      },
      offered: turn => {
        if (!this.holding.has(turn)) return null
        this.offered.push(turn)
        if (alive() && this.#reaction(turn) === 'comes') void this.enter(turn)
        return true
      },
      over: (turn, { code }) => this.holding.has(turn) && this.over.push(`${turn}: ${code}`) > 0,
      holds: turn => this.holding.has(turn),
      runs: (_session, turn) => {
        this.asked.push(turn)
        return answerOf(this.#reaction(turn))
      },
      back: async visitor => void this.told.push(visitor),
      wakeAt: at => {
        if (!alive() || set <= at) return
        set = at
        this.#bell.set(at)
      },
      woken: () => void (set = Infinity),
      watchers: () => this.watchers.filter(one => alive() && !one.heard.some(news => 'moved' in news)),
      later: work => void work,
    })
  }
}

const boxOf = (models: readonly string[]): Box =>
  fakeBox({
    '/api/version': () => json({ version: '0.33.0' }),
    '/api/ps': () => json({ models: [] }),
    '/api/tags': () =>
      tagsOf(
        ...models
          .map(model => model.split(' '))
          .map(([name = '', digest = name]) => ({ name, digest, capabilities: ['completion'] }))
      ),
  })

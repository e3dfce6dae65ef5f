/** A visitor of Burrow as the page is one: a cookie of their own, an open connection, chats and turns with ids. */

import { Agent } from 'node:http'
import { v7 as uuid } from 'uuid'
import type { TurnEvent } from '../workers/protocol/events.ts'
import type { OpenChat } from '../workers/protocol/nouns.ts'
import { type Exchange, exchange, textOf } from './exchange.ts'
import { type Heard, hear, type Told } from './told.ts'

/** Where a question is put: in a new chat, or behind the last answer of an old one. */
export interface Place {
  chat: string
  parent: string | null
}

export class Visitor {
  readonly #url: string
  readonly #agent = new Agent({ keepAlive: true })
  #cookie = ''

  constructor(url: string) {
    this.#url = url
  }

  /** Comes to the page: gets the cookie, and keeps the connection. */
  async arrive(): Promise<void> {
    const { cookies } = await this.get('/api/chats')
    this.#cookie = cookies.map(cookie => cookie.split(';', 1)[0]).join('; ')
    if (this.#cookie === '') throw new Error('Burrow gave no cookie')
  }

  /** Asks, and says where the next question of this chat goes. */
  async ask(
    model: string,
    text: string,
    place: Place = { chat: uuid(), parent: null }
  ): Promise<Told & { next: Place }> {
    const turn = uuid()
    const got = await exchange(`${this.#url}/api/chats/${place.chat}/turns`, {
      method: 'POST',
      agent: this.#agent,
      headers: { Cookie: this.#cookie },
      body: { turn, parent: place.parent, text, model },
    })
    if (got.status !== 200) throw new Error(`${got.status}: ${textOf(got)}`)
    return { ...hear(got, '\n\n', heard), next: { chat: place.chat, parent: turn } }
  }

  get(path: string): Promise<Exchange> {
    const headers = { Cookie: this.#cookie }
    return exchange(this.#url + path, { method: 'GET', agent: this.#agent, headers })
  }

  async open(chat: string): Promise<OpenChat> {
    const got = await this.get(`/api/chats/${chat}`)
    if (got.status !== 200) throw new Error(`history: ${got.status}: ${textOf(got)}`)
    return JSON.parse(textOf(got))
  }

  leave(): void {
    this.#agent.destroy()
  }
}

/** One SSE frame, as Burrow writes them: a comment, or `id`, `event` and one line of `data`. */
function heard(frame: string): Heard {
  const [, type, json] = /^event: (.*)\ndata: (.*)$/m.exec(frame) ?? []
  if (type === undefined || json === undefined) return { text: '', over: false }
  const event = { type, data: JSON.parse(json) } as TurnEvent
  if (event.type === 'problem') throw new Error(event.data.code)
  return { text: event.type === 'text' ? event.data.text : '', over: event.type === 'done' }
}

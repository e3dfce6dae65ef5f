/** A visitor of Burrow as the page is one, on a connection that is kept open, and as cheap as can be: what it costs is not Burrow's. */

import { Agent } from 'node:http'
import { v7 as uuid } from 'uuid'
import type { TurnEvent } from '../workers/protocol/events.ts'
import type { OpenChat } from '../workers/protocol/nouns.ts'
import { Caller } from '../test/client/caller.ts'
import { eventReader } from '../test/client/events.ts'
import { type Exchange, exchange, textOf } from './exchange.ts'
import { type Heard, hear, type Told } from './told.ts'

/** Where a question is put: in a new chat, or behind the last answer of an old one. */
export interface Place {
  chat: string
  parent: string | null
}

export class Visitor extends Caller {
  readonly #agent = new Agent({ keepAlive: true })

  /** Comes to the page: gets the cookie, and keeps the connection. */
  async arrive(): Promise<void> {
    await this.get('/api/chats')
    if (this.cookie === '') throw new Error('Burrow gave no cookie')
  }

  /** Asks, and says where the next question of this chat goes. */
  async ask(
    model: string,
    text: string,
    place: Place = { chat: uuid(), parent: null }
  ): Promise<Told & { next: Place }> {
    const turn = uuid()
    const body = { turn, parent: place.parent, text, model }
    const got = good(await this.#call('POST', `/api/chats/${place.chat}/turns`, body))
    const told = hear(got, take => eventReader(event => take(heard(event))))
    return { ...told, next: { chat: place.chat, parent: turn } }
  }

  /** Whatever the answer is. */
  get(path: string): Promise<Exchange> {
    return this.#call('GET', path)
  }

  async open(chat: string): Promise<OpenChat> {
    return JSON.parse(textOf(good(await this.get(`/api/chats/${chat}`))))
  }

  leave(): void {
    this.#agent.destroy()
  }

  async #call(method: string, path: string, body?: unknown): Promise<Exchange> {
    const got = await exchange(this.url + path, this.#agent, this.sending(method, body))
    this.keep(got.cookies)
    return got
  }
}

function good(got: Exchange): Exchange {
  if (got.status !== 200) throw new Error(`${got.status}: ${textOf(got)}`)
  return got
}

function heard(event: TurnEvent): Heard {
  if (event.type === 'problem') throw new Error(event.data.code)
  return { text: event.type === 'text' ? event.data.text : '', over: event.type === 'done' }
}

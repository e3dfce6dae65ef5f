/** A visitor over real HTTP: keeps its cookie as a browser does, asks, attaches, stops. */

import { v7 as uuid } from 'uuid'
import type { ChatPage, ChatSummary, OpenChat, TurnRequest } from '../workers/protocol/nouns.ts'
import { Caller } from './client/caller.ts'

export class Visitor extends Caller {
  /** One request; `body` goes as JSON unless it is text already. */
  async call(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {}
  ): Promise<Response> {
    const sending = this.sending(method, body, headers)
    const response = await fetch(this.url + path, { ...sending, redirect: 'manual' })
    this.keep(response.headers.getSetCookie())
    return response
  }

  /** The JSON of an answer that must be good. */
  async get<T>(path: string): Promise<T> {
    return (await good(await this.call('GET', path)).json()) as T
  }

  /** One page of the list of chats. */
  chats(cursor?: string): Promise<ChatPage> {
    return this.get(cursor === undefined ? '/api/chats' : `/api/chats?cursor=${encodeURIComponent(cursor)}`)
  }

  /** A chat of this visitor's: a new one, or the one with this id. */
  chat(id: string = uuid()): Chat {
    return new Chat(this, id)
  }

  /** Asks one question in a new chat; the answer's events are still to be read. */
  async ask(
    model: string,
    text: string,
    more: Partial<TurnRequest> = {}
  ): Promise<{ chat: Chat; turn: string; response: Response }> {
    const chat = this.chat()
    const question = ask(model, text, more)
    return { chat, turn: question.turn, response: good(await chat.send(question)) }
  }
}

export class Chat {
  readonly #visitor: Visitor
  readonly id: string
  readonly path: string

  constructor(visitor: Visitor, id: string) {
    this.#visitor = visitor
    this.id = id
    this.path = `/api/chats/${id}`
  }

  send(question: TurnRequest): Promise<Response> {
    return this.#visitor.call('POST', `${this.path}/turns`, question)
  }

  /** Attaches behind the event with this id. */
  attach(turn: string, lastEventId?: string): Promise<Response> {
    const headers: Record<string, string> = lastEventId === undefined ? {} : { 'last-event-id': lastEventId }
    return this.#visitor.call('GET', `${this.path}/turns/${turn}/events`, undefined, headers)
  }

  stop(turn: string): Promise<Response> {
    return this.#visitor.call('DELETE', `${this.path}/turns/${turn}`)
  }

  open(): Promise<OpenChat> {
    return this.#visitor.get(this.path)
  }

  async rename(title: string): Promise<ChatSummary> {
    return (await good(await this.#visitor.call('PATCH', this.path, { title })).json()) as ChatSummary
  }

  delete(): Promise<Response> {
    return this.#visitor.call('DELETE', this.path)
  }
}

/** Someone with one chat, in which one question was answered. */
export async function settled(owner: Visitor): Promise<{ owner: Visitor; chat: Chat; turn: string }> {
  await owner.chats()
  const { chat, turn, response } = await owner.ask('bench-fast:1b', 'tokens=3')
  await response.text()
  return { owner, chat, turn }
}

/** What a page sends; `text` is left out to ask again. */
export function ask(model: string, text: string | undefined, more: Partial<TurnRequest> = {}): TurnRequest {
  return { turn: uuid(), parent: null, ...(text === undefined ? {} : { text }), model, ...more }
}

/** The response, if it is one of success. */
export function good(response: Response): Response {
  if (response.ok) return response
  void response.text().then(
    text => console.error(`refused: ${text}`),
    () => undefined
  )
  throw new Error(`${response.url} answered ${response.status}`)
}

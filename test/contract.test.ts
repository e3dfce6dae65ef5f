/** Every route, called as the document says; and every answer held against the document. */

import { afterAll, beforeAll, describe, it } from 'vitest'
import { type ApiDocument, ByDocument } from './by-document.ts'
import { openFeed } from './feeds.ts'
import { makeKey, says } from './programs.ts'
import { startSystem, type System, until } from './system.ts'
import { ask, settled, type Visitor } from './visitor.ts'
import { watch } from './watch.ts'

let system: System
let document: ByDocument
beforeAll(async () => {
  system = await startSystem()
  document = new ByDocument((await (await fetch(`${system.url}/api/openapi.json`)).json()) as ApiDocument)
})
afterAll(() => system.stop())

type Call = (visitor: Visitor, path: string, turn: string) => Promise<Response>

const QUESTION = { model: 'bench-fast:1b', messages: says('tokens=3') }

/** As a program of this visitor's. */
const byKey = async (visitor: Visitor, method: string, path: string, body?: object) =>
  visitor.call(method, path, body, { authorization: `Bearer ${(await makeKey(visitor)).key}` })

/** The operations, each in a chat that has one answer. */
const calls: Record<string, Call> = {
  getHealth: visitor => visitor.call('GET', '/api/health'),
  getStatus: visitor => visitor.call('GET', '/api/status'),
  listModels: visitor => visitor.call('GET', '/api/models'),
  getDocument: visitor => visitor.call('GET', '/api/openapi.json'),
  listChats: visitor => visitor.call('GET', '/api/chats'),
  openChat: (visitor, path) => visitor.call('GET', path),
  changeChat: (visitor, path) => visitor.call('PATCH', path, { title: 'Moles' }),
  ask: (visitor, path, turn) =>
    visitor.call('POST', `${path}/turns`, ask('bench-50:1b', 'tokens=20', { parent: turn })),
  watchTurn: (visitor, path, turn) => visitor.call('GET', `${path}/turns/${turn}/events`),
  stopTurn: (visitor, path, turn) => visitor.call('DELETE', `${path}/turns/${turn}`),
  getPassKey: visitor => visitor.call('GET', '/api/pass'),
  getPass: visitor => visitor.call('POST', '/api/pass', { token: 'none' }),
  getMe: visitor => visitor.call('GET', '/api/me'),
  beginPasskey: visitor => visitor.call('POST', '/api/me/passkeys/options'),
  addPasskey: visitor => visitor.call('POST', '/api/me/passkeys', { response: { id: 'AAAA' } }),
  changePasskey: (visitor, _, turn) => visitor.call('PATCH', `/api/me/passkeys/${turn}`, { name: 'Desk' }),
  removePasskey: (visitor, _, turn) => visitor.call('DELETE', `/api/me/passkeys/${turn}`),
  beginSignIn: visitor => visitor.call('POST', '/api/me/sign-in/options'),
  signIn: visitor =>
    visitor.call('POST', '/api/me/sign-in', { response: { id: 'AAAA', response: { userHandle: 'AAAA' } } }),
  takeAlong: visitor => visitor.call('POST', '/api/me/take-along'),
  signOut: visitor => visitor.call('POST', '/api/me/sign-out'),
  live: visitor => visitor.call('GET', '/api/live'),
  deleteChat: (visitor, path) => visitor.call('DELETE', path),
  forgetMe: visitor => visitor.call('DELETE', '/api/me'),
  listKeys: visitor => visitor.call('GET', '/api/me/keys'),
  makeKey: visitor => visitor.call('POST', '/api/me/keys', { name: 'an editor' }),
  revokeKey: async visitor => visitor.call('DELETE', `/api/me/keys/${(await makeKey(visitor)).id}`),
  openAiModels: visitor => byKey(visitor, 'GET', '/api/openai/v1/models'),
  openAiChat: visitor => byKey(visitor, 'POST', '/api/openai/v1/chat/completions', QUESTION),
  ollamaTags: visitor => byKey(visitor, 'GET', '/api/ollama/api/tags'),
  ollamaChat: visitor => byKey(visitor, 'POST', '/api/ollama/api/chat', { ...QUESTION, stream: false }),
}

describe('the document', () => {
  it('is kept by every route, whatever it is asked of', async ({ expect }) => {
    const { owner, chat, turn } = await settled(system.visitor())
    const wrong: Record<string, string> = {}
    for (const [id, call] of Object.entries(calls))
      wrong[id] = await document.wrong(id, await call(owner, chat.path, turn))

    expect(Object.keys(calls).sort()).toEqual(document.operations.sort())
    expect(wrong).toEqual(Object.fromEntries(Object.keys(calls).map(id => [id, ''])))
  })

  it('is kept by refusals: of what is malformed, and of what is not there', async ({ expect }) => {
    const { owner } = await settled(system.visitor())
    const wrong: string[] = []
    const statuses: number[] = []
    for (const [path, turn] of [
      ['/api/chats/no-id', 'no-id'],
      [`/api/chats/${crypto.randomUUID()}`, crypto.randomUUID()],
    ] as const)
      for (const id of ['openChat', 'changeChat', 'ask', 'watchTurn', 'stopTurn', 'deleteChat']) {
        const response = await (calls[id] as Call)(owner, path, turn)
        statuses.push(response.status)
        wrong.push(await document.wrong(id, response))
      }

    expect(new Set(statuses)).toEqual(new Set([400, 404]))
    expect(new Set(wrong)).toEqual(new Set(['']))
  })

  it('is kept by refusals of programs, in the words of the service that they know', async ({ expect }) => {
    const { owner } = await settled(system.visitor())
    const bad = { ...QUESTION, tools: [{}] }
    const nobody = (method: string, path: string, body?: object) =>
      owner.call(method, path, body, { authorization: 'Bearer none' })
    const wrong = [
      await document.wrong('openAiModels', await nobody('GET', '/api/openai/v1/models')),
      await document.wrong('openAiChat', await byKey(owner, 'POST', '/api/openai/v1/chat/completions', bad)),
      await document.wrong('ollamaTags', await nobody('GET', '/api/ollama/api/tags')),
      await document.wrong('ollamaChat', await byKey(owner, 'POST', '/api/ollama/api/chat', bad)),
      await document.wrong('revokeKey', await owner.call('DELETE', `/api/me/keys/${crypto.randomUUID()}`)),
      await document.wrong('makeKey', await owner.call('POST', '/api/me/keys', { name: ' ' })),
    ]

    expect(wrong).toEqual(wrong.map(() => ''))
  })

  it('is kept by every event of a turn, and of the feed', async ({ expect }) => {
    const visitor = system.visitor()
    await visitor.chats()
    const feed = openFeed(system, visitor)
    expect(await feed.opened).toBe(true)
    const turns = []
    // One that thinks, one that is loaded first, one that fails.
    for (const model of ['ponder:14b', 'badger:70b', 'fault-repetition:1b']) {
      const { chat, response } = await visitor.ask(model, 'Why is the sky blue?', { think: true })
      turns.push(...(await watch(response)).seen)
      await chat.rename('Sky')
      await chat.delete()
    }
    await until('everything was told', () => feed.heard.filter(event => event !== 'pong').length >= 12)
    feed.socket.close()

    expect(new Set(turns.map(({ type }) => type))).toEqual(
      new Set(['state', 'thinking', 'text', 'done', 'problem'])
    )
    const told = turns.map(({ type, data }) => document.wrongWith('TurnEvent', { type, data }))
    const heard = feed.heard.map(event => document.wrongWith('FeedEvent', event))
    expect(new Set([...told, ...heard])).toEqual(new Set(['']))
  })
})
